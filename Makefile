# One environment for everything: the first target that needs it makes it.

PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

export OMP_NUM_THREADS ?= 2

.PHONY: demo test explore lint format bench clean

.venv/.stamp: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: .venv/.stamp  ## draw the example book
	$(BIN)/storyboard render stories/borrowed-umbrella.yaml --out build/borrowed-umbrella

test: .venv/.stamp  ## run every test; one thread a worker, so that workers do not fight
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS)

explore: .venv/.stamp  ## other examples for the properties, new ones in every run
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --hypothesis-profile=explore -m hypothesis

lint: .venv/.stamp  ## style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/.stamp  ## let the formatter decide
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

bench: .venv/.stamp  ## the numbers that README promises
	$(BIN)/python benchmarks/build_times.py

clean:  ## forget everything that was built
	rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache *.egg-info
