"""Fixtures shared by all rooms."""

import os

# As the command line does: numpy with threads of its own fights the encoder.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["tests.support.databases", "tests.support.sessions"]
