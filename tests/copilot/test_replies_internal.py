"""Over every sample article: what is for agents only never stands in a reply to a customer."""

import re
from collections.abc import Iterator

import pytest

from assist.build import Engine, build_engine
from assist.core.articles import Article
from assist.core.conversation import Transcript
from assist.core.resources import samples_dir
from tests.copilot.test_replies import Silent
from tests.support.server import settings_for

_NOTE = re.compile(r"internal note", re.IGNORECASE)
_WINDOW = 5


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = build_engine(settings_for(tmp_path_factory.mktemp("internal")), serving=False)
    opened.import_articles([samples_dir() / "articles"], Silent())
    opened.rebuild(Silent(), gate=False)
    yield opened
    opened.close()


def articles(engine: Engine) -> list[Article]:
    return [record.article for record in engine.articles.all_current()]


def notes(body: str) -> Iterator[str]:
    """Paragraphs that begin as an internal note, and sections whose heading says so."""
    for section in re.split(r"\n(?=#)", body):
        heading, _, text = section.partition("\n")
        if heading.startswith("#") and _NOTE.search(heading):
            yield text
            continue
        for paragraph in section.split("\n\n"):
            found = _NOTE.search(paragraph[:24])
            if found:
                yield paragraph[found.end() :]


def windows(text: str) -> set[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {" ".join(words[i : i + _WINDOW]) for i in range(len(words) - _WINDOW + 1)}


def test_an_internal_note_is_never_quoted_even_when_the_customer_asks_in_its_words(engine: Engine) -> None:
    asked = 0
    for article in articles(engine):
        for note in notes(article.body):
            hidden = windows(note) - windows(article.body.replace(note, " "))
            question = f"{article.title}? {note}"
            talk = Transcript.model_validate({"messages": [{"role": "customer", "text": question[:2_000]}]})
            for suggestion in engine.copilot.suggest_replies(talk).suggestions:
                assert not windows(suggestion.text) & hidden, article.id
            asked += 1
    assert asked >= 24


def test_an_internal_article_is_never_quoted_or_cited(engine: Engine) -> None:
    internal = {article.id: article for article in articles(engine) if article.audience == "internal"}
    assert internal
    for article in internal.values():
        talk = Transcript.model_validate({"messages": [{"role": "customer", "text": f"{article.title}, please?"}]})
        for suggestion in engine.copilot.suggest_replies(talk).suggestions:
            assert suggestion.source.id not in internal
