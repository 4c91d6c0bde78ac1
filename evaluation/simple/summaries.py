"""Simple summaries: first sentence, longest message, first and last words, a crude frame, LexRank, and the oracle."""

import itertools
import re
from collections.abc import Sequence

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer

from assist.core.conversation import Transcript
from assist.core.text.sentences import split_sentences
from evaluation.metrics.rouge import Closeness, tokens

_WORDS = 18
_ORACLE_POOL = 8
_TOKEN = re.compile(r"\w+(?:['’]\w+)*")


class _Words:
    """Word tokenizer for sumy, whose own needs a download."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(_TOKEN.findall(text))


def sentences_of(transcript: Transcript) -> list[str]:
    """Every sentence of customer, agent and bot, in order; messages that are only marks are left out."""
    return [
        message.text[start:end]
        for message in transcript.messages
        if message.side != "system"
        for start, end in split_sentences(message.text)
    ]


def _said_by(transcript: Transcript, side: str) -> list[str]:
    return [message.text for message in transcript.messages if message.side == side and message.text.strip()]


def _first_sentence(text: str) -> str:
    spans = split_sentences(text)
    return text[spans[0][0] : spans[0][1]] if spans else ""


def lead(transcript: Transcript) -> str:
    """The customer's first sentence."""
    return _first_sentence(next(iter(_said_by(transcript, "customer")), ""))


def longest(transcript: Transcript) -> str:
    """The longest sentence."""
    return max(sentences_of(transcript), key=len, default="")


def first_words(transcript: Transcript) -> str:
    """First 18 words of the first customer message and of the last agent message."""
    parts = [*_said_by(transcript, "customer")[:1], *_said_by(transcript, "agent")[-1:]]
    return " ".join(" ".join(part.split()[:_WORDS]) for part in parts)


def framed(transcript: Transcript) -> str:
    """`Customer says <first sentence>. Agent says <last sentence>.`"""
    customer, agent = _said_by(transcript, "customer")[:1], _said_by(transcript, "agent")[-1:]
    parts = [f"Customer says {_first_sentence(text).rstrip('.')}." for text in customer]
    parts += [f"Agent says {_first_sentence(text).rstrip('.')}." for text in agent]
    return " ".join(parts)


def lexrank(transcript: Transcript) -> str:
    """LexRank with two sentences (Erkan and Radev 2004, sumy)."""
    words = _Words()
    sentences = [Sentence(text, words) for text in sentences_of(transcript) if len(words.to_words(text)) > 1]
    if len(sentences) < 3:
        return " ".join(str(sentence) for sentence in sentences)
    document = ObjectDocumentModel([Paragraph(sentences)])
    return " ".join(str(sentence) for sentence in LexRankSummarizer()(document, 2))


def oracle(transcript: Transcript, references: Sequence[str]) -> str:
    """The one or two sentences nearest to the references by ROUGE-1 + ROUGE-L: the limit of copying.

    The pair is searched among the eight sentences that share most with the references.
    """
    wanted = set(itertools.chain.from_iterable(tokens(reference) for reference in references))
    sentences = sentences_of(transcript)
    overlap = [2 * len(wanted & set(tokens(s))) / (len(wanted) + len(tokens(s)) + 1) for s in sentences]
    pool = sorted(sorted(range(len(sentences)), key=lambda i: -overlap[i])[:_ORACLE_POOL])
    options = [(i,) for i in pool] + list(itertools.combinations(pool, 2))
    texts = [" ".join(sentences[i] for i in option) for option in options]
    return max(texts, key=Closeness(references), default="")
