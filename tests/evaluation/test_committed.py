"""The gate on the committed sets: the product as it is now is not worse than the recorded baselines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluation.baseline import BASELINES, check_run, read_baseline
from evaluation.execute import Execution, execute, load_run
from evaluation.product import EngineProducts
from evaluation.suite import COMMITTED, discover
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task

pytestmark = [pytest.mark.real, pytest.mark.slow]
PLANS = {f"{plan.task}-{plan.name}": plan for plan in discover(COMMITTED)}
RECORDED = sorted(file.stem for file in BASELINES.glob("*.json"))


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProducts]:
    with EngineProducts(vectors=tmp_path_factory.mktemp("vectors") / "vectors.db") as opened:
        yield opened


@pytest.mark.parametrize("name", RECORDED)
def test_quality_on_the_committed_sets_has_not_fallen(name: str, products: EngineProducts, tmp_path: Path):
    plan = PLANS[name]
    sources = Sources(data=plan.data, articles=plan.articles, memory=plan.memory)
    execute(load_task(plan.task), sources, products, out=tmp_path, how=Execution(), name=plan.name)
    checked = check_run(load_run(tmp_path), read_baseline(BASELINES / f"{name}.json"))
    failed = {row.metric: (row.paired.before, row.paired.after) for row in checked if row.failed}
    assert failed == {}


def test_every_gated_task_has_a_baseline():
    wanted = {name for name, plan in PLANS.items() if plan.task != "latency"}
    assert wanted <= set(RECORDED)
