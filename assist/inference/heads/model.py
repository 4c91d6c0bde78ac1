"""The heads as served: first stage per message, neighbours second, then sentences and the whole conversation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Message, Transcript
from assist.core.encoding import FloatArray, HeadScores, Sentence, TalkScores
from assist.core.vocabulary import ACTS, SENTIMENTS
from assist.inference.artifacts import Artifact, load_artifact
from assist.inference.heads.context import (
    end_features,
    end_rows,
    mood_features,
    neighbour_context,
    start_rows,
    status_features,
)
from assist.inference.heads.cues import cues, word_buckets
from assist.inference.heads.features import last_of_same_side, surface_features
from assist.inference.heads.incremental import IncrementalEnsemble
from assist.inference.heads.network import Ensemble, Linear, Scaler, sigmoid, softmax
from assist.inference.heads.newest import alone_chances, asks, is_unsettled, newest_features, newest_said, opinions
from assist.inference.heads.second import (
    ACTS_WEIGHT,
    SALIENCE_WEIGHT,
    SURFACE,
    VECTORS,
    SecondStage,
    SentenceRows,
)
from assist.inference.heads.signs import read_signs, sign_features
from assist.inference.heads.traits import LAYER_ARRAYS, TraitReader, both
from assist.inference.heads.valence import valence

FIRST_SHARE = 0.5  # both stages count the same; chosen by cross-validation
_OTHER = np.array([act == "other" for act in ACTS], dtype=np.float32)
# A customer does not ask as an agent does, and the other way round.
_AS_AGENT, _AS_CUSTOMER = (
    np.array([act != barred for act in ACTS], dtype=np.float32) for barred in ("question_customer", "question_agent")
)
_POSITIVE = np.array([mood == "positive" for mood in SENTIMENTS])


class TrainedHeads:
    """numpy forward pass over the arrays of models/artifacts/heads.

    `traits`: a second opinion on acts and moods, where the encoder gives any.
    """

    def __init__(self, artifact: Artifact, small_talk: Artifact, traits: Artifact | None = None) -> None:
        # rows of the word table are gathered: in column order, as trained, that is five times slower
        a = {key: np.ascontiguousarray(array, dtype=np.float32) for key, array in artifact.arrays.items()}
        self._version = "+".join(one.version for one in (artifact, small_talk, traits) if one is not None)
        self._small_talk = Linear(small_talk.arrays["weights"], small_talk.arrays["bias"])
        self._small_talk_together = Linear(small_talk.arrays["together"], small_talk.arrays["together_bias"])
        settings = small_talk.manifest["settings"]
        self._silent_from = float(settings["threshold"]), float(settings["threshold_without_traits"])
        self._dims = int(artifact.manifest["dims"])
        self._traits = None if traits is None else TraitReader(traits, self._dims)
        self._scaler = Scaler(4 * self._dims, a["mean"], a["deviation"])
        self._even = float(artifact.manifest["settings"]["salience_threshold"])
        ensemble = Ensemble(a["hidden"], a["words"], a["bias"], a["out"], a["out_bias"])
        self._first = IncrementalEnsemble(ensemble, self._dims)
        acts, salience, sentence = (
            Linear(a[f"{name}_weights"], a[f"{name}_bias"]) for name in ("acts", "salience", "sentence")
        )
        self._second = SecondStage(acts, salience, sentence, dims=self._dims, first=a["out_bias"].shape[-1])
        self._start = Linear(a["start_weights"], a["start_bias"])
        self._end = Linear(a["end_weights"], a["end_bias"])
        self._status = Linear(a["status_weights"], a["status_bias"])

    @property
    def version(self) -> str:
        """Name and hash of the artifact."""
        return self._version

    def read_ahead(self, message: Message, sentences: Sequence[str]) -> None:
        """Everything here that reads words alone remembers it by text."""
        for text in (message.text, *sentences):
            cues(text)
        word_buckets(message.text, message.side)
        valence(message.text)
        read_signs(message.text, message.side)

    def score(
        self,
        transcript: Transcript,
        sentences: Sequence[Sentence],
        message_vectors: FloatArray,
        sentence_vectors: FloatArray,
        message_traits: FloatArray,
    ) -> HeadScores:
        """Scores of every message and sentence; vectors as in `Conversation`."""
        messages = transcript.messages
        same_side = last_of_same_side(messages)
        context = surface_features(transcript, same_side)
        surface = self._scaler.scaled(context)
        keys = [row.tobytes() for row in message_vectors]
        words = [word_buckets(message.text, message.side) for message in messages]
        first = first_probabilities(self._first.logits(message_vectors, keys, same_side, surface, words))
        rows = SentenceRows.of(sentences, len(messages))
        act_logits, salience_logits, partial = self._second.read(
            first, surface, message_vectors, rows, sentence_vectors
        )
        acts = FIRST_SHARE * first[:, : len(ACTS)] + (1 - FIRST_SHARE) * softmax(act_logits)
        by_role = np.where([[message.role == "customer"] for message in messages], _AS_CUSTOMER, _AS_AGENT)
        unspoken = [row for row, message in enumerate(messages) if message.role == "system" or message.internal]
        acts = _by_role(acts.astype(np.float32), by_role, unspoken)
        salience = FIRST_SHARE * first[:, -1] + (1 - FIRST_SHARE) * sigmoid(salience_logits)
        salience = np.where([m.role == "system" for m in messages], salience * 0.3, salience)
        told = acts
        if self._traits is not None and message_traits.shape[1]:
            read = self._traits.acts(message_vectors, keys, same_side, context, message_traits)
            told = both(acts, _by_role(read, by_role, unspoken))
        return HeadScores(
            acts=told,
            salience=even_odds(salience, self._even),
            sentence_salience=self._second.sentences(rows, partial, context, acts, salience),
            read_talk=lambda: self._score_talk(transcript, message_vectors, message_traits, acts),
        )

    def _score_talk(
        self, transcript: Transcript, vectors: FloatArray, traits: FloatArray, acts: FloatArray
    ) -> TalkScores:
        """`acts` (m, 12): of the heads alone, without the traits."""
        began, ended = start_rows(transcript), end_rows(transcript)
        start = _chances(self._start, mood_features(transcript, vectors, acts, began))
        signs = sign_features(transcript, acts)
        end = _chances(self._end, end_features(transcript, vectors, acts, signs))
        if self._traits is not None and traits.shape[1]:
            start, end = both(start, self._traits.start(traits, began)), both(end, self._traits.end(traits, ended))
        if is_unsettled(transcript.messages[ended[-1]].text):
            end = np.where(_POSITIVE, 0.0, end / end[~_POSITIVE].sum()).astype(np.float32)
        return TalkScores(
            sentiment_start=start,
            sentiment_end=end,
            status=_chances(self._status, status_features(transcript, vectors, signs)),
            small_talk=self._is_small_talk(transcript, vectors, traits),
        )

    def _is_small_talk(self, transcript: Transcript, vectors: FloatArray, traits: FloatArray) -> float:
        """One half at the threshold that was chosen in training."""
        newest = newest_said(transcript.messages)
        if newest is None or is_unsettled(transcript.messages[newest].text):
            return 0.0
        own = sigmoid(self._small_talk(newest_features(transcript, vectors, newest)[None]))[:, 0]
        together, alone = self._silent_from
        if self._traits is None or not traits.shape[1]:
            asked = np.array([asks(transcript.messages[newest].text, transcript.channel)])
            return float(even_odds(alone_chances(own, asked), alone)[0])
        theirs, acts = self._traits.small_talk(traits[newest][None]), self._traits.acts_alone(traits[: newest + 1])
        inputs = opinions(transcript, newest, float(own[0]), float(theirs[0]), acts)
        return float(even_odds(sigmoid(self._small_talk_together(inputs[None]))[:, 0], together)[0])


def load_heads(models_dir: Path) -> TrainedHeads:
    """The packaged heads. Raises ConfigurationError when they are missing or damaged."""
    artifacts = models_dir / "artifacts"
    # The layers themselves are in the encoder's graphs already.
    folder = artifacts / "traits"
    traits = load_artifact(folder, without=LAYER_ARRAYS) if folder.is_dir() else None
    return TrainedHeads(load_artifact(artifacts / "heads"), load_artifact(artifacts / "small_talk"), traits)


def first_probabilities(logits: FloatArray) -> FloatArray:
    """(m, 13) from the members' logits (k, m, 13)."""
    acts = softmax(logits[:, :, : len(ACTS)]).mean(axis=0)
    salience = sigmoid(logits[:, :, len(ACTS) :]).mean(axis=0)
    return np.concatenate([acts, salience], axis=1).astype(np.float32)


def second_stage_features(vectors: FloatArray, first: FloatArray, edges: FloatArray, surface: FloatArray) -> FloatArray:
    """(m, F2): neighbours' probabilities, place and cues (`surface`), vectors of message and outer sentences."""
    plain = [neighbour_context(first) * SURFACE, surface * SURFACE]
    return np.concatenate([*plain, edges * VECTORS, vectors * VECTORS], axis=1).astype(np.float32)


def surface_of(second: FloatArray, dims: int) -> FloatArray:
    """The columns of the second stage that are no vectors: vectors help acts, not salience."""
    return second[:, : -3 * dims]


def even_odds(chance: "FloatArray | NDArray[Any]", threshold: float) -> FloatArray:
    """Chances moved on the log-odds scale so that `threshold` becomes one half, the same order as before."""
    bounded = np.minimum(np.maximum(chance, 1e-6), 1 - 1e-6)
    odds = bounded / (1 - bounded) * ((1 - threshold) / threshold)
    return (odds / (1 + odds)).astype(np.float32)


def _chances(head: Linear, features: FloatArray) -> FloatArray:
    return softmax(head(features[None]))[0]


def sentence_inputs(
    own: FloatArray, rows: NDArray[np.int64], acts: FloatArray, salience: "FloatArray | NDArray[Any]"
) -> FloatArray:
    """(s, F3): sentence features beside the acts and salience of the message."""
    return np.concatenate([own, acts[rows] * ACTS_WEIGHT, salience[rows, None] * SALIENCE_WEIGHT], axis=1).astype(
        np.float32
    )


def _by_role(acts: FloatArray, by_role: FloatArray, unspoken: Sequence[int]) -> FloatArray:
    """(m, 12) chances of what each role may say, 1 or 0 in `by_role`; what is `unspoken`, system lines and notes, is
    `other`."""
    found = acts * by_role
    if unspoken:
        found[unspoken] = _OTHER
    return np.asarray(found / np.add.reduce(found, axis=1, keepdims=True), dtype=np.float32)
