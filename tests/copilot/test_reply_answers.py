"""Which sentences of an article answer the customer's newest message."""

from dataclasses import replace

from assist.copilot.replies.asked import Asked
from assist.copilot.replies.knowledge import answers_from
from assist.core.articles import Article
from assist.core.conversation import Message
from assist.core.ports import ArticleHit, Passage
from assist.knowledge.markup import plain_text, table_heads, table_rows

KILN = "Let the kiln cool before you open it.\n\n| Cone | Temperature |\n|---|---|\n| 6 | 1222 |\n| 8 | 1263 |\n"
COURSES = (
    "There is no registration fee.\n\n| Course | Weeks | Price |\n|---|---|---|\n"
    "| Evening group | 10 | £285 |\n| Saturday group | 10 | £270 |\n"
)
VISA = (
    "Book the course and pay a deposit of £200. Send us a scan of your passport.",
    "If the embassy refuses the visa, send us its letter. We pay back everything except £90.",
)


def hit_of(*bodies: str) -> ArticleHit:
    """An article of these passages, the first of which is nearest to the conversation."""
    body = "\n\n".join(bodies)
    passages = tuple(
        Passage(None, plain_text(part), 0, len(part), 0.6 - place / 10, table_rows(part), table_heads(part))
        for place, part in enumerate(bodies)
    )
    article = Article(id="a", title="A", body=body)
    return ArticleHit(article, 1, None, body, 0, len(body), False, 0.9, 0.9, public_passages=passages)


def said(hit: ArticleHit, *lines: tuple[str, str]) -> str | None:
    messages = [Message.model_validate({"role": role, "text": text}) for role, text in lines]
    return next((answer.text for answer in answers_from(hit, Asked.of(messages))), None)


def test_a_row_of_a_table_is_said_with_its_columns_where_it_is_asked_for() -> None:
    found = said(hit_of(COURSES), ("customer", "What does the Saturday group cost?"))
    assert found is not None
    assert "Saturday group: weeks 10, price £270." in found
    assert "Evening" not in found
    kiln = said(hit_of(KILN), ("customer", "Which temperature for cone 8, and when may I open it?"))
    assert kiln is not None
    assert "Temperature (cone 8): 1263" in kiln


def test_rows_without_named_columns_and_the_head_are_not_said() -> None:
    nameless = "Let the kiln cool before you open it.\n\n| 6 | 1222 |\n| 8 | 1263 |\n"
    assert said(hit_of(nameless), ("customer", "Cone 8, which temperature?")) == "Let the kiln cool before you open it."
    found = said(hit_of(KILN), ("customer", "When may I open the kiln?"))
    assert found == "Let the kiln cool before you open it."


def test_the_newest_question_decides_which_passage_answers() -> None:
    talk = (
        ("customer", "I need a letter for my visa, must I pay a deposit for the course and send my passport?"),
        ("agent", "Yes, a deposit of £200 and a scan."),
        ("customer", "And if the embassy refuses?"),
    )
    found = said(hit_of(*VISA), *talk)
    assert found is not None
    assert "everything except £90" in found


def test_what_the_agent_has_said_already_is_not_said_again() -> None:
    talk = (
        ("customer", "What do I need for the visa?"),
        ("agent", "Book the course and pay a deposit of £200."),
        ("customer", "ok, paid the deposit for the course, what next?"),
    )
    assert said(hit_of(VISA[0]), *talk) == "Send us a scan of your passport."


def test_a_second_passage_of_the_article_is_another_one_behind_the_best() -> None:
    messages = [Message.model_validate({"role": "customer", "text": "What if the embassy refuses the visa?"})]
    first, second = answers_from(hit_of(*VISA), Asked.of(messages), limit=2)
    assert "everything except £90" in first.text
    assert "deposit of £200" in second.text
    assert first.evidence != second.evidence
    assert len(answers_from(hit_of(VISA[0]), Asked.of(messages), limit=2)) == 1


def test_a_verbatim_article_is_given_once_whatever_else_it_has() -> None:
    hit = hit_of(*VISA)
    fixed = replace(hit, article=hit.article.model_copy(update={"verbatim": True}))
    messages = [Message.model_validate({"role": "customer", "text": "What if the embassy refuses the visa?"})]
    assert [one.text for one in answers_from(fixed, Asked.of(messages), limit=2)] == [VISA[1]]
