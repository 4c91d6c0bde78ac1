"""What authors and agents notice when articles change, indexes are rebuilt, rolled back or broken."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.core.errors import NotFound
from assist.core.golden import GoldenQuery
from assist.core.ports import ArticleFilters, ArticleQuery, JobBlocked, JobCancelled, SearchResult
from assist.store.memory import InMemoryArticleStore
from tests.knowledge.helpers import CountingEncoder, QuietJob, article, found, open_base

WORDS = ("invoice", "router", "roaming", "passport", "boiler", "parcel", "mortgage", "headphone")


def test_an_empty_index_says_so(tmp_path: Path) -> None:
    result = open_base(tmp_path, InMemoryArticleStore()).search(ArticleQuery(text="invoice"))
    assert result.empty
    assert result.hits == ()


def test_an_edited_article_is_found_by_its_new_words_and_not_by_its_old_text(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put_many([article(word) for word in WORDS])
    base = open_base(tmp_path, store)
    base.rebuild(QuietJob())
    store.put(article("invoice", "Everything on zebras and their stripes."))
    assert base.refresh()
    hits = base.search(ArticleQuery(text="zebras stripes", limit=1)).hits
    assert hits[0].article.id == "invoice"
    assert hits[0].revision == 2
    assert base.live_revision("invoice") == 2
    assert all("press invoice" not in hit.passage for hit in base.search(ArticleQuery(text="invoice", limit=50)).hits)


def test_a_rebuild_encodes_only_what_is_new(tmp_path: Path) -> None:
    store, encoder = InMemoryArticleStore(), CountingEncoder()
    store.put_many([article(word) for word in WORDS])
    base = open_base(tmp_path, store, encoder=encoder)
    base.rebuild(QuietJob())
    before = encoder.texts
    store.put(article("invoice", "Something new."))
    store.put(article("router", product="Home"))  # metadata only
    assert base.rebuild(QuietJob())["passages"] == len(WORDS)
    assert encoder.texts - before == 1


def test_a_broken_snapshot_leaves_the_previous_one_serving(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put(article("invoice"))
    base = open_base(tmp_path, store)
    first = base.rebuild(QuietJob())["snapshot"]
    store.put(article("router"))
    second = base.rebuild(QuietJob())["snapshot"]
    (tmp_path / second / "vectors.npy").write_bytes(b"torn")
    again = open_base(tmp_path, store)
    assert again.status()["snapshot"] == first
    assert second in (again.problem or "")
    assert set(found(again, "invoice router")) == {"invoice", "router"}  # the change since comes from the store


def test_another_worker_notices_a_rebuild(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put(article("invoice"))
    one, other = open_base(tmp_path, store), open_base(tmp_path, store)
    snapshot = one.rebuild(QuietJob())["snapshot"]
    assert other.refresh()
    assert other.stamp == one.stamp == snapshot
    assert not other.refresh()


def test_a_dry_run_reports_and_changes_nothing(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put_many([article("invoice"), article("router")])
    base = open_base(tmp_path, store)
    snapshot = base.rebuild(QuietJob())["snapshot"]
    store.put(article("boiler"))
    store.put(article("router", "Now on modems."))
    store.delete("invoice")
    report = base.rebuild(QuietJob(), dry_run=True)
    assert (report["added"], report["changed"], report["removed"]) == (["boiler"], ["router"], ["invoice"])
    assert base.status()["snapshot"] == snapshot


def test_a_cancelled_rebuild_keeps_the_old_index(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put_many([article(f"{word}-{n}") for word in WORDS for n in range(40)])
    base = open_base(tmp_path, store)
    with pytest.raises(JobCancelled):
        base.rebuild(QuietJob(cancel_after=0))
    assert base.status()["snapshot"] is None
    assert not list(tmp_path.glob("*.tmp"))


def test_a_clean_up_that_was_cut_off_leaves_no_half_snapshot_to_roll_back_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = InMemoryArticleStore()
    store.put(article("invoice"))
    base = open_base(tmp_path, store, kept=1)
    first = base.rebuild(QuietJob())["snapshot"]
    store.put(article("router"))
    with monkeypatch.context() as patched:
        patched.setattr("assist.knowledge.snapshot.shutil.rmtree", lambda path, **_: (path / "chunks.jsonl").unlink())
        base.rebuild(QuietJob())
    assert first not in {entry["snapshot"] for entry in base.status()["history"]}
    with pytest.raises(NotFound):
        base.rollback(first)
    base.rebuild(QuietJob())
    assert not list(tmp_path.glob("*.tmp"))


def test_rolling_back_to_an_unknown_snapshot_names_the_known_ones(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put(article("invoice"))
    base = open_base(tmp_path, store)
    snapshot = base.rebuild(QuietJob())["snapshot"]
    with pytest.raises(NotFound, match=snapshot):
        base.rollback("20000101T000000-000000")


def test_only_the_last_snapshots_are_kept(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put(article("invoice"))
    base = open_base(tmp_path, store, kept=2)
    for _ in range(4):
        base.rebuild(QuietJob())
    assert len(base.status()["history"]) <= 2 + 1  # the served one is never deleted


def test_filters_and_expiry_act_inside_the_search(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    past = datetime.now(UTC) - timedelta(days=1)
    store.put_many(
        [
            article("plain"),
            article("german", "plain plain plain", locale="de"),
            article("inside", "plain plain plain", audience="internal", tags=["billing"]),
            article("old", "plain plain plain", expires_at=past),
        ]
    )
    base = open_base(tmp_path, store)

    def ask(**filters: object) -> set[str]:
        query = ArticleQuery(text="plain", filters=ArticleFilters(**filters), limit=1)  # type: ignore[arg-type]
        return {hit.article.id for hit in base.search(query).hits}

    assert ask(locale="de-AT") == {"german"}
    assert ask(audience="internal") == {"inside"}
    assert ask(tags=("billing",)) == {"inside"}
    assert ask(tags=("none",)) == set()
    assert "old" not in found(base, "plain")


def test_a_filter_that_fits_leaves_an_articles_chance_as_it_is(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    topics = ("oven", "kiln", "lathe", "press", "mixer", "saw", "drill", "pump", "fan", "lamp", "forge", "loom")
    store.put_many([article(name, f"Clean the {name} with a soft cloth.", product=f"Ember {name}") for name in topics])
    base = open_base(tmp_path, store)

    def ask(product: str | None) -> SearchResult:
        return base.search(ArticleQuery(text="clean the kiln", filters=ArticleFilters(product=product), limit=1))

    free, fitting, wrong = ask(None), ask("Ember kiln"), ask("Ember lamp")
    assert free.hits[0].article.id == fitting.hits[0].article.id == "kiln"
    assert fitting.hits[0].score == pytest.approx(free.hits[0].score, abs=0.02)
    assert fitting.confidence == pytest.approx(free.confidence, abs=0.02)
    assert wrong.confidence < free.confidence


def test_near_duplicates_become_one_card(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    same = "Open the invoice page and press the button once."
    store.put_many(
        [
            article("one", same, title="Invoices"),
            article("two", same, title="Invoices"),
            article("router"),
        ]
    )
    base = open_base(tmp_path, store)
    (shown,) = {"one", "two"} & set(found(base, "invoice page"))
    without = base.search(ArticleQuery(text="invoice page", refused=frozenset({shown})))
    assert [hit.article.id for hit in without.hits] == ["router"]


def test_a_golden_query_for_an_article_that_is_not_there_is_named_although_nothing_changes(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put_many([article(word) for word in WORDS])
    golden = [GoldenQuery("q1", "invoice page", ("invoice",)), GoldenQuery("q2", "router page", ("ruoter",))]
    report = open_base(tmp_path, store).rebuild(QuietJob(), golden=golden)["golden"]
    assert (report["unpublished"], report["broken"]) == (["q2"], [])


def test_a_rebuild_that_breaks_golden_queries_is_stopped_and_names_them(tmp_path: Path) -> None:
    store = InMemoryArticleStore()
    store.put_many([article(word) for word in WORDS])
    base = open_base(tmp_path, store)
    snapshot = base.rebuild(QuietJob())["snapshot"]
    golden = [GoldenQuery("q1", "invoice page", ("invoice",)), GoldenQuery("q2", "router page", ("router",))]
    store.delete("invoice")
    with pytest.raises(JobBlocked) as stopped:
        base.rebuild(QuietJob(), golden=golden)
    assert stopped.value.result["golden"]["broken"] == ["q1"]
    assert base.status()["snapshot"] == snapshot
    assert base.rebuild(QuietJob(), golden=golden, gate=False)["golden"]["broken"] == ["q1"]
