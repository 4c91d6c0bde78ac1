"""From a transcript to an encoded conversation, and its recent part for retrieval."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from assist.core.conversation import Transcript
from assist.core.encoding import Conversation, HeadScores, Sentence, SpannedText, SpanVectors
from assist.core.ports import Encoder, Heads
from assist.core.text.remembered import remembered
from assist.core.text.sentences import split_sentences

# Characters handed to the encoder at once, so that a very long transcript lets other sessions' batches in between.
SLICE_CHARS = 32_000


def analyze(transcript: Transcript, *, encoder: Encoder, heads: Heads) -> Conversation:
    """Split, encode (one pass a message; remembered ones are free) and score. Raises Overloaded from the encoder."""
    items = [spanned(message.text) for message in transcript.messages]
    vectors: list[SpanVectors] = []
    for part in _slices(items):
        vectors += encoder.encode_spans(part)
    sentences = tuple(sentence for index, item in enumerate(items) for sentence in _sentences(index, item))
    dims = encoder.info.dims
    message_vectors = np.concatenate([v.text for v in vectors]).reshape(-1, dims)
    sentence_vectors = np.concatenate([v.spans.reshape(-1, dims) for v in vectors])
    traits = np.concatenate([v.traits for v in vectors]).reshape(len(vectors), -1)
    scores = heads.score(transcript, sentences, message_vectors, sentence_vectors, traits)
    return Conversation(transcript, sentences, message_vectors, sentence_vectors, traits, scores)


@remembered(maxsize=4_096)
def _sentences(index: int, item: SpannedText) -> tuple[Sentence, ...]:
    """Of message `index`; remembered, since a message comes again with every later one."""
    return tuple(Sentence(index, start, end, item.text[start:end]) for start, end in item.spans)


@remembered(maxsize=4_096)
def spanned(text: str) -> SpannedText:
    """A message's text with its sentences, as it is encoded."""
    return SpannedText(text, tuple(split_sentences(text)))


def _slices(items: Sequence[SpannedText]) -> Iterator[Sequence[SpannedText]]:
    start = size = 0
    for index, item in enumerate(items):
        if size and size + len(item.text) > SLICE_CHARS:
            yield items[start:index]
            start, size = index, 0
        size += len(item.text)
    yield items[start:]


def recent(conversation: Conversation, limit: int) -> Conversation:
    """The last `limit` messages with their vectors and scores; whole-conversation scores stay as they are."""
    first = len(conversation.messages) - limit
    if first <= 0:
        return conversation
    rows = [i for i, sentence in enumerate(conversation.sentences) if sentence.message >= first]
    cut = rows[0] if rows else len(conversation.sentences)
    scores = conversation.scores
    return Conversation(
        transcript=conversation.transcript.model_copy(update={"messages": conversation.messages[first:]}),
        sentences=tuple(replace(s, message=s.message - first) for s in conversation.sentences[cut:]),
        message_vectors=conversation.message_vectors[first:],
        sentence_vectors=conversation.sentence_vectors[cut:],
        message_traits=conversation.message_traits[first:],
        scores=HeadScores(
            acts=scores.acts[first:],
            salience=scores.salience[first:],
            sentence_salience=scores.sentence_salience[cut:],
            read_talk=lambda: scores.talk,
        ),
    )
