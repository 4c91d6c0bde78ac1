"""Indexes texts with haystack, in its own environment: python index_haystack.py TEXTS.json MODEL_FOLDER TOKENS THREADS.

Prints one JSON line: seconds of embedding and writing, the model already loaded. BM25 comes with its document store.
"""

# Its libraries live in an environment of their own.
# pyright: reportMissingImports=false

import json
import sys
import time


def main(texts_file: str, model: str, tokens: str, threads: str) -> None:
    """Load, warm up, index, print."""
    import torch
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack.utils import ComponentDevice
    from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersDocumentEmbedder

    torch.set_num_threads(int(threads))
    with open(texts_file, encoding="utf-8") as stream:  # noqa: PTH123
        texts = json.load(stream)
    embedder = SentenceTransformersDocumentEmbedder(
        model=model, device=ComponentDevice.from_str("cpu"), progress_bar=False, normalize_embeddings=True
    )
    embedder.warm_up()
    embedder.embedding_backend.model.max_seq_length = int(tokens)
    embedder.run([Document(content=texts[0])])
    store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
    started = time.perf_counter()
    store.write_documents(embedder.run([Document(content=text) for text in texts])["documents"])
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - started, "count": store.count_documents()}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
