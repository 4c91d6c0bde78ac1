"""What authors mark for agents only is never a passage for customers, however they write it; the rest stays one."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.ports import ArticleQuery
from assist.knowledge.chunker import chunk_article
from assist.knowledge.loaders import normalise
from assist.knowledge.marks import find_mark, heads_internal_text, is_internal_class
from assist.store.memory import InMemoryArticleStore
from tests.knowledge.helpers import QuietJob, article, found, open_base

# WV-12 is the secret; what is not in the part that is marked must stay public.
MARKDOWN = [
    ("a wrapped line without its mark", "Public a.\n\n> **Internal note:** WV-12 one\nWV-12 lazy\n\nPublic b."),
    (
        "a comment in a code fence",
        "Public a.\n\n## Internal notes\n\n```\n# comment\nWV-12\n```\nWV-12\n\n## Public\n\nPublic b.",
    ),
    (
        "a comment in a fence of tildes",
        "Public a.\n\n## Internal notes\n\n~~~\n# comment\nWV-12\n~~~\nWV-12\n\n## Public\n\nPublic b.",
    ),
    ("indented code", "Public a.\n\n## Internal notes\n\n    # comment\n    WV-12\n\nWV-12\n\n## Public\n\nPublic b."),
    ("a quotation without bold", "Public a.\n\n> Internal note: WV-12\n> WV-12\n\nPublic b."),
    ("leading spaces", "Public a.\n\n   > **Internal note:** WV-12\n   > WV-12\n\nPublic b."),
    ("a list item with paragraphs", "- Public a.\n- **Internal note:** WV-12\n  WV-12\n\n  WV-12\n- Public b."),
    ("a list under a label", "- Public a.\n- Internal note:\n  - WV-12\n  - WV-12\n- Public b."),
    ("a label that is an item of its own", "Public a\n\n- Internal note:\n- WV-12\n\nPublic b."),
    ("nested quote", "Public a.\n\n> > **Internal note:** WV-12\n> WV-12\n\nPublic b."),
    ("para", "Public a.\n\nInternal note: WV-12\nWV-12\n\nPublic b."),
    ("para list", "Public a.\n\n**Internal note:** WV-12:\n\n- WV-12\n- WV-12\n\nPublic b."),
    ("mid", "Public a. **Internal note:** WV-12\nWV-12\n\nPublic b."),
    ("two para quote", "Public a.\n\n> **Internal note:** WV-12\n\n> WV-12\n\nPublic b."),
    ("own label", "Public a.\n\n> **Internal note:** WV-12\n\n> **Tip:** Public b."),
    ("wrapped label", "Public a.\n\n> **Internal\n> note:** WV-12\n> WV-12\n\nPublic b."),
    ("pseudo", "Public a.\n\n**Internal note**\n\nWV-12\n\nWV-12\n\n**Refunds**\n\nPublic b."),
    ("agents heading", "Public a.\n\n## For agents only\n\nWV-12\n\n### more\n\nWV-12\n\n## X\n\nPublic b."),
    ("suffix heading", "Public a.\n\n## Refund limits (internal)\n\nWV-12\n\n## X\n\nPublic b."),
    ("setext", "Public a.\n\nInternal notes\n--------------\n\nWV-12\n\nX\n---\n\nPublic b."),
    ("setext trap", "Public a.\n\n## Internal notes\n\nWV-12\n---\n\nWV-12\n\n## X\n\nPublic b."),
    ("table row", "Public a.\n\n| Plan | Days |\n|---|---|\n| Gold | 3 |\n| Internal | WV-12 |\n\nPublic b."),
    ("table col", "Public a.\n\n| Plan | Internal note |\n|---|---|\n| Gold | WV-12 |\n\nPublic b."),
    ("table no pipes", "Public a.\n\nPlan | Agents only\n--- | ---\nGold | WV-12\n\nPublic b."),
    ("div", 'Public a.\n\n<div class="note internal">\n\nWV-12\n\nWV-12\n\n</div>\n\nPublic b.'),
    ("details", "Public a.\n\n<details><summary>Internal note</summary>\n\nWV-12\n\nWV-12\n\n</details>\n\nPublic b."),
    ("comment", "Public a.\n\n<!-- WV-12\n\nWV-12 -->\n\nPublic b."),
    ("div:::", "Public a.\n\n::: internal\nWV-12\n\nWV-12\n:::\n\nPublic b."),
    ("!!!", 'Public a.\n\n!!! note "Internal"\n    WV-12\n\n    WV-12\n\nPublic b.'),
    ("bb", "Public a.\n\n[internal]WV-12\n\nWV-12[/internal]\n\nPublic b."),
    ("defs", "Public a.\n\nInternal note\n: WV-12\n: WV-12\n\nPublic b."),
    ("sep", "Public a.\n\n> **Internal note:** x\u2028\u2028WV-12\n\nPublic b."),
    (
        "Markdown with some br",
        "Public a.\n\n| a<br>b | c<br>d |\n|---|---|\n\n> **Internal note:** WV-12\n> WV-12\n\nPublic b.",
    ),
    ("unclosed fence", "Public a.\n\n```\ncode\n\n## Internal notes\n\nWV-12"),
    ("heading in li", "Public a.\n\n## Internal notes\n\n- WV-12\n\n  # foo\n\n  WV-12\n\nWV-12\n\n## X\n\nPublic b."),
    ("quoted heading", "Public a.\n\n> ## Internal\n>\n> WV-12\n\nPublic b."),
    ("code in quote", "Public a.\n\n> **Internal note:** x\n>\n> ```\n> # c\n> WV-12\n> ```\n> WV-12\n\nPublic b."),
    ("cr", "Public a.\r\n\r\n> **Internal note:** WV-12\r\nWV-12\r\n\r\nPublic b."),
    ("around", "Public a.\n\nWaive WV-12 now.\nDo not share with customers.\n\nPublic b."),
]
HTML = [
    (
        "blockquote",
        "<p>Public a.</p><blockquote><p><b>Internal note:</b> WV-12</p><p>WV-12</p></blockquote><p>Public b.</p>",
    ),
    ("pp", "<p>Public a.</p><p><strong>Internal note:</strong> WV-12<br>WV-12</p><p>Public b.</p>"),
    (
        "class",
        "<p>Public a.</p><div class='callout internal'><p>WV-12</p><ul><li>WV-12</li></ul></div><p>Public b.</p>",
    ),
    ("li", "<p>Public a.</p><ul><li>Public b.</li><li>Internal note:<ul><li>WV-12</li></ul></li></ul><p>Public c.</p>"),
    (
        "details",
        "<p>Public a.</p><details><summary>Agents only</summary><p>WV-12</p></details><details>Public b.</details>",
    ),
    (
        "dl",
        "<p>Public a.</p><dl><dt>Term</dt><dd>Public b.</dd><dt>Internal note</dt><dd>WV-12</dd><dd>WV-12</dd></dl>",
    ),
    (
        "tr",
        "<p>Public a.</p><table><tr><td>A</td></tr><tr><td>Internal</td><td>WV-12</td></tr></table><p>Public b.</p>",
    ),
    (
        "rowspan",
        "<p>Public a.</p><table><tr><td rowspan=2>Internal<td>WV-12<tr><td>WV-12</table><p>Public b.</p>",
    ),
    (
        "pre",
        "Public a.<h2>Internal notes</h2><pre># c\nWV-12</pre><p># also WV-12</p><p>WV-12</p><h2>X</h2>Public b.",
    ),
    ("span", "<p>Public a. <span class='internal-note'>WV-12</span></p><p>Public b.</p>"),
    ("aside", "<div><p>Public a.</p><aside><h4>Internal</h4><p>WV-12</p></aside><p>Public b.</p></div>"),
    (
        "callout",
        "<div class=page>Public a.<div class=panel><strong>Internal</strong><p>WV-12</p></div><p>Public b.</p></div>",
    ),
    ("td class", "<p>Public a.</p><table><tr><td>x</td><td class=internal>WV-12</td></tr></table><p>Public b.</p>"),
    ("h2 class", "<p>Public a.</p><h2 class=internal>Limits</h2><p>WV-12</p><h2>X</h2><p>Public b.</p>"),
    (
        "section",
        "<p>Public a.</p><section data-audience='internal'><h3>Limits</h3><p>WV-12</p></section><p>Public b.</p>",
    ),
    ("fieldset", "<p>Public a.</p><fieldset><legend>Agents only</legend><p>WV-12</p></fieldset><p>Public b.</p>"),
    (
        "mixed",
        "## Public\n\nPublic a.\n\n<div class='internal'>WV-12</div>\n<p>Public b.</p>\n\n## Internal notes\n\nWV-12",
    ),
    ("first in wrapper", "<div><p>Internal note: WV-12</p><p>Public b.</p></div>"),
]
LABELS = [
    "> **Internal note:** x",
    "> Internal note: x",
    "Internal note: x",
    "   > Internal note: x",
    "- Internal note: x",
    "1. **Internal note:** x",
    "**Internal:** x",
    "**Internal** – x",
    "Internal: x",
    "INTERNAL NOTE - x",
    "**Internal note (agents only):** x",
    "> **Internal note.** Never",
    "Internal note. First-line",
    "**Internal note for billing:** x",
    "Internal note for billing: x",
    "[Internal] waive",
    "(Internal note: waive)",
    "🔒 Internal only: waive",
    "For agents only: waive",
    "**For agents only** waive",
    "Agents only. Waive",
    "Refund in 5 days. **Internal note:** waive",
    "Refund in 5 days. Internal note: waive",
    "Refund in 5 days (internal: waive up to 20).",
    "Refund (internal note: waive).",
    "Waive up to 20 pounds (internal only).",
    "Waive up to 20 (agents only).",
    "Waive 20. Do not share with customers.",
    "Waive 20. For internal use only.",
    "This section is for agents only.",
    "The code is WV-12. Not for customers.",
    "| Internal note | waive",
    "Steps > **Internal note:** waive",
    "text ## Internal notes secret",
    "internal-note: x",
    "Internal_Note: x",
    "**Internal note**",
    "Internal notes",
    "*Internal note:* x",
    "_Internal note_: x",
    "***Internal note:*** x",
    "<b>Internal note:</b> x",
    "Note for agents: waive",
    "Agent note: waive",
    "**Confidential:** x",
    "Internal&nbsp;note: x",
    "**Internal Note** waive 20",
    ": Internal note: x",
    "**Note (internal):** waive",
    "Note (internal): waive",
    "Tip (agents only): waive 20",
    "Internal comment: x",
    "Waive 20 (internal)",
    "Never show this to the customer.",
    "- [ ] Internal note: x",
    "**Note – internal only:** waive",
    "**INTERNAL USE ONLY** waive",
    "Staff only: x",
    "For internal use: waive",
    "**For agents:** waive",
    "Note to agents: waive",
    "Internal info: waive",
    "Internal note ‒ waive",
]
MENTIONS = [
    "Internal notes are visible to agents in the sidebar.",
    "Leave an internal note when you call.",
    "The internal battery lasts 5 hours.",
    "Internal storage is full",
    "Internal flights are cheap.",
    "**Internal** storage fills first",
    "The (internal) battery is fixed.",
    "Our agents only see the last four digits.",
    "This offer is not for customers outside the EU.",
    "Not for internal use. Apply to the skin.",
    "You cannot share your password with customers.",
    "Staff will help you.",
    "For staff discounts, ask the shop.",
    "Confidential papers are shredded.",
    "Your call is confidential.",
    "For our team, quality matters.",
    "For customers only: bring the card.",
    "Internal transfers take a day.",
    "Never share your card with staff.",
    "Team members can add an internal comment to a ticket.",
    "You will not be sent to customers",
    "We do not show customers ads.",
    "Do not send customers to strangers' doors.",
    "The internal server error 500 means we are down.",
    "Only one agent is free.",
    "We will never send customers a link.",
    "- Internal temperature must reach 74 °C.",
]


def public_text(body: str, title: str = "Refunds") -> str:
    chunks = chunk_article(normalise(article("a", body, title=title)))
    return "\n".join(chunk.text for chunk in chunks if not chunk.internal)


@pytest.mark.parametrize(("name", "body"), [*MARKDOWN, *HTML], ids=lambda value: value[:20])
def test_what_is_marked_is_hidden_and_the_rest_is_not(name: str, body: str) -> None:
    shown = public_text(body)
    assert "WV-12" not in shown
    for public in ("Public a", "Public b", "Public c"):
        assert (public in shown) == (public in body)


@pytest.mark.parametrize("line", LABELS)
def test_a_label_is_seen(line: str) -> None:
    assert find_mark(line, quoted=line.lstrip().startswith(">")) is not None


@pytest.mark.parametrize("line", MENTIONS)
def test_a_mention_is_no_label(line: str) -> None:
    assert find_mark(line) is None
    assert line.replace("*", "").lstrip("- ")[:15] in public_text(line)


@pytest.mark.parametrize(
    "title", ["Internal notes", "INTERNAL: refunds", "Refunds (agents only)", "For agents only", "Not for customers"]
)
def test_a_title_that_says_so_hides_the_article(title: str) -> None:
    assert heads_internal_text(title)
    assert public_text("The code is WV-12.", title=title) == ""


@pytest.mark.parametrize("title", ["Internal storage is full", "Internal flights", "External and internal drives"])
def test_a_title_about_something_inside_hides_nothing(title: str) -> None:
    assert not heads_internal_text(title)


def test_names_of_classes_and_links() -> None:
    assert all(
        map(is_internal_class, ["internal", "note-internal", "internalNote", "agents_only", "not-for-customers"])
    )
    assert not any(map(is_internal_class, ["internal-link", "external", "international", "agent", "staffroom"]))
    assert "See the guide" in public_text('<p>See <a class="reference internal" href="x">the guide</a>.</p><p>Bye</p>')


@given(
    before=st.lists(
        st.sampled_from(["Text.", "- item", "> quote", "| a | b |", "```", "## Head", "", "1. step"]), max_size=6
    ),
    note=st.lists(st.sampled_from(["WV-12", "more WV-12", "# WV-12", "- WV-12", "    WV-12"]), min_size=1, max_size=4),
    after=st.lists(st.sampled_from(["Text.", "- item", "", "> quote", "~~~"]), max_size=4),
)
def test_a_quoted_note_is_hidden_wherever_it_stands(before: list[str], note: list[str], after: list[str]) -> None:
    lines = [*before, "", "> **Internal note:** WV-12", *(f"> {line}" for line in note), "", *after]
    assert "WV-12" not in public_text("\n".join([*lines, "End."]))


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["> Internal note: x\n\n", "- Internal:\n", "::: internal\n", "| a | internal |\n"])
def test_marks_many_times_over_are_read_in_time(piece: str) -> None:
    assert "x" not in public_text(piece * (200_000 // len(piece)) + "\n\n## End")


def test_a_snapshot_of_an_earlier_version_no_longer_shows_what_it_overlooked(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put(article("kettle", "Descale the kettle.\n\n> Internal note: waive it with WV-12."))
    store.put(article("toaster", "Empty the toaster."))
    base = open_base(tmp_path, store)
    base.rebuild(QuietJob())
    (manifest,) = tmp_path.glob("*/manifest.json")
    manifest.write_text(manifest.read_text().replace('"chunker": "2"', '"chunker": "1"'), encoding="utf-8")
    chunks = manifest.parent / "chunks.jsonl"
    old = chunks.read_bytes()
    chunks.write_bytes(old.replace(b"true", b"false"))
    files = json.loads(manifest.read_text())
    files["files"]["chunks.jsonl"] = hashlib.sha256(chunks.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(files), encoding="utf-8")
    again = open_base(tmp_path, store)
    for hit in again.search(ArticleQuery(text="kettle waive it with WV-12", limit=5)).hits:
        assert not any("WV-12" in passage.text for passage in hit.public_passages)
    assert sorted(found(again, "kettle toaster")) == ["kettle", "toaster"]
