# Planweave: `make serve` and `make test` need nothing but Python 3.11 or newer.
#
#   make serve PORT=8080        another port than the usual one
#   make test ARGS="-k store"   more arguments for pytest
#   make bench ARGS=--quick     more arguments for the benchmark

.DEFAULT_GOAL := help
.PHONY: help setup serve store test lint docs bench constraints clean

VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
STORE  ?= planweave.db
PORT   ?=
ARGS   ?=

PIP    := $(PY) -m pip install -qq --disable-pip-version-check --no-input -c constraints.txt

# What the stamps say: the packages to run, and those to develop, are as pyproject.toml and
# constraints.txt have them. The build itself uses the pinned hatchling, not one of its own.
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(RUN)  ## make .venv and install Planweave into it
	@echo "Planweave is installed: $(BIN)/planweave --help"

serve: $(RUN) store  ## build the store from data/ and open the viewer
	$(BIN)/planweave --store $(STORE) serve --open $(if $(PORT),--port $(PORT))

test: $(DEV)  ## run all tests, those in a browser too
	@chromium="$$($(PY) -m tools.find_chromium --install)" || exit 1; \
	echo "Browser: $${chromium:-none}"; \
	PLANWEAVE_CHROMIUM="$$chromium" $(PY) -m pytest -n auto --dist worksteal $(ARGS)

lint: $(DEV)  ## check style, types and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(DEV)  ## write the generated pages of docs/
	$(PY) -m tools.make_docs

bench: $(DEV)  ## measure loading and asking against bare pyoxigraph and rdflib
	$(PY) -m bench $(ARGS)

constraints: $(DEV)  ## pin the newest versions of everything in constraints.txt
	$(PY) -m tools.make_constraints

clean:  ## remove .venv, caches and builds; plans and the store stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The store is built anew from data/ when a file there or in the ontology is newer.
store: $(RUN)
	@if [ ! -e $(STORE)/revision ] || [ -n "$$(find data ontology \( -name '*.csv' -o -name '*.ttl' \) \
	    -newer $(STORE)/revision | head -n 1)" ]; then \
	    echo "Building $(STORE) from data/"; \
	    $(BIN)/planweave --store $(STORE) add data && touch $(STORE)/revision; \
	fi

$(RUN): pyproject.toml constraints.txt | $(PY)
	@echo "Installing what Planweave needs into $(VENV) (a minute or two the first time)"
	@$(PIP) hatchling editables
	@$(PIP) --no-build-isolation -e .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(PY)
	@echo "Installing Planweave and the tools for developing it into $(VENV) (a minute or two the first time)"
	@$(PIP) hatchling editables setuptools
	@$(PIP) --no-build-isolation -e '.[dev]'
	@touch $(RUN) $@

$(PY):
	@python="$$(sh tools/find_python.sh)" || exit 1; \
	echo "Making $(VENV) with $$($$python --version)"; \
	$$python -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
