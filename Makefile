PYTHON ?= python3
BIN := .venv/bin

.PHONY: install run test lint bench fuzz

install: .venv/installed

# Pinned by constraints.txt; editable, so that the command runs this checkout.
.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
		--editable '.[dev]'
	touch $@

run: install
	$(BIN)/claimsheet run

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -n 2 --dist loadgroup

bench: install
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.citations
	$(BIN)/python -m benchmarks.review

fuzz: install
	$(BIN)/python tests/fuzz.py --inputs 1000000 --jobs 2
