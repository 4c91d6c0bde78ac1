"""Past (context, agent turn) examples, found by the context's vector."""

from assist.core.ports import VectorIndex


class ReplyMemory:
    """What agents said before."""

    def __init__(self, index: VectorIndex) -> None:
        self._index = index
        self._generation = 0

    @property
    def generation(self) -> int:
        """Rises with every change."""
        return self._generation
