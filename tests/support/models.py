"""Tiny models built on the spot, so that loading and exporting any model is tested without a hub."""

from pathlib import Path


def tiny_model(folder: Path, *, pooling: str) -> Path:
    """A sentence-transformers folder with random weights and a vocabulary of letters."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    letters = [chr(code) for code in range(33, 127)]
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    backbone = folder / "backbone"
    backbone.mkdir()
    (backbone / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(vocab_file=str(backbone / "vocab.txt")).save_pretrained(str(backbone))
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    BertModel(config).save_pretrained(str(backbone))
    model = SentenceTransformer(
        modules=[Transformer(str(backbone), max_seq_length=64), Pooling(16, pooling_mode=pooling)]
    )
    model.save(str(folder / "model"))
    return folder / "model"
