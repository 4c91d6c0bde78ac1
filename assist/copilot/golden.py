"""Golden entries and accepted cards as the queries that the product itself would ask."""

from collections.abc import Callable, Iterable, Iterator

from assist.copilot.articles import conversation_query
from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.core.golden import AcceptedCard, GoldenEntry, GoldenQuery
from assist.core.redact import Pseudonymizer

SHOWN_CHARS = 200

Analyze = Callable[[Transcript], Conversation]


def authored_queries(entries: Iterable[tuple[str, GoldenEntry]], analyze: Analyze) -> Iterator[GoldenQuery]:
    """What authors wrote: words as they are, conversations as a suggestion would read them."""
    for key, entry in entries:
        query = None
        if entry.messages is not None:
            query = conversation_query(analyze(Transcript(messages=entry.messages)))
        yield GoldenQuery(key, entry.words, entry.expected, query=query)


def mined_queries(cards: Iterable[AcceptedCard], analyze: Analyze) -> Iterator[GoldenQuery]:
    """Conversations in which an agent took a card, one query a card; what is shown of them is pseudonymised."""
    for card in cards:
        query = conversation_query(analyze(card.transcript))
        if query is not None:
            said = [message.text for message in card.transcript.messages if message.side == "customer"]
            shown = Pseudonymizer().redact(" ".join(said)[-SHOWN_CHARS:]).text
            yield GoldenQuery(card.id, shown, (card.article_id,), query=query, origin="feedback")
