# Five verbs for daily work (setup, check, test, demo, serve) and two for figures (bench, eval).
PYTHON ?= python3
VENV ?= .venv
# Set to PyTorch's CPU index on Linux to avoid several GB of CUDA wheels; see README.
PIP_TORCH_INDEX ?=
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-done
PIP_FLAGS := -c constraints.txt $(if $(PIP_TORCH_INDEX),--extra-index-url $(PIP_TORCH_INDEX))
OUT ?= runs/eval
export HF_HUB_OFFLINE ?= 1

.PHONY: setup check test demo serve bench bench-pane eval crash-test clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet $(PIP_FLAGS) torch==2.13.0
	$(BIN)/python -m pip install --quiet $(PIP_FLAGS) -e '.[export,postgres,eval,dev]'
	$(BIN)/assist models pull
	touch $@

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

test: setup
	$(BIN)/python -m pytest

demo: setup
	$(BIN)/assist demo

serve: setup
	$(BIN)/assist serve

bench: setup
	$(BIN)/python -m evaluation.bench

# From a new message to the pane, over HTTP; set ASSIST_TEST_POSTGRES_URL to measure PostgreSQL beside SQLite.
bench-pane: setup
	$(BIN)/python -m evaluation.bench_pane $(if $(ASSIST_TEST_POSTGRES_URL),--postgres $(ASSIST_TEST_POSTGRES_URL))

# Figures on the committed sets, or on your own: make eval DATA=folder, make eval DATA=talks.jsonl TASK=summary
eval: setup
	$(BIN)/python -m evaluation run --task $(or $(TASK),all) --out $(OUT) \
		$(if $(DATA),$(if $(wildcard $(DATA)/.),--data-root,--data) $(DATA)) $(if $(ARTICLES),--articles $(ARTICLES))
	$(BIN)/python -m evaluation report $(OUT) --html $(OUT)/report.html

crash-test: setup
	$(BIN)/python -m tests.crash

clean:
	rm -rf $(VENV) runs dist build
