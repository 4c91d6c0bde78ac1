"""Looking back over a talk: how much each message counts for the newest one (attention, Vaswani et al. 2017), in numpy.

Each of several heads compares what the newest message asks with the keys of all messages up to it.
"""

import numpy as np

from assist.copilot.replies.descent import softmax
from assist.core.encoding import FloatArray

WIDTH = 32  # columns in which one head compares
_SCALE = np.float32(WIDTH**-0.5)


def shares_of(asked: FloatArray, keys: FloatArray, hidden: FloatArray) -> FloatArray:
    """(heads, m, n) share of each message in each moment, from what the moments ask (m, heads * WIDTH) and the keys of
    all messages (n, heads * WIDTH). hidden (m, n): nothing where a moment knows of a message, else far below zero."""
    return softmax(_heads(asked) @ _heads(keys).swapaxes(1, 2) * _SCALE + hidden)


def traced_back(
    shares: FloatArray, of_shares: FloatArray, asked: FloatArray, keys: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Gradients of what was asked and of the keys, by the gradient of the shares."""
    error = shares * (of_shares - (of_shares * shares).sum(axis=-1, keepdims=True)) * _SCALE
    return _beside(error @ _heads(keys)), _beside(error.swapaxes(1, 2) @ _heads(asked))


def _heads(columns: FloatArray) -> FloatArray:
    """(heads, n, WIDTH) of (n, heads * WIDTH)."""
    return columns.reshape(len(columns), columns.shape[1] // WIDTH, WIDTH).swapaxes(0, 1)


def _beside(heads: FloatArray) -> FloatArray:
    return heads.swapaxes(0, 1).reshape(heads.shape[1], -1)
