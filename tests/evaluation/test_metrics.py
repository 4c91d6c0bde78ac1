"""Metrics against the reference libraries and hand-checked values, with the cases that reports get wrong."""

import numpy as np
import pytest
from ir_measures import RR, R, Success, calc_aggregate, nDCG
from rouge_score import rouge_scorer
from scipy.stats import spearmanr
from sklearn.metrics import accuracy_score, f1_score, fbeta_score, roc_auc_score

from assist.inference.fakes import FakeEncoder
from evaluation.errors import MetricError
from evaluation.metrics.agreement import alpha
from evaluation.metrics.faithfulness import support
from evaluation.metrics.fields import fact_counts, identifier_counts, step_counts
from evaluation.metrics.labels import class_counts, set_counts
from evaluation.metrics.ranking import ranking_scores
from evaluation.metrics.rouge import Closeness, rouge, rouge_l
from evaluation.metrics.similarity import best_similarity, mean_similarity
from evaluation.metrics.spans import Span, character_counts, span_counts
from evaluation.metrics.values import unsupported_values
from evaluation.stats.bootstrap import estimate
from evaluation.stats.statistics import as_matrix, figures

ENCODER = FakeEncoder()


def one_figure(values, kind):
    matrix = as_matrix(values, kind)
    return float(figures(matrix, np.ones((1, len(values))), kind)[0])


def test_rouge_is_the_reference_librarys_f1_with_stemming():
    prediction, reference = "The agents refunded two orders.", "Agent refunded the order twice."
    expected = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True).score(reference, prediction)
    found = rouge(prediction, [reference])
    for name, score in expected.items():
        assert found[name] == pytest.approx(score.fmeasure)


def test_closeness_is_rouge_1_plus_rouge_l_of_any_text():
    rng = np.random.default_rng(0)
    words = ["agents", "agent", "refunded", "an", "order", "orders", "the", "twice", "customer's", "12"]
    draw = lambda size: " ".join(rng.choice(words, size))  # noqa: E731
    for _ in range(300):
        text, references = draw(rng.integers(0, 12)), [draw(rng.integers(0, 90)) for _ in range(rng.integers(1, 4))]
        expected = rouge(text, references)
        assert Closeness(references)(text) == pytest.approx(expected["rouge1"] + expected["rougeL"])
    assert Closeness([])("something") == 0


def test_rouge_by_hand_counts_shared_words():
    # 2 of 3 words of each side are shared and in order: precision = recall = 2/3.
    found = rouge("cat sat down", ["cat sat up"])
    assert (found["rouge1"], found["rougeL"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert found["rouge2"] == pytest.approx(1 / 2)


def test_several_references_give_mean_and_best():
    found = rouge("cat sat", ["cat sat", "dog ran"])
    assert (found["rouge1"], found["rouge1_best"]) == (pytest.approx(0.5), pytest.approx(1.0))


def test_saying_nothing_scores_zero_and_missing_gold_is_not_scored():
    assert rouge("", ["a reference"])["rouge1"] == 0
    assert rouge("something", [])["rouge1"] is None
    assert rouge_l("something", []) is None
    assert mean_similarity("", ["a reference"], ENCODER) == 0
    assert mean_similarity("something", [], ENCODER) is None
    assert best_similarity([], ["a reference"], ENCODER) == 0
    assert best_similarity(["something"], [], ENCODER) is None


def test_ranking_is_what_ir_measures_says():
    ranked = {"q1": ["a", "b", "c"], "q2": ["x", "y", "z"]}
    gold = {"q1": ["b"], "q2": ["y", "q"]}
    qrels = {query: dict.fromkeys(ids, 1) for query, ids in gold.items()}
    run = {query: {one: 1 / (place + 1) for place, one in enumerate(ids)} for query, ids in ranked.items()}
    expected = calc_aggregate([RR, nDCG @ 10, R @ 5, Success @ 1, Success @ 3], qrels, run)
    found = ranking_scores(ranked, gold)
    for measure, name in ((RR, "mrr"), (nDCG @ 10, "ndcg@10"), (R @ 5, "recall@5"), (Success @ 3, "success@3")):
        assert np.mean([scores[name] for scores in found.values()]) == pytest.approx(expected[measure])
    assert found["q1"]["mrr"] == 0.5
    assert found["q1"]["success@1"] == 0


def test_a_question_without_gold_is_not_scored_and_an_empty_ranking_scores_zero():
    found = ranking_scores({"q1": ["a"], "q2": []}, {"q1": [], "q2": ["b"]})
    assert set(found["q1"].values()) == {None}
    assert (found["q2"]["mrr"], found["q2"]["success@5"]) == (0.0, 0.0)


def test_rankings_that_do_not_fit_their_gold_are_refused():
    with pytest.raises(MetricError, match="duplicate ids"):
        ranking_scores({"q": ["a", "a"]}, {"q": ["a"]})
    with pytest.raises(MetricError, match="length mismatch"):
        ranking_scores({"q": ["a"]}, {"q": ["a"], "other": ["b"]})


def test_labels_are_scored_as_scikit_learn_does():
    gold, predicted = list("aabbbc"), list("abbbca")
    values = [class_counts([p], [g], "abc") for p, g in zip(predicted, gold, strict=True)]
    assert one_figure(values, "macro_f1") == pytest.approx(f1_score(gold, predicted, average="macro"))
    hits = [[sum(value[::3]), 1.0] for value in values]
    assert one_figure(hits, "ratio") == pytest.approx(accuracy_score(gold, predicted))


def test_labels_of_another_length_are_refused():
    with pytest.raises(MetricError, match="length mismatch"):
        class_counts(["a"], ["a", "b"], "ab")


def test_f_scores_are_those_of_scikit_learn():
    truth, guess = [1, 1, 1, 0, 0, 1], [1, 0, 1, 1, 0, 0]
    pairs = zip(truth, guess, strict=True)
    values = [[float(t and g), float(g and not t), float(t and not g)] for t, g in pairs]
    assert one_figure(values, "f1") == pytest.approx(f1_score(truth, guess))
    assert one_figure(values, "f2") == pytest.approx(fbeta_score(truth, guess, beta=2))


def test_calibration_error_by_hand():
    # Two of confidence .9 of which one is right: gap .4; two of .3 of which none is right: gap .3.
    values = [[0.9, 1.0], [0.9, 0.0], [0.3, 0.0], [0.3, 0.0]]
    assert one_figure(values, "ece") == pytest.approx(0.5 * 0.4 + 0.5 * 0.3)


def test_auroc_and_rank_correlation_are_those_of_the_libraries():
    rng = np.random.default_rng(3)
    scores, right = rng.random(60).round(1), rng.integers(0, 2, 60)
    values = np.stack([scores, right], axis=1).tolist()
    assert one_figure(values, "auroc") == pytest.approx(roc_auc_score(right, scores))
    other = (scores + rng.random(60)).round(1)
    expected = spearmanr(scores, other).statistic
    assert one_figure(np.stack([scores, other], axis=1).tolist(), "spearman") == pytest.approx(expected)


def test_items_that_cannot_be_scored_take_no_part():
    result = estimate([1.0, None, 0.0], "mean", groups=["a", "b", "c"])
    assert (result.value, result.n) == (0.5, 2)
    nothing = estimate([None, None], "mean", groups=["a", "b"])
    assert (nothing.value, nothing.low, nothing.n) == (None, None, 0)
    assert estimate([], "mean", groups=[]).value is None


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(0)
    inside = 0
    for seed in range(100):
        sample = rng.random(80)
        result = estimate(sample.tolist(), "mean", groups=[str(i) for i in range(80)], seed=seed, resamples=400)
        inside += result.low <= 0.5 <= result.high
    assert 88 <= inside <= 100


def test_a_talk_of_many_messages_counts_as_one():
    values, alone = [0.0, 1.0] * 20, [str(i) for i in range(40)]
    together = ["one"] * 20 + ["two"] * 20
    wide = estimate([0.0] * 20 + [1.0] * 20, "mean", groups=together)
    narrow = estimate(values, "mean", groups=alone)
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_redaction_counts_spans_and_characters():
    gold = [Span("A", 0, 10), Span("B", 20, 24)]
    assert span_counts([Span("X", 0, 5)], gold) == [1, 0, 1]  # half of it is covered
    assert span_counts([Span("X", 0, 4), Span("X", 12, 15)], gold) == [0, 1, 2]
    assert span_counts([], []) == [0, 0, 0]
    assert character_counts([Span("X", 5, 12)], gold) == [5, 2, 9]


def test_facts_are_compared_on_letters_and_digits():
    gold = [("order_id", "AB-12"), ("amount", "$5"), ("product", "kettle")]
    assert fact_counts([("order_id", "ab12"), ("amount", "6")], gold) == [1, 1, 2]
    assert identifier_counts([("account", "AB 12")], gold, typed=False) == [1, 0, 1]
    assert identifier_counts([("account", "AB 12")], gold, typed=True) == [0, 1, 2]


def test_steps_are_paired_one_to_one():
    assert step_counts(["sent the form"], [], ENCODER) == [0, 1, 0]
    assert step_counts(["sent the form", "sent the form"], ["sent the form"], ENCODER) == [1, 1, 0]


def test_a_claim_with_an_invented_number_is_not_supported():
    assert not support("The fee is 30 euros.", ["The fee is 25 euros."], ENCODER).holds
    assert support("The fee is 25 euros.", ["The fee is 25 euros."], ENCODER).holds
    assert support("The fee is 25 euros.", [], ENCODER).missing == ("25",)


def test_values_are_found_in_other_spellings():
    assert unsupported_values("paid 1,200 on Monday", "she paid 1200, that was Monday") == []
    assert unsupported_values("January is missing", "and january's not there") == []
    assert unsupported_values("four oh seven is his code 407", "code four oh seven") == []
    assert unsupported_values("It was not sent to Leeds", "It was sent to the depot") == ["leeds", "not"]


def test_agreement_is_one_for_equal_raters_and_refuses_ragged_ones():
    assert alpha([[1, 2, 3, 4], [1, 2, 3, 4]]) == pytest.approx(1.0)
    assert alpha([[1, 2, None], [None, 2, 3]]) == 1.0
    assert alpha([[1, 2, 3], [None, None, None]]) is None
    # Worked example of Krippendorff (2011), nominal data: alpha = .743.
    rows = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert alpha(rows, level="nominal") == pytest.approx(0.743, abs=0.001)
    with pytest.raises(MetricError, match="length mismatch"):
        alpha([[1, 2], [1]])


def test_sets_count_hits_extras_and_misses():
    assert set_counts({1, 2}, {2, 3, 4}) == [1, 1, 2]
