"""The offline harness: tasks, metrics, statistics, reports, trainers and benchmarks over the engine that serves."""

import os

# numpy's own threads fight the encoder's (a short message then takes four times as long); the product does the same.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
