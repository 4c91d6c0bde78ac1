"""Composition, the only place that reads settings: parts take plain values and other parts."""

import gc
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from assist.build_encoder import build_encoder
from assist.copilot.golden import authored_queries, mined_queries
from assist.copilot.history import import_history
from assist.copilot.imports import import_replies
from assist.copilot.pipeline import Copilot
from assist.copilot.refresher import Refresher
from assist.copilot.replies import ApprovedReplies, ReplyMemory, ReplyModels, ReplySuggester
from assist.copilot.replies.harvest import PastConversation, harvest
from assist.copilot.replies.learning import Judged, learn
from assist.copilot.replies.passages import PassageModel
from assist.copilot.shared_search import SharedSearch
from assist.core.conversation import Message, Transcript
from assist.core.errors import ConfigurationError, Unavailable
from assist.core.ports import ApprovedReplyRepository, ArticleRepository, BulkEncoder, Heads, JobContext
from assist.core.reports import ImportReport
from assist.core.resources import models_dir
from assist.core.sessions import Session
from assist.core.settings import Settings
from assist.inference.artifacts import load_artifact
from assist.inference.factory import open_bulk_encoder
from assist.inference.standing import StandingTexts
from assist.inference.vector_cache import CachedEncoder
from assist.knowledge.base import KnowledgeBase
from assist.knowledge.calibration import Calibration
from assist.knowledge.dense import GrowingVectorIndex
from assist.knowledge.imports import import_articles, load_upload
from assist.knowledge.ranking import Fusion
from assist.store.api_keys import ApiKeyStore
from assist.store.approved_replies import ApprovedReplyStore
from assist.store.articles import ArticleStore
from assist.store.card_outcomes import CardOutcomes
from assist.store.database import Database
from assist.store.golden_queries import GoldenQueryStore
from assist.store.jobs import JobRunner
from assist.store.reply_memory import ReplyMemoryStore

# A talk of both sides, whose verbs have to be inflected: the lexicon takes a second to load.
_WARM_UP = (
    Message(role="customer", text="Hello, my order has not arrived yet. Can you tell me where it is?"),
    Message(role="agent", text="I checked it: it leaves tomorrow, and you can send it back. Did you get our e-mail?"),
    Message(role="customer", text="Yes, I received it and it says that my parcel was sent on Monday."),
)
PATIENCE_S = 0.5  # how long a server indexes waiting articles before it looks for newer ones
PROBE_EVERY_S = 10.0  # how long one answer of the encoder counts as "answered recently"


@dataclass(slots=True)
class Engine:
    """Every part of the product, ready to work. Close it to finish running jobs and give locks back."""

    settings: Settings
    encoder: CachedEncoder
    heads: Heads
    database: Database
    keys: ApiKeyStore
    articles: ArticleRepository
    approved: ApprovedReplyRepository
    golden_queries: GoldenQueryStore
    card_outcomes: CardOutcomes
    jobs: JobRunner
    knowledge: KnowledgeBase
    memory: ReplyMemory
    replies: ReplySuggester
    copilot: Copilot
    refresher: Refresher
    _encoder_answered: float = field(default=float("-inf"))

    def generation(self) -> str:
        """Names all state, besides the request itself, that an answer depends on. Read from memory only."""
        return f"{self.knowledge.stamp}|{self.memory.generation}|{self.replies.generation}"

    def rebuild(self, context: JobContext, *, dry_run: bool = False, gate: bool = True) -> dict[str, Any]:
        """Rebuild the index under the gate of authors' golden queries and of accepted cards; the job's report."""
        queries = [
            *authored_queries(self.golden_queries.all(), self.copilot.analyze),
            *mined_queries(self.card_outcomes.accepted(), self.copilot.analyze),
        ]
        report = self.knowledge.rebuild(context, dry_run=dry_run, gate=gate, golden=queries)
        context.report(done=report["passages"], total=report["passages"], unit="passages")
        settle_heap()
        return report

    def index_status(self) -> dict[str, Any]:
        """What is served, with the golden-query report under which it was switched to."""
        return self.knowledge.status()

    def index_state(self) -> Literal["ready", "empty", "degraded"]:
        """`degraded`: the snapshot that should be served could not be read, an older one or none is."""
        if self.knowledge.problem is not None:
            return "degraded"
        return "ready" if self.knowledge.count else "empty"

    def import_articles(self, paths: Sequence[Path], context: JobContext, *, author: str | None = None) -> ImportReport:
        """Store the articles of files, folders and archives."""
        loaded = (one for path in paths for one in load_upload(path.name, path))
        return import_articles(loaded, self.articles, context, author=author)

    def import_replies(self, paths: Sequence[Path], context: JobContext) -> ImportReport:
        """Store the approved replies of JSONL files."""
        return import_replies([(path.name, path) for path in paths], self.approved, context)

    def import_history(self, paths: Sequence[Path], context: JobContext) -> ImportReport:
        """Remember how agents answered in past conversations; files of JSON, JSONL, CSV or a transcript format."""
        files = [(path.name, path) for path in paths]
        return import_history(files, self.memory, self.encoder, context)

    def remember_session(self, session: Session, transcript: Transcript) -> None:
        """Let a closed session feed the reply memory, where its team's policy permits."""
        policy = self.memory.policy(session.team)
        if policy is not None and not policy.remember:
            return
        talk = PastConversation(
            id=session.id,
            messages=transcript.messages,
            channel=transcript.channel,
            agent_id=session.agent_id,
            team=session.team,
            customer_id=session.customer.id if session.customer else None,
            customer_name=session.customer.name if session.customer else None,
            at=session.closed_at,
        )
        self.memory.add(harvest([talk], encoder=self.encoder, towers=self.memory.towers))

    def learn_reply(self, judged: Judged) -> None:
        """Let feedback on a suggested reply change the ranking, and propose wording that agents agree on."""
        if learn(judged, self.memory, self.approved) is not None:
            self.refresher.wake()

    def erase_memory(self, sessions: Sequence[str], customer_id: str | None, agent_id: str | None) -> int:
        """Take what came from these out of the reply memory; how many replies went."""
        return self.memory.erase(conversations=sessions, customer_id=customer_id, agent_id=agent_id)

    def warm_up(self) -> None:
        """Load what features load at first use, so that no caller waits for it."""
        try:
            self.copilot.assist(Transcript(messages=_WARM_UP))
        finally:
            settle_heap()

    def check_encoder(self) -> None:
        """Raises Unavailable when the encoder does not answer; asks it at most every ten seconds."""
        if time.monotonic() - self._encoder_answered < PROBE_EVERY_S:
            return
        if self.encoder.encode(["ready?"]).shape != (1, self.encoder.info.dims):
            raise Unavailable("the encoder gives vectors of a wrong shape")
        self._encoder_answered = time.monotonic()

    def close(self) -> None:
        """Cancel jobs, stop refreshing, close encoder and database."""
        self.jobs.close()
        self.refresher.close()
        self.encoder.close()
        self.database.close()


def build_engine(settings: Settings, *, serving: bool = True, encoder: CachedEncoder | None = None) -> Engine:
    """The engine that the settings describe. `serving`: hold the data folder's lock (short commands do not).

    `encoder`: one that is open already (several engines may share it). Raises ConfigurationError naming the setting to
    change.
    """
    encoder = encoder or build_encoder(settings)
    database = open_database(settings, serving=serving)
    articles, approved = ArticleStore(database), ApprovedReplyStore(database)
    trained = load_artifact(models_dir() / "artifacts" / "articles").arrays
    knowledge = KnowledgeBase(
        root=settings.index_dir,
        encoder=encoder,
        articles=articles,
        snapshots_kept=settings.snapshots_kept,
        fusion=Fusion.from_arrays(trained),
        calibration=Calibration.from_arrays(trained),
        bulk=open_bulk(settings, encoder) if serving else None,
        patience_s=PATIENCE_S if serving else None,
    )
    heads = _open_heads(settings)
    models = ReplyModels.load(_trained("replies"), dims=encoder.info.dims)
    memory = ReplyMemory(ReplyMemoryStore(database), GrowingVectorIndex, models.towers.narrowed())
    wordings = ApprovedReplies(approved, StandingTexts(encoder, settings.data_dir / "vectors" / "approved-replies.npz"))
    search = SharedSearch(knowledge, stamp=lambda: knowledge.stamp)
    replies = ReplySuggester(
        memory,
        wordings,
        search,
        encoder,
        calibration=models.calibration,
        ranking=models.ranking,
        towers=models.towers,
        passages=PassageModel.load(_trained("passages"), dims=encoder.info.dims),
    )
    for read in (memory.refresh, wordings.refresh):
        read()
    return Engine(
        settings=settings,
        encoder=encoder,
        heads=heads,
        database=database,
        keys=ApiKeyStore(database),
        articles=articles,
        approved=approved,
        golden_queries=GoldenQueryStore(database),
        card_outcomes=CardOutcomes(database),
        jobs=JobRunner(database),
        knowledge=knowledge,
        memory=memory,
        replies=replies,
        copilot=Copilot(encoder=encoder, heads=heads, search=search, replies=replies),
        refresher=Refresher([knowledge.refresh, memory.refresh, wordings.refresh]),
    )


def settle_heap() -> None:
    """Tell the garbage collector that what is loaded stays.

    Measured with 96 articles: looking through models and index again stopped every thread for 94 ms, every few
    hundred requests.
    """
    gc.enable()  # `assist serve` starts with it off
    gc.collect()
    gc.freeze()


def open_database(settings: Settings, *, serving: bool = True) -> Database:
    """The database, at this version."""
    url = settings.database_url or f"sqlite:///{settings.data_dir / 'assist.db'}"
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        database = Database.open(url, synchronous=settings.sqlite_synchronous, serving=serving)
    except OSError as error:
        raise ConfigurationError(
            f"nothing can be stored in {settings.data_dir} ({error.strerror}): set ASSIST_DATA_DIR to another folder"
        ) from error
    database.migrate()
    return database


def open_bulk(settings: Settings, encoder: CachedEncoder) -> BulkEncoder | None:
    """The encoder's twin for rebuilds beside a server; None where there is none."""
    return open_bulk_encoder(
        backend=settings.encoder_backend,
        model=settings.encoder_model,
        models_dir=models_dir(),
        cache_dir=settings.cache_dir,
        threads=settings.encoder_threads,
        dims=encoder.info.dims,
    )


def _trained(name: str) -> Mapping[str, Any]:
    """The weights of an artifact; none where it is not packaged."""
    folder = models_dir() / "artifacts" / name
    return load_artifact(folder).arrays if folder.is_dir() else {}


def _open_heads(settings: Settings) -> Heads:
    if settings.encoder_backend == "fake":
        from assist.inference.fakes import NullHeads

        return NullHeads()
    from assist.inference.heads.model import load_heads

    return load_heads(models_dir())
