"""What pydantic refuses reaches callers as plain words with a path that they can follow."""

import json
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assist.core.conversation import Text
from assist.core.problems import first_of, problems_in


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    body: Annotated[str, Field(min_length=2, max_length=3)]
    kind: Literal["a", "b"] = "a"


class Outer(BaseModel):
    items: Annotated[tuple[Inner, ...], Field(min_length=1, max_length=2)]
    value: Annotated[int | bool | Inner | None, Field()] = None
    note: Annotated[Text, Field(min_length=1, max_length=3)] | None = None


def problems(**values: object) -> list[tuple[str, str]]:
    try:
        Outer.model_validate(values, strict=True)
    except ValidationError as error:
        return [(one.field, one.message) for one in problems_in(error)]
    return []


def test_each_kind_of_problem_has_plain_words() -> None:
    assert problems() == [("items", "is required")]
    assert problems(items=()) == [("items", "needs at least 1 item, has 0")]
    assert problems(items=({"body": "x"},)) == [("items.0.body", "needs at least 2 characters")]
    assert problems(items=({"body": "xxxx"},)) == [("items.0.body", "takes at most 3 characters")]
    assert problems(items=({"body": "xx", "more": 1},)) == [("items.0.more", "is not a known field")]
    assert problems(items=({"body": "xx"},) * 3)[0][1].startswith("takes at most 2 items")
    assert problems(items=({"body": "xx", "kind": "c"},)) == [("items.0.kind", "Input should be 'a' or 'b'")]


def test_a_checked_text_is_counted_in_characters() -> None:
    items = ({"body": "xx"},)
    assert problems(items=items, note="") == [("note", "needs at least 1 character, has 0")]
    assert problems(items=items, note="xxxx") == [("note", "takes at most 3 characters, has 4")]


def test_lists_and_objects_go_by_plain_names_whether_json_or_values_were_read() -> None:
    for value, said in (({"items": "x"}, "a list"), ({"items": ["x"]}, "an object")):
        for read in (Outer.model_validate, lambda value: Outer.model_validate_json(json.dumps(value))):
            with pytest.raises(ValidationError) as refused:
                read(value)
            assert problems_in(refused.value)[0].message == f"Input should be {said}"


def test_the_branches_of_a_union_are_one_problem_without_their_names() -> None:
    ((field, message),) = problems(items=({"body": "xx"},), value="text")
    assert field == "value"
    assert message.startswith("Input should be a valid integer or a valid boolean or ")


def test_one_line_for_a_report_names_the_field_or_the_whole() -> None:
    with pytest.raises(ValidationError) as refused:
        Inner.model_validate(5)
    assert first_of(refused.value, whole="article").startswith("article: ")
