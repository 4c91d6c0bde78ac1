"""Thousands of random edits, imports, deletions, rebuilds, rollbacks, restarts and kills on two workers, held against a
plain dictionary of what is published: nothing that was taken out may ever be found again."""

import random
from pathlib import Path

import pytest

from assist.core.ports import ArticleQuery, JobCancelled
from assist.inference.bulk import InlineBulkEncoder
from assist.inference.fakes import FakeEncoder
from assist.knowledge.base import KnowledgeBase
from assist.store.memory import InMemoryArticleStore
from tests.knowledge.helpers import QuietJob, article, found

WORDS = ("invoice", "router", "roaming", "passport", "boiler", "parcel", "mortgage", "headphone")
ARTICLES = 40
STEPS = 1_000


class World:
    """The store, two workers over one index folder, and the model."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.root = root
        self.store = InMemoryArticleStore()
        self.encoder = FakeEncoder(16)
        self.workers = [self.opened(), self.opened()]
        self.published: dict[str, str] = {}
        self.step = 0

    def opened(self) -> KnowledgeBase:
        """A worker as a server starts it."""
        return KnowledgeBase(
            root=self.root,
            encoder=self.encoder,
            articles=self.store,
            snapshots_kept=3,
            bulk=InlineBulkEncoder(self.encoder),
            patience_s=0.0,
        )

    def edit(self) -> None:
        """One article in any state."""
        name = f"a{self.chance.randrange(ARTICLES)}"
        known = self.store.get(name)
        state = self.chance.choice(["published", "published", "draft", "archived"])
        if known is None and self.chance.random() < 0.1:
            state = "approved"
        # The step's number makes the text its own; sometimes the text stays and only the title or a tag changes.
        body = known.article.body if known and self.chance.random() < 0.3 else f"{self.word()} number {self.step}"
        self.store.put(article(name, body, state=state, tags=[self.word()], title=f"About {self.word()}"))
        self.published.pop(name, None)
        if state == "published":
            self.published[name] = body

    def bulk(self) -> None:
        """Many at once."""
        names = self.chance.sample(range(ARTICLES), 20)
        texts = {f"a{number}": f"{self.word()} import {self.step}.{number}" for number in names}
        self.store.put_many([article(name, body) for name, body in texts.items()])
        self.published |= texts

    def delete(self) -> None:
        """One article for good."""
        name = f"a{self.chance.randrange(ARTICLES)}"
        self.store.delete(name)
        self.published.pop(name, None)

    def rebuild(self) -> None:
        """By either worker; sometimes cut off."""
        cut = 1 if self.chance.random() < 0.2 else None
        try:
            self.worker().rebuild(QuietJob(cancel_after=cut), dry_run=self.chance.random() < 0.2)
        except JobCancelled:
            assert cut is not None

    def roll_back(self) -> None:
        """To any kept snapshot."""
        worker = self.worker()
        history = worker.status()["history"]
        if history:
            worker.rollback(self.chance.choice(history)["snapshot"])

    def restart(self) -> None:
        """A worker dies and comes back."""
        self.workers[self.chance.randrange(2)] = self.opened()

    def worker(self) -> KnowledgeBase:
        """Any."""
        return self.chance.choice(self.workers)

    def word(self) -> str:
        """Any."""
        return self.chance.choice(WORDS)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_found_is_exactly_what_is_published(tmp_path: Path, seed: int) -> None:
    world = World(tmp_path, seed)
    actions = [world.edit] * 55 + [world.delete] * 20 + [world.bulk] * 2
    actions += [world.rebuild] * 8 + [world.roll_back] * 8 + [world.restart] * 7
    for step in range(STEPS):
        world.step = step
        world.chance.choice(actions)()
        if step % 5 == 0:
            for worker in world.workers:
                while worker.refresh():
                    pass
                assert shown(worker) == world.published, f"step {step}"
        else:
            # Between refreshes nothing that was deleted or changed may come back from an older snapshot.
            world.worker().refresh()
    fresh = world.opened()
    while fresh.refresh():
        pass
    assert shown(fresh) == world.published
    for word in WORDS:
        hits = fresh.search(ArticleQuery(text=word, limit=50)).hits
        assert {hit.article.id: hit.article.body for hit in hits}.items() <= world.published.items()
    assert set(found(fresh, "number import")) <= world.published.keys()


def shown(base: KnowledgeBase) -> dict[str, str]:
    """Text by id of everything that a search could find; each id once."""
    live = [
        one.article
        for segment, mask in zip(base.view.segments, base.view.live, strict=True)
        for one, alive in zip(segment.articles, mask, strict=True)
        if alive
    ]
    assert len(live) == len({one.id for one in live})
    return {one.id: one.body for one in live}
