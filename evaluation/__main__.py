"""`python -m evaluation`: measure, compare, gate, report, train. API.md lists the verbs."""

import os

if __name__ == "__main__":
    # numpy's own threads fight the encoder's; the command line of the product does the same.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from evaluation.cli import main

    main()
