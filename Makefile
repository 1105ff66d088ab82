# The first Python that fits; PYTHON=/path/to/python3.12 names another.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))
PYTHON ?= $(shell for name in python3 python3.12 python3.11 python; do \
	$$name -c '$(FITS)' 2>/dev/null && { echo $$name; break; }; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--constraint constraints.txt --editable

.PHONY: install run test fast lint bench fuzz

install: .venv/running

# What running needs. Pinned by constraints.txt; editable, so that the command runs this checkout.
.venv/running: pyproject.toml constraints.txt
	@$(or $(PYTHON),false) -c '$(FITS)' 2>/dev/null || { echo "claimsheet needs Python 3.11 or 3.12" \
		"(scispaCy has no release for 3.13): install one, or name it with PYTHON=…" >&2; exit 1; }
	@echo "Installing what running needs into .venv with $$($(PYTHON) --version):" \
		"800 MB on the disk, a few minutes."
	@$(PYTHON) -m venv .venv
	@$(INSTALL) .
	@touch $@

# What the tests need besides: Ray, mypy, a driver of browsers…
.venv/testing: .venv/running
	@echo "Installing what testing needs besides: 600 MB more."
	@$(INSTALL) '.[dev]'
	@touch $@

run: .venv/running
	$(BIN)/claimsheet run

lint: .venv/testing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -n 2 --dist loadgroup

# The tests that take a minute in all.
fast: .venv/testing
	$(BIN)/pytest -n 2 --dist loadgroup -m "not slow and not clock"

bench: .venv/testing
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.citations
	$(BIN)/python -m benchmarks.review

# A million hostile inputs, the long form of some tests, and whether time grows with the length of a text only.
fuzz: .venv/testing
	$(BIN)/pytest -m clock
	$(BIN)/python tests/fuzz.py --inputs 1000000 --jobs 2
	PYTHONPATH=. $(BIN)/python tests/adversary/kills.py 200
	PYTHONPATH=. $(BIN)/python tests/crash.py 200
	EVERY=1 $(BIN)/pytest -n 2 tests/adversary tests/commands tests/review tests/text
