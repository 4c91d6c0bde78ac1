"""Rebuilds as their operator sees them: what is encoded again, what a kill costs, and what two processes may do."""

from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from assist.core.errors import Conflict
from assist.core.ports import JobCancelled
from assist.inference.bulk import InlineBulkEncoder
from assist.knowledge import vectors
from assist.knowledge.base import KnowledgeBase
from assist.knowledge.journal import NAME, VectorJournal
from assist.knowledge.locks import building
from assist.knowledge.vectors import BATCH, FEW
from assist.store.memory import InMemoryArticleStore
from tests.knowledge.helpers import CountingEncoder, QuietJob, article, found, open_base

MANY = 3 * BATCH


def filled(count: int) -> InMemoryArticleStore:
    store = InMemoryArticleStore()
    store.put_many([article(f"word{number}") for number in range(count)])
    return store


def open_serving(root: Path, store: InMemoryArticleStore, encoder: CountingEncoder) -> KnowledgeBase:
    """As a server opens it, which indexes nothing at once (patience 0) and encodes much in a process of its own."""
    bulk = InlineBulkEncoder(encoder)
    return KnowledgeBase(root=root, encoder=encoder, articles=store, bulk=bulk, patience_s=0.0)


def test_an_article_under_a_new_id_or_with_other_metadata_is_not_encoded_again(tmp_path: Path) -> None:
    store, encoder = filled(10), CountingEncoder()
    base = open_base(tmp_path, store, encoder=encoder)
    base.rebuild(QuietJob())
    first = store.get("word3")
    assert first is not None
    store.delete("word3")
    store.put(first.article.model_copy(update={"id": "renamed"}))
    store.put(article("word4", product="Kettles", tags=["tea"], audience="internal", locale="en-GB"))
    before = encoder.texts
    report = base.rebuild(QuietJob())
    assert (report["encoded"], encoder.texts - before) == (0, 0)
    assert (report["added"], report["removed"], report["changed"]) == (["renamed"], ["word3"], ["word4"])


def test_what_comes_back_after_an_archive_is_not_encoded_again(tmp_path: Path) -> None:
    store, encoder = filled(10), CountingEncoder()
    base = open_base(tmp_path, store, encoder=encoder)
    base.rebuild(QuietJob())
    store.put(article("word3", state="archived"))
    base.refresh()
    store.put(article("word3"))
    base.refresh()
    assert base.rebuild(QuietJob())["encoded"] == 0
    assert encoder.texts == 10


def test_a_cancelled_rebuild_goes_on_where_it_was(tmp_path: Path) -> None:
    store, encoder = filled(MANY), CountingEncoder()
    base = open_serving(tmp_path, store, encoder)
    with pytest.raises(JobCancelled):
        base.rebuild(QuietJob(cancel_after=2))
    done = encoder.texts
    assert 0 < done < MANY
    again = open_serving(tmp_path, store, encoder)
    at = encoder.texts
    assert again.rebuild(QuietJob())["articles"] == MANY
    assert encoder.texts - at == MANY - done
    assert not (tmp_path / NAME).exists()


def test_a_torn_or_foreign_journal_costs_no_more_than_its_torn_part(tmp_path: Path) -> None:
    keys, vectors = [f"{number:032x}" for number in range(3)], np.eye(3, 8, dtype=np.float32)
    with VectorJournal(tmp_path, encoder="e", dims=8) as journal:
        journal.append(keys[:2], vectors[:2])
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes() + b"torn")
    with VectorJournal(tmp_path, encoder="e", dims=8) as journal:
        assert list(journal.known) == keys[:2]
        journal.append(keys[2:], vectors[2:])
    with VectorJournal(tmp_path, encoder="e", dims=8) as journal:
        assert np.array_equal(np.stack(list(journal.known.values())), vectors)
    content = bytearray(path.read_bytes())
    content[-10] ^= 1
    path.write_bytes(content)
    with VectorJournal(tmp_path, encoder="e", dims=8) as journal:
        assert list(journal.known) == keys[:2]
    with VectorJournal(tmp_path, encoder="another", dims=8) as journal:
        assert journal.known == {}


def test_two_processes_never_build_at_once(tmp_path: Path) -> None:
    base = open_base(tmp_path, filled(3))
    with building(tmp_path), pytest.raises(Conflict, match="another process"):
        base.rebuild(QuietJob())
    assert base.rebuild(QuietJob())["articles"] == 3


def test_an_edit_during_a_rebuild_is_live_at_once_and_survives_the_switch(tmp_path: Path) -> None:
    store, encoder = filled(FEW + 40), CountingEncoder()
    base = open_serving(tmp_path, store, encoder)

    class Editing(QuietJob):
        def report(self, *, done: int, total: int, unit: str = "items") -> None:
            if not self.reports:
                store.put(article("word1", "Everything on zebras and their stripes."))
                store.delete("word2")
                base.refresh()
                assert found(base, "zebras stripes")[0] == "word1"
            super().report(done=done, total=total, unit=unit)

    base.rebuild(Editing())
    assert found(base, "zebras stripes")[0] == "word1"
    assert base.live_revision("word1") == 2
    assert base.live_revision("word2") is None
    assert base.count == FEW + 39


def test_a_large_import_does_not_keep_a_single_edit_waiting(tmp_path: Path) -> None:
    store, encoder = filled(5), CountingEncoder()
    base = open_serving(tmp_path, store, encoder)
    base.rebuild(QuietJob())
    store.put_many([article(f"bulk{number}") for number in range(200)])
    store.put(article("single", "Everything on zebras and their stripes."))
    base.refresh()
    assert base.live_revision("single") == 1
    assert base.status()["waiting"] > 0
    while base.refresh():
        pass
    assert base.count == 206


def test_a_database_put_back_from_a_backup_is_what_is_searched(tmp_path: Path) -> None:
    store = filled(3)
    base = open_base(tmp_path, store)
    store.put(article("word1", "Text after the backup."))
    store.put(article("later"))
    base.rebuild(QuietJob())
    backup = filled(3)
    for number in range(4):  # other changes under the same numbers
        backup.put(article("word2", f"Another text {number}."))
    again = open_base(tmp_path, backup)
    shown = {i: again.live_article(i) for i in ("word0", "word1", "word2", "later")}
    assert shown["later"] is None
    assert {i: a.article.body for i, a in shown.items() if a} == {
        record.article.id: record.article.body for record in backup.all_current()
    }


def test_searches_go_on_while_an_index_is_built(tmp_path: Path) -> None:
    store, encoder = filled(BATCH), CountingEncoder()
    base = open_serving(tmp_path, store, encoder)
    base.rebuild(QuietJob())
    seen: list[str] = []

    class Searching(QuietJob):
        def report(self, *, done: int, total: int, unit: str = "items") -> None:
            seen.append(found(base, "word7", limit=1)[0])
            super().report(done=done, total=total, unit=unit)

    store.put_many([article(f"more{number}") for number in range(2 * BATCH)])
    base.rebuild(Searching())
    assert len(seen) >= 2
    assert set(seen) == {"word7"}


def test_the_encoder_of_a_rebuild_is_closed_when_the_rebuild_is_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "FEW", BATCH)
    closed: list[bool] = []

    class Bulk(InlineBulkEncoder):
        @contextmanager
        def open(self):  # type: ignore[no-untyped-def]
            with super().open() as encode:
                try:
                    yield encode
                finally:
                    closed.append(True)

    encoder = CountingEncoder()
    base = KnowledgeBase(root=tmp_path, encoder=encoder, articles=filled(MANY), bulk=Bulk(encoder), patience_s=0.0)
    with pytest.raises(JobCancelled):
        base.rebuild(QuietJob(cancel_after=2))
    assert closed == [True]
