"""A company's own few articles: the right one is shown as readily as among many others."""

from collections.abc import Iterator

import numpy as np
import pytest

from assist.build import Engine, build_engine
from assist.core.resources import samples_dir
from assist.core.settings import Settings
from assist.knowledge.nearness import Usual
from assist.knowledge.ranking import FAMILIAR, among_strangers
from assist.knowledge.signals import SIGNALS
from tests.knowledge.helpers import QuietJob
from tests.support.server import settings_for


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    own = {"encoder_backend": "onnx", "cache_dir": Settings().cache_dir}
    opened = build_engine(settings_for(tmp_path_factory.mktemp("small")).model_copy(update=own), serving=False)
    assert opened.import_articles([samples_dir() / "articles" / "quillhaven-mutual"], QuietJob()).failures == 0
    opened.rebuild(QuietJob(), gate=False)
    yield opened
    opened.close()


@pytest.mark.real
@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("my son just passed his test, can he drive my car too", "add-named-driver"),
        ("a stone hit the windscreen and now there is a crack", "windscreen-glass-damage"),
        ("I missed the direct debit this month, what happens to my policy", "missed-late-payments"),
    ],
)
def test_twelve_articles_are_enough_to_be_sure(engine: Engine, asked: str, wanted: str) -> None:
    found = engine.copilot.search_articles(asked)
    assert [card.id for card in found.articles][:1] == [wanted]


@pytest.mark.real
def test_an_idle_question_still_finds_nothing(engine: Engine) -> None:
    assert engine.copilot.search_articles("who won the football match last night").reason == "low_confidence"


def test_a_collection_of_the_size_that_was_trained_on_stays_as_it_is() -> None:
    usual = Usual(FAMILIAR, np.full(len(SIGNALS), 0.3, np.float32), np.full(len(SIGNALS), 0.01, np.float32))
    assert among_strangers(usual) is usual


def test_one_article_alone_is_not_outstanding() -> None:
    usual = among_strangers(Usual.of(np.full((1, len(SIGNALS)), 0.2, np.float32)))
    place = SIGNALS.index("passage")
    assert abs(0.2 - usual.mean[place]) / np.sqrt(usual.variance[place]) < 1
