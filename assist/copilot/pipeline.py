"""The product as one class: a transcript in, the four features out, each stamped with its outcome."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from assist.copilot.ahead import read_ahead, read_words
from assist.copilot.analysis import analyze, recent, spanned
from assist.copilot.articles import search_articles, suggest_articles
from assist.copilot.case_draft import draft_case
from assist.copilot.languages import speaks_supported_language
from assist.copilot.options import ArticleOptions, AssistOptions, CaseOptions, ReplyOptions, SummaryOptions
from assist.copilot.replies import ReplySuggester
from assist.copilot.summary import summarize
from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.core.ports import ArticleSearch, Encoder, Heads
from assist.core.replies import NO_REFUSALS, RefusedCards, ReplySession
from assist.core.results import Articles, Assistance, CaseDraft, Outcome, Replies, Summary, Versions

RETRIEVAL_MESSAGES = 18  # FEATURES.md: context of replies and articles; summaries and drafts read everything

Source = Transcript | Conversation
Result = TypeVar("Result", bound=Outcome)


class Copilot:
    """Every call takes a transcript, or a conversation that `analyze` already encoded. Thread-safe."""

    def __init__(self, *, encoder: Encoder, heads: Heads, search: ArticleSearch, replies: ReplySuggester) -> None:
        self._encoder = encoder
        self._heads = heads
        self._search = search
        self._replies = replies

    def analyze(self, transcript: Transcript) -> Conversation:
        """Encode, score and read, for several features to come. Messages that were seen before cost nothing again."""
        conversation = self._encoded(transcript)
        read_words(transcript)  # after the encoder, beside which somebody may read them ahead
        return conversation

    def encode_ahead(self, texts: Sequence[str]) -> None:
        """Encode messages that a later `analyze` will need."""
        self._encoder.encode_spans([spanned(text) for text in texts])

    def read_ahead(self, transcript: Transcript) -> None:
        """Read the words that later features will need, while somebody else waits for `analyze`."""
        read_ahead(transcript, self._heads)

    def summarize(self, source: Source, options: SummaryOptions | None = None) -> Summary:
        """What has happened so far, over the whole conversation."""
        chosen = options or SummaryOptions()
        return self._run(
            source,
            Summary,
            lambda talk: summarize(
                talk,
                moment=chosen.moment,
                sections=chosen.sections,
                max_words=chosen.max_words,
                encoder=self._encoder,
            ),
        )

    def suggest_replies(
        self, source: Source, options: ReplyOptions | None = None, *, session: ReplySession | None = None
    ) -> Replies:
        """What to say next; `session`: what was suggested before, and whose it is."""
        chosen = options or ReplyOptions()
        return self._run(
            source,
            Replies,
            lambda talk: self._replies.suggest(
                talk,
                limit=chosen.limit,
                tone=chosen.tone,
                length=chosen.length,
                agent_id=chosen.agent_id,
                team=chosen.team,
                session=session or ReplySession(),
            ),
        )

    def draft_case(self, source: Source, options: CaseOptions | None = None) -> CaseDraft:
        """The structured note, over the whole conversation."""
        chosen = options or CaseOptions()
        return self._run(source, CaseDraft, lambda talk: draft_case(talk, known=chosen.case))

    def suggest_articles(
        self, source: Source, options: ArticleOptions | None = None, *, refused: RefusedCards = NO_REFUSALS
    ) -> Articles:
        """What to read, from the last messages; refused: cards that the agent said no to."""
        chosen = options or ArticleOptions()
        return self._run(
            source,
            Articles,
            lambda talk: suggest_articles(
                talk,
                self._search,
                limit=chosen.limit,
                min_score=chosen.min_score,
                filters=chosen.filters.as_filters(),
                refused=refused,
            ),
            last=RETRIEVAL_MESSAGES,
        )

    def search_articles(self, text: str, options: ArticleOptions | None = None) -> Articles:
        """Articles for a question in words."""
        chosen = options or ArticleOptions()
        started = time.perf_counter()
        found = search_articles(
            text,
            self._search,
            limit=chosen.limit,
            min_score=chosen.min_score,
            filters=chosen.filters.as_filters(),
        )
        versions = Versions(encoder=self._encoder.info.version, index=found.versions.index)
        return found.model_copy(update={"versions": versions, "timings_ms": {"total": _ms(started)}})

    def assist(self, transcript: Transcript, options: AssistOptions | None = None) -> Assistance:
        """Several features over one encoding; a feature that was not asked for is null."""
        chosen = options or AssistOptions()
        each = chosen.options
        talk = self.analyze(transcript)
        wanted = frozenset(chosen.features)
        return Assistance(
            summary=self.summarize(talk, each.summary) if "summary" in wanted else None,
            replies=self.suggest_replies(talk, each.replies) if "replies" in wanted else None,
            case_draft=self.draft_case(talk, each.case_draft) if "case_draft" in wanted else None,
            articles=self.suggest_articles(talk, each.articles) if "articles" in wanted else None,
        )

    def _run(
        self,
        source: Source,
        kind: type[Result],
        feature: Callable[[Conversation], Result],
        *,
        last: int | None = None,
    ) -> Result:
        """Encode unless done, run one feature, stamp its outcome."""
        timings: dict[str, float] = {}
        started = time.perf_counter()
        if isinstance(source, Transcript):
            source = self._encoded(source)  # one feature reads what it needs
            timings["encode"] = _ms(started)
        talk = source if last is None else recent(source, last)
        result = self._abstained(talk, kind) or feature(talk)
        timings["total"] = _ms(started)
        used = result.messages_used or len(talk.messages)
        # A feature that is to read the whole conversation, and read less of it, says so.
        shortened = {"degraded": True, "degraded_reason": "too_long"} if used < len(talk.messages) else {}
        return result.model_copy(
            update={
                **shortened,
                "messages_used": used,
                "last_message_id": talk.messages[-1].id,
                "versions": result.versions.model_copy(
                    update={"encoder": self._encoder.info.version, "heads": self._heads.version}
                ),
                "timings_ms": result.timings_ms | timings,
            }
        )

    def _encoded(self, transcript: Transcript) -> Conversation:
        return analyze(transcript, encoder=self._encoder, heads=self._heads)

    def _abstained(self, talk: Conversation, kind: type[Result]) -> Result | None:
        """The heads know English; other languages get no guesses."""
        if speaks_supported_language(talk.transcript):
            return None
        return kind(status="abstained", reason="language_unsupported")


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
