"""Which articles a conversation surfaces, and when it stays silent."""

from pathlib import Path

import pytest

from assist.copilot.analysis import analyze
from assist.copilot.articles import conversation_query, search_articles, suggest_articles
from assist.core.articles import Article
from assist.core.conversation import Message, Transcript
from assist.core.encoding import Conversation
from assist.core.ports import ArticleHit, ArticleQuery, SearchResult
from assist.inference.fakes import FakeEncoder, NullHeads
from assist.knowledge.base import KnowledgeBase
from assist.store.memory import InMemoryArticleStore


def talk(*lines: tuple[str, str]) -> Conversation:
    """An encoded conversation of (role, text)."""
    messages = tuple(Message.model_validate({"role": role, "text": text}) for role, text in lines)
    return analyze(Transcript(messages=messages), encoder=FakeEncoder(), heads=NullHeads())


class Fixed:
    """A search that always finds one article with the given chances."""

    count = 1

    def __init__(self, *, confidence: float, score: float) -> None:
        hit = ArticleHit(Article(id="a", title="A", body="b"), 1, None, "b", 0, 1, False, score, 1.0)
        self.result = SearchResult((hit,), confidence, "s1")

    def search(self, query: ArticleQuery) -> SearchResult:
        return self.result


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    store = InMemoryArticleStore()
    for name in ("router lights", "boiler callout", "passport renewal", "parcel tracking"):
        body = f"What to do about {name}. Check the {name} page."
        store.put(Article(id=name.replace(" ", "-"), title=name, body=body))
    return KnowledgeBase(root=tmp_path, encoder=FakeEncoder(), articles=store)


def test_the_article_on_the_customers_matter_comes_first(base: KnowledgeBase) -> None:
    found = suggest_articles(talk(("customer", "The router lights are red again.")), base, min_score=0)
    assert found.articles[0].id == "router-lights"
    card = found.articles[0]
    assert any("router" in phrase for phrase in card.why)
    assert all(card.snippet[start:end].strip() for start, end in card.highlights)


def test_system_messages_are_not_searched_for(base: KnowledgeBase) -> None:
    query = conversation_query(talk(("system", "parcel tracking"), ("customer", "boiler callout please")))
    assert query is not None
    assert all("parcel" not in text for text, _ in (*query.terms, *query.context_terms))


def test_silence_below_the_floor_unless_switched_off() -> None:
    search = Fixed(confidence=0.64, score=0.6)
    silent = search_articles("anything", search)
    assert (silent.status, silent.reason, silent.articles) == ("abstained", "low_confidence", ())
    assert search_articles("anything", search, min_score=0).articles[0].id == "a"
    assert search_articles("anything", search, min_score=0.7).reason == "low_confidence"


def test_a_card_from_eighty_percent_is_highly_relevant() -> None:
    shown = search_articles("anything", Fixed(confidence=0.9, score=0.8))
    assert [card.relevance for card in shown.articles] == ["high"]


def test_an_empty_index_is_named_as_the_reason(tmp_path: Path) -> None:
    empty = KnowledgeBase(root=tmp_path, encoder=FakeEncoder(), articles=InMemoryArticleStore())
    assert suggest_articles(talk(("customer", "hello there, my router is red")), empty).reason == "index_empty"


def test_a_talk_of_system_messages_only_has_no_evidence(base: KnowledgeBase) -> None:
    assert suggest_articles(talk(("system", "Customer joined.")), base).reason == "no_evidence"
