"""Article drafts carry no personal data and invent nothing; gaps hold together what means the same."""

from datetime import UTC, datetime

import numpy as np

from assist.copilot.article_draft import draft_article
from assist.copilot.gaps import find_gaps, group, question_of
from assist.core.articles import Article
from assist.core.authoring import Miss, diff_articles
from assist.core.conversation import Message, Transcript
from assist.core.ports import ArticleQuery, SearchResult
from assist.core.results import Articles, CaseDraft, CaseFields, Fact
from assist.inference.fakes import FakeEncoder

CASE = CaseFields(
    title="Order 4471-220 of Maria Lindqvist arrived broken",
    customer="Maria Lindqvist",
    product="Kettle",
    issue="Maria Lindqvist's kettle from order 4471-220 arrived with a broken lid.",
    cause="The box was damaged by the carrier.",
    steps=("Asked for a photo to maria.lindqvist@example.com.", "Sent a new lid."),
    resolution="A new lid was sent free of charge.",
    status="resolved",
    facts=(Fact(type="order_id", value="4471-220"), Fact(type="person", value="Maria Lindqvist")),
    category="Damage",
)


def nothing(words: str) -> Articles:
    return Articles(status="abstained", reason="low_confidence")


def test_a_draft_has_issue_cause_resolution_and_steps_and_names_nobody() -> None:
    made = draft_article(CaseDraft(draft=CASE), nothing, names=("Maria Lindqvist",))
    assert made.draft is not None
    text = f"{made.draft.title}\n{made.draft.body}"
    for secret in ("Maria", "Lindqvist", "4471-220", "example.com"):
        assert secret not in text
    headings = [line for line in made.draft.body.splitlines() if line.startswith("##")]
    assert headings == ["## Issue", "## Cause", "## Resolution", "## Steps"]
    assert "2. Sent a new lid." in made.draft.body
    assert "1. Ask for a photo" in made.draft.body
    assert (made.draft.state, made.draft.audience, made.draft.product) == ("draft", "internal", "Kettle")
    assert (made.covered, made.case_status) == (False, "resolved")


def test_what_is_not_known_gets_no_heading() -> None:
    made = draft_article(CaseDraft(draft=CASE.model_copy(update={"cause": None, "steps": ()})), nothing)
    assert made.draft is not None
    assert "Cause" not in made.draft.body
    assert "Steps" not in made.draft.body


def test_nothing_is_drafted_where_nothing_was_resolved() -> None:
    made = draft_article(CaseDraft(draft=CASE.model_copy(update={"resolution": None, "steps": ()})), nothing)
    assert (made.status, made.reason, made.draft) == ("abstained", "no_evidence", None)
    assert draft_article(CaseDraft(status="abstained", reason="too_short"), nothing).reason == "too_short"


def test_an_article_that_answers_it_already_is_named() -> None:
    asked: list[str] = []

    def find(words: str) -> Articles:
        asked.append(words)
        return Articles(articles=())

    assert draft_article(CaseDraft(draft=CASE), find).covered
    assert "Lindqvist" not in asked[0]


def test_groups_hold_what_points_the_same_way() -> None:
    chance = np.random.default_rng(0)
    centres = np.eye(3, 32, dtype=np.float32)
    rows = np.concatenate([centres[i] + chance.normal(0, 0.1, (n, 32)) for i, n in ((0, 5), (1, 9), (2, 2))])
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    groups = group(vectors[chance.permutation(16)], threshold=0.55)
    assert [len(rows) for rows in groups] == [9, 5, 2]


class NothingFound:
    """A search without articles."""

    count = 0

    def search(self, query: ArticleQuery) -> SearchResult:
        return SearchResult(hits=(), confidence=0.0, snapshot=None, empty=True)


def miss(number: int, *lines: str) -> Miss:
    messages = tuple(Message(id=f"m{i}", role="customer", text=line) for i, line in enumerate(lines))
    moment = datetime(2026, 1, 1 + number, tzinfo=UTC)
    return Miss(f"sg-{number}", f"s{number}", "no_evidence", moment, Transcript(messages=messages))


def test_a_gap_shows_the_question_and_no_personal_data() -> None:
    misses = [miss(n, "Hello!", f"Can I descale the samovar? Write to kim{n}@example.com please.") for n in range(3)]
    gaps, more = find_gaps([*misses, miss(9, "Hi")], FakeEncoder(), NothingFound())
    (gap,) = gaps.items
    assert (gap.count, gap.not_found, gap.rejected, gap.nearest) == (3, 3, 0, None)
    assert "samovar" in gap.question
    assert "@" not in gap.model_dump_json()
    assert gap.last_at == misses[2].at
    assert (gaps.conversations, more) == (4, False)


def test_a_question_is_what_says_more_than_hello() -> None:
    assert (
        question_of(miss(1, "Hi there", "ok", "My kettle leaks at the lid.").transcript)
        == "My kettle leaks at the lid."
    )


def test_a_difference_names_fields_and_shows_lines() -> None:
    before = Article(id="a", title="T", body="one\ntwo")
    after = before.model_copy(update={"title": "U", "body": "one\n2"})
    diff = diff_articles(before, after)
    assert [(change.field, change.before, change.after) for change in diff.fields] == [("title", "T", "U")]
    assert "-two\n+2" in diff.body
    assert diff_articles(before, before).body == ""
