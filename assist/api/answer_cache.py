"""Answers as bytes: the same request over the same knowledge is not computed twice."""

import hashlib
from collections import OrderedDict


class AnswerCache:
    """LRU of serialised answers. Used on the event loop only."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._answers: OrderedDict[bytes, bytes] = OrderedDict()

    @staticmethod
    def key(call: str, body: bytes, generation: str) -> bytes:
        """Names a call, its body and all state that could change its answer."""
        digest = hashlib.blake2b(body, digest_size=20)
        digest.update(f"\0{call}\0{generation}".encode())
        return digest.digest()

    def get(self, key: bytes) -> bytes | None:
        """The answer, if it is remembered."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: bytes, answer: bytes) -> None:
        """Remember an answer, forgetting the one longest unused."""
        if self._capacity == 0:
            return
        self._answers[key] = answer
        while len(self._answers) > self._capacity:
            self._answers.popitem(last=False)

    def clear(self) -> None:
        """Forget every answer (erasure)."""
        self._answers.clear()
