# Two commands for a newcomer: `make demo` and `make test`. Each is enough by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

.PHONY: demo test lint soak bench clean

demo: $(STAMP)
	$(BIN)/weibao demo $(ARGS)

test: $(DEV)
	$(BIN)/pytest -n 3 --dist worksteal -m "not soak and not timing" $(ARGS)
	$(BIN)/pytest -m "timing and not soak" $(ARGS)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(DEV)
	$(BIN)/pytest -m soak $(ARGS)

bench: $(DEV)
	$(BIN)/python -m pip install --quiet --constraint config/constraints.txt --editable '.[dev,bench]'
	$(BIN)/pytest tests/benchmarks --override-ini addopts= -s $(ARGS)

$(STAMP): pyproject.toml config/constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint config/constraints.txt --editable .
	touch $@

$(DEV): $(STAMP)
	$(BIN)/python -m pip install --quiet --constraint config/constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) dist .*_cache
