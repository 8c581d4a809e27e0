SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON := python3
BIN := .venv/bin

help:  ## what there is to make
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

demo: .venv/.base  ## a first inventory from example data, with its result file and report
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash examples/demo.sh

# Drivers of engines that this machine has; what it lacks is named by the tests that are left out. Spark is 456 MB, so it waits for Java.
SERVERS := $(if $(shell command -v pg_config),postgres) $(if $(shell command -v java),spark)

test: .venv/.test $(SERVERS:%=.venv/.%)  ## all tests
	@$(BIN)/python -m pytest -n 2

check: style types imports locks licenses links architecture  ## all seven of style, types, imports, locks, licenses, links, architecture

style: .venv/.test
	@$(BIN)/ruff check .

types: .venv/.test
	@$(BIN)/mypy

imports: .venv/.test
	@PATH="$(CURDIR)/$(BIN):$$PATH" lint-imports

locks: .venv/.test
	@$(BIN)/python scripts/locks.py check

licenses: .venv/.test
	@$(BIN)/python scripts/check_licenses.py

links: .venv/.test
	@$(BIN)/python scripts/check_docs.py

architecture: .venv/.test
	@$(BIN)/python -m pytest -q tests/arch

bench: .venv/.bench $(SERVERS:%=.venv/.%)  ## every benchmark
	@shopt -s nullglob; scripts=(benchmarks/*.py); \
	[ $${#scripts[@]} -gt 0 ] || { echo "make bench: there are no benchmarks yet (benchmarks/*.py)" >&2; exit 1; }; \
	for script in "$${scripts[@]}"; do echo "== $$script"; $(BIN)/python "$$script"; done

docs: links  ## check the links of all pages

lock: .venv/.tools  ## write requirements/*.lock anew; UPGRADE=1 takes newer versions
	@$(BIN)/python scripts/locks.py write $(if $(UPGRADE),--upgrade)

clean:  ## remove the environment, caches and build products; results in out/ stay
	rm -rf .venv build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.tools: requirements/tools.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hutan needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv .venv || { echo "no virtual environment: on Debian, install python3-venv" >&2; exit 1; }
	@echo "preparing .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/.base .venv/.test .venv/.bench: .venv/.%: requirements/%.lock .venv/.tools pyproject.toml
	@echo "installing $< …"
	@scripts/install_locked $<
	@touch $@

# An extra that cannot be fetched leaves its tests out, unless nothing may be left out.
.venv/.postgres .venv/.spark: .venv/.%: requirements/%.lock .venv/.test
	@echo "installing $< …"
	@if scripts/install_locked $<; then touch $@; else \
	  echo "make: $< could not be installed; its tests are left out" >&2; [ -z "$${HUTAN_LEAVE_NOTHING_OUT:-}" ]; fi

.PHONY: help demo test check style types imports locks licenses links architecture bench docs lock clean
