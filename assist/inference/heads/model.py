"""The heads as served: first stage per message, neighbours second, then sentences and the whole conversation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Message, Transcript
from assist.core.encoding import FloatArray, HeadScores, Sentence
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
from assist.inference.heads.features import (
    Features,
    edge_vectors,
    last_of_same_side,
    message_features,
    sentence_features,
)
from assist.inference.heads.incremental import IncrementalEnsemble
from assist.inference.heads.network import Ensemble, Linear, Scaler, sigmoid, softmax
from assist.inference.heads.newest import alone_chances, asks, is_unsettled, newest_features, newest_said, opinions
from assist.inference.heads.signs import read_signs, sign_features
from assist.inference.heads.traits import LAYER_ARRAYS, TraitReader, both
from assist.inference.heads.valence import valence

FIRST_SHARE = 0.5  # both stages count the same; chosen by cross-validation
_POSITIVE = np.array([mood == "positive" for mood in SENTIMENTS])
_SURFACE, _VECTORS = 0.5, 6.0  # weights of neighbours, place and cues, and of vectors, in the second stage; likewise


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
        self._acts = Linear(a["acts_weights"], a["acts_bias"])
        self._salience = Linear(a["salience_weights"], a["salience_bias"])
        self._sentence = Linear(a["sentence_weights"], a["sentence_bias"])
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
        features = message_features(transcript, message_vectors)
        surface = self._scaler.surface(features.dense)
        same_side = last_of_same_side(transcript.messages)
        first = first_probabilities(self._first.logits(message_vectors, same_side, surface, features.words))
        edges = edge_vectors(len(transcript.messages), sentences, sentence_vectors)
        second = second_stage_features(message_vectors, first, edges, surface)
        acts = FIRST_SHARE * first[:, : len(ACTS)] + (1 - FIRST_SHARE) * softmax(self._acts(second))
        acts = _by_role(transcript, acts.astype(np.float32))
        salience = (
            FIRST_SHARE * first[:, -1]
            + (1 - FIRST_SHARE) * sigmoid(self._salience(surface_of(second, self._dims)))[:, 0]
        )
        salience = np.where([m.role == "system" for m in transcript.messages], salience * 0.3, salience)
        began = start_rows(transcript)
        start = _chances(self._start, mood_features(transcript, message_vectors, acts, began))
        signs = sign_features(transcript, acts)
        end = _chances(self._end, end_features(transcript, message_vectors, acts, signs))
        told = acts
        if self._traits is not None and message_traits.shape[1]:
            read = self._traits.acts(message_vectors, same_side, features.dense, message_traits)
            told = both(acts, _by_role(transcript, read))
            start = both(start, self._traits.start(message_traits, began))
            end = both(end, self._traits.end(message_traits, end_rows(transcript)))
        if is_unsettled(transcript.messages[end_rows(transcript)[-1]].text):
            end = np.where(_POSITIVE, 0.0, end / end[~_POSITIVE].sum()).astype(np.float32)
        return HeadScores(
            acts=told,
            salience=even_odds(salience, self._even),
            sentence_salience=self._sentences(transcript, sentences, features, sentence_vectors, acts, salience),
            sentiment_start=start,
            sentiment_end=end,
            status=_chances(self._status, status_features(transcript, message_vectors, signs)),
            small_talk=self._is_small_talk(transcript, message_vectors, message_traits),
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

    def _sentences(
        self,
        transcript: Transcript,
        sentences: Sequence[Sentence],
        messages: Features,
        vectors: FloatArray,
        acts: FloatArray,
        salience: FloatArray,
    ) -> FloatArray:
        if not sentences:
            return np.zeros(0, dtype=np.float32)
        rows = np.array([s.message for s in sentences])
        own = sentence_features(transcript, sentences, messages, vectors)
        return sigmoid(self._sentence(sentence_inputs(own, rows, acts, salience)))[:, 0]


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
    plain = [neighbour_context(first) * _SURFACE, surface * _SURFACE]
    return np.concatenate([*plain, edges * _VECTORS, vectors * _VECTORS], axis=1).astype(np.float32)


def surface_of(second: FloatArray, dims: int) -> FloatArray:
    """The columns of the second stage that are no vectors: vectors help acts, not salience."""
    return second[:, : -3 * dims]


def even_odds(chance: "FloatArray | NDArray[Any]", threshold: float) -> FloatArray:
    """Chances moved on the log-odds scale so that `threshold` becomes one half, the same order as before."""
    bounded = np.clip(chance, 1e-6, 1 - 1e-6)
    odds = bounded / (1 - bounded) * ((1 - threshold) / threshold)
    return (odds / (1 + odds)).astype(np.float32)


def _chances(head: Linear, features: FloatArray) -> FloatArray:
    return softmax(head(features[None]))[0]


def sentence_inputs(
    own: FloatArray, rows: NDArray[np.int64], acts: FloatArray, salience: "FloatArray | NDArray[Any]"
) -> FloatArray:
    """(s, F3): sentence features beside the acts and salience of the message."""
    return np.concatenate([own, acts[rows] * 2, salience[rows, None] * 4], axis=1).astype(np.float32)


def _by_role(transcript: Transcript, acts: FloatArray) -> FloatArray:
    """A customer does not ask as an agent does, and the other way round; system lines and notes are `other`."""
    agent_question, customer_question = ACTS.index("question_agent"), ACTS.index("question_customer")
    for i, message in enumerate(transcript.messages):
        if message.role == "system" or message.internal:
            acts[i] = 0.0
            acts[i, ACTS.index("other")] = 1.0
        else:
            acts[i, agent_question if message.role == "customer" else customer_question] = 0.0
            acts[i] /= acts[i].sum()
    return acts
