"""Indexes texts with txtai, in its own environment: python index_txtai.py TEXTS.json MODEL_FOLDER TOKENS THREADS.

Prints one JSON line: seconds of indexing, the model already loaded. Hybrid as in txtai's own examples: vectors + BM25.
"""

# Its libraries live in an environment of their own.
# pyright: reportMissingImports=false

import json
import sys
import time


def main(texts_file: str, model: str, tokens: str, threads: str) -> None:
    """Load, warm up, index, print."""
    import torch
    from txtai import Embeddings

    torch.set_num_threads(int(threads))
    with open(texts_file, encoding="utf-8") as stream:  # noqa: PTH123
        texts = json.load(stream)
    options = {"path": model, "maxlength": int(tokens), "hybrid": True, "content": True, "gpu": False}
    Embeddings(options).index([(0, texts[0], None)])
    embeddings = Embeddings(options)
    started = time.perf_counter()
    embeddings.index((number, text, None) for number, text in enumerate(texts))
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - started, "count": embeddings.count()}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
