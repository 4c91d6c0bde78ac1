"""What heads and features read of a message's words alone, read while the encoder works: they remember it by text."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from assist.copilot.case_draft.actions import actions_of
from assist.copilot.facts.features import mentions_of
from assist.copilot.languages import speaks_supported_language
from assist.copilot.reported.grounded import report_grounded
from assist.copilot.summary.cues import packed_words
from assist.core.conversation import Message, Transcript
from assist.core.ports import Heads
from assist.core.text.remembered import on_forget
from assist.core.text.sentences import split_sentences

log = structlog.get_logger(__name__)

_NEWEST = 2  # earlier messages were read when they came
_KEPT = 4_096  # messages known to be read


class Reader:
    """Reads each message once, on a thread of its own. What is not read in time is read where it is needed."""

    def __init__(self, heads: Heads) -> None:
        self._heads = heads
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._read: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = threading.Lock()
        on_forget(self.forget)

    def start(self, transcript: Transcript) -> None:
        """Read what is new, soon; returns at once."""
        unread = self._claim(transcript.messages)
        if unread:
            self._pool.submit(self._work, unread, transcript)

    def read(self, transcript: Transcript) -> None:
        """Read the newest messages, and what a case draft takes from them."""
        messages = transcript.messages
        for index in range(len(messages) - 1, max(0, len(messages) - _NEWEST) - 1, -1):
            self._claim(messages[index : index + 1])
            read_words(messages[index], self._heads)
            read_mentions(messages, index)
        speaks_supported_language(transcript)

    def forget(self) -> None:
        """Forget what was read (erasure)."""
        with self._lock:
            self._read.clear()

    def close(self) -> None:
        """Finish what is being read."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _claim(self, messages: Sequence[Message]) -> list[Message]:
        """Those that nobody has read, newest first; from now on somebody has."""
        with self._lock:
            unread = [message for message in reversed(messages) if (message.role, message.text) not in self._read]
            for message in unread:
                self._read[message.role, message.text] = None
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return unread

    def _work(self, messages: Sequence[Message], transcript: Transcript) -> None:
        # The edge of a thread: what fails here fails again, and is told, where its result is needed.
        try:
            for message in messages:
                read_words(message, self._heads)
            speaks_supported_language(transcript)
        except Exception:
            log.debug("not_read_ahead", exc_info=True)


def read_words(message: Message, heads: Heads) -> None:
    """What heads and summary need of a message: first what is needed first."""
    sentences = _sentences(message)
    heads.read_ahead(message, sentences)
    if message.role == "system":
        return
    for sentence in sentences:
        told = report_grounded(sentence, message.role)
        if told is not None:
            packed_words(sentence, told)


def read_mentions(messages: Sequence[Message], index: int) -> None:
    """What a case draft needs of message `index` besides: actions and facts."""
    message = messages[index]
    if message.role == "system":
        return
    for sentence in _sentences(message):
        told = report_grounded(sentence, message.role)
        if told is not None:
            actions_of(told, message.side)
    mentions_of(messages, index)


def _sentences(message: Message) -> list[str]:
    return [message.text[start:end] for start, end in split_sentences(message.text)]
