"""Trains the encoder's dialogue layers (`python -m evaluation train traits`); the next start exports the encoder
anew."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from assist.core.encoding import FloatArray
from assist.core.errors import ConfigurationError
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.core.vocabulary import ACTS
from assist.inference.artifacts import save_artifact
from assist.inference.export import weights_hash
from assist.inference.heads.context import end_rows, start_rows
from assist.inference.heads.network import Scaler
from assist.inference.heads.traits import both
from assist.inference.registry import Registry
from assist.inference.trait_layers import layer_arrays
from evaluation.train._heads_data import Annotated, annotate
from evaluation.train._held_out import save_held_out
from evaluation.train._rows import read_annotated_rows
from evaluation.train._traits_network import EPOCHS, TRAITS, UNKNOWN, Examples, Told, fit_reader, read, states_of
from evaluation.train.base import TrainingReport, describe_data
from evaluation.train.heads import FOLDS, Chances, chances_of
from evaluation.train.small_talk import SMALL_TALK


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Cross-validate by conversation, fit on everything, write models/artifacts/traits."""
    started = time.monotonic()
    rows = read_annotated_rows(data, least=FOLDS)
    from transformers import AutoModel, AutoTokenizer

    folder = Registry.load(models_dir()).entry("default").locate()
    digest = weights_hash(folder)
    if digest != encoder.info.revision:
        raise ConfigurationError("the dialogue layers are trained on the packaged encoder; unset ASSIST_ENCODER_MODEL")
    model: Any = AutoModel.from_pretrained(str(folder), attn_implementation="eager").eval()
    talks = [annotate(row, encoder) for row in rows]
    dense = np.concatenate([t.messages.dense for t in talks])
    scaler = Scaler.fit(dense, 4 * encoder.info.dims)
    texts = [m.text for t in talks for m in t.transcript.messages]
    examples = Examples(
        states_of(model, AutoTokenizer.from_pretrained(str(folder)), texts),
        scaler.apply(dense).astype(np.float32),
        np.concatenate([t.acts for t in talks]),
        np.concatenate([t.salient for t in talks]),
        _moods(talks, [t.start for t in talks], [start_rows(t.transcript) for t in talks]),
        _moods(talks, [t.end for t in talks], [end_rows(t.transcript) for t in talks]),
        _small_talk(talks),
    )
    alone, told = _cross_validate(model, talks, examples, seed)
    save_held_out("traits", describe_data(data), small=told.small, alone=told.alone)
    heads = chances_of(talks, seed)
    final = fit_reader(model, examples, np.arange(len(texts)), seed=seed)
    report = TrainingReport(
        head="traits",
        artifact="traits",
        purpose=(
            "A last layer beside the encoder's own, read in the same pass: acts, the customer's mood, small talk. "
            "Figures: together with the heads, as served; simple method: the heads alone."
        ),
        data=describe_data(data),
        seed=seed,
        folds=FOLDS,
        metrics=_figures(talks, _together(heads, alone)) | {f"alone_{k}": v for k, v in _figures(talks, alone).items()},
        baseline=_figures(talks, heads),
        seconds=time.monotonic() - started,
        settings={"traits": TRAITS, "epochs": EPOCHS},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on annotations written for this project, texts under Apache-2.0 and MIT",
        limits=(
            "English customer service only; another encoder than the packaged one goes without.",
            "The mood of a message is a weak label: the conversation's, on the customer's first and last two messages.",
        ),
    )
    read_outs = {key: array.astype(np.float16) for key, array in final.arrays().items()}
    plain: dict[str, NDArray[Any]] = {"mean": scaler.mean, "deviation": scaler.deviation}
    manifest = report.manifest() | {"encoder_sha256": digest}
    save_artifact(out, name="traits", arrays=layer_arrays(final.layers) | read_outs | plain, manifest=manifest)
    return report


def _moods(talks: Sequence[Annotated], moods: Sequence[int], rows: Sequence[list[int]]) -> NDArray[np.int64]:
    """The conversation's mood on the messages that tell it."""
    found: list[NDArray[np.int64]] = []
    for talk, mood, telling in zip(talks, moods, rows, strict=True):
        labels = np.full(len(talk.acts), UNKNOWN, dtype=np.int64)
        labels[telling] = mood
        found.append(labels)
    return np.concatenate(found)


def _small_talk(talks: Sequence[Annotated]) -> NDArray[np.int64]:
    """1 for what a customer says that needs no answer, 0 for the rest, UNKNOWN for what others say."""
    found: list[int] = []
    for talk in talks:
        for i, (message, act) in enumerate(zip(talk.transcript.messages, talk.acts, strict=True)):
            small = ACTS[act] in SMALL_TALK and i != talk.cut
            found.append(int(small) if message.role == "customer" else UNKNOWN)
    return np.array(found, dtype=np.int64)


def _cross_validate(model: Any, talks: Sequence[Annotated], examples: Examples, seed: int) -> tuple[Chances, Told]:
    """Chances of every conversation, and of all its messages, by layers that have not seen it."""
    groups = np.concatenate([np.full(len(t.acts), i) for i, t in enumerate(talks)])
    told = Told.empty(len(groups))
    start, end = np.zeros((2, len(talks), 3), dtype=np.float32)
    index = np.arange(len(talks))
    for fit, held in GroupKFold(FOLDS).split(index, groups=index):
        reader = fit_reader(model, examples, np.flatnonzero(np.isin(groups, fit)), seed=seed)
        rows = np.flatnonzero(np.isin(groups, held))
        told.put(rows, read(reader, examples, rows))
    for i, talk in enumerate(talks):
        first = int(np.flatnonzero(groups == i)[0])
        start[i] = told.start[[first + row for row in start_rows(talk.transcript)]].mean(axis=0)
        end[i] = told.end[[first + row for row in end_rows(talk.transcript)]].mean(axis=0)
    return Chances(told.acts, start, end), told


def _together(heads: Chances, traits: Chances) -> Chances:
    return Chances(both(heads.acts, traits.acts), both(heads.start, traits.start), both(heads.end, traits.end))


def _figures(talks: Sequence[Annotated], told: Chances) -> dict[str, float]:
    def accuracy(chances: FloatArray, gold: list[int]) -> float:
        return round(float((chances.argmax(axis=1) == np.array(gold)).mean()), 4)

    gold = np.concatenate([t.acts for t in talks])
    return {
        "acts_macro_f1": round(float(f1_score(gold, told.acts.argmax(axis=1), average="macro")), 4),
        "start_accuracy": accuracy(told.start, [t.start for t in talks]),
        "end_accuracy": accuracy(told.end, [t.end for t in talks]),
    }
