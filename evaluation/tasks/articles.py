"""Articles: is a gold article among the first cards? Floor and abstention are off (they are the task `abstain`)."""

from collections.abc import Sequence

from assist.core.ports import Encoder
from evaluation.articles import read_articles
from evaluation.engine import ProductSource
from evaluation.errors import EvaluationError
from evaluation.items import Item, Metric, Output, Prediction
from evaluation.metrics.ranking import MEASURES, ranking_scores
from evaluation.simple.retrieval import DEPTH, Ranked, SimpleRetrieval
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources
from evaluation.tasks.queries import MOMENTS, Question, articles_of, question_items

_MEANINGS = {
    "success@1": "share of questions whose first card is a right article",
    "success@3": "share of questions with a right article among the first three cards",
    "success@5": "share of questions with a right article among the first five cards",
    "mrr": "1 where the right article comes first, 1/2 where second, 1/3 where third ...; mean",
    "ndcg@10": "are all right articles near the top of ten cards?",
    "recall@5": "share of the right articles among the first five cards",
    "judged@10": "share of the ten cards that people judged; few gold articles make this low",
}
_WHEN = {
    "second": "at the customer's second message",
    "cut": "where the agent must answer",
    "end": "at the end, when the agent has recited the article",
}
_PRIMARY = {"success@1", "success@3", "success@5", "mrr"}


class ArticlesTask:
    """Data: queries `{id, text | opening | messages, gold}` or annotated conversations with `gold.articles`.

    Conversations are asked at the customer's second message, at `cut` and at the end: `second.success@1` and so on;
    the names without a moment pool the first two (by the end the agent has recited the article).
    """

    name = "articles"
    metrics = (
        *(Metric(name, primary=name in _PRIMARY, meaning=_MEANINGS[name]) for name in MEASURES),
        *(
            Metric(
                f"{moment}.{name}",
                primary=moment != "end" and name in {"success@1", "success@3"},
                meaning=f"{_MEANINGS[name]}, asked {_WHEN[moment]}",
            )
            for moment in MOMENTS
            for name in MEASURES
        ),
    )

    def items(self, sources: Sources) -> list[Item]:
        """One item a question, or three a conversation. Raises EvaluationError when no question has an answer."""
        items = question_items(sources)
        if not any(item.payload.gold for item in items):
            raise EvaluationError(f"{sources.data} names no article in any row; for silence there is the task abstain")
        return items

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """Ten cards of the product beside BM25, dense and RRF over the same articles."""
        product = products.open(articles=articles_of(sources))
        simple = SimpleRetrieval(read_articles(articles_of(sources)), products.encoder)

        def predict(item: Item) -> Prediction:
            question: Question = item.payload
            answers = Answers(item)
            answers.product(lambda: question.ask(product, limit=DEPTH, min_score=0.0))
            for name, method in (("bm25", simple.bm25), ("dense", simple.dense), ("rrf", simple.rrf)):
                answers.simple(name, lambda method=method: _as_output(method(question.words)))
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """Measures per question, also under the name of its moment."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            question: Question = item.payload
            scores: Scores = {}
            for name, output in outputs.items():
                ranking = [str(card["id"]) for card in output["articles"]]
                measured = ranking_scores({item.id: ranking}, {item.id: question.gold})[item.id]
                scores[name] = {} if question.moment == "end" else dict(measured)
                if question.moment:
                    scores[name] |= {f"{question.moment}.{measure}": value for measure, value in measured.items()}
            return scores

        return score


def _as_output(ranked: Ranked) -> Output:
    return {"articles": [{"id": article} for article in ranked.ids], "top": round(ranked.top, 5)}
