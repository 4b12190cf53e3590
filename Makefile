# `make help` says what there is. Everything below lives in this folder: .venv, var, the built bundles.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
# One pip at a time in one environment, whatever -j says.
.NOTPARALLEL:

VENV := .venv
BIN := $(VENV)/bin
PYTHON_IN_VENV := $(BIN)/python
PORT ?= 8000
export PORT
WORKERS ?= 2

INSTALL := $(PYTHON_IN_VENV) -m pip install --disable-pip-version-check --no-input
QUIETER := sed -u '/^Requirement already satisfied/d'
PYTHON_FOLDERS := engine tasks forms web bench tests

.PHONY: help
help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- the environment: each step leaves a stamp and runs again only when what it read has changed ----------------

$(VENV)/stamp-venv: .ci/make-venv
	@.ci/make-venv $(VENV)
	@touch $@

$(VENV)/stamp-packages: requirements-build.txt | $(VENV)/stamp-venv
	@echo "==> Installing packages (the first time this takes a minute or two)"
	@$(INSTALL) --require-hashes -r requirements-build.txt | $(QUIETER)
	@touch $@

$(VENV)/stamp-development: requirements-dev.txt | $(VENV)/stamp-packages
	@echo "==> Installing what tests and checks need"
	@$(INSTALL) --require-hashes -r requirements-dev.txt | $(QUIETER)
	@touch $@

$(VENV)/stamp-project: pyproject.toml $(VENV)/stamp-packages
	@echo "==> Installing the reglament command"
	@$(INSTALL) --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: product
product: $(VENV)/stamp-project
	@$(PYTHON_IN_VENV) -c 'from web.compile_translations import main; main()'
	@$(PYTHON_IN_VENV) -c 'from web.frontend.build import main; raise SystemExit(main())'

.PHONY: setup
setup: product $(VENV)/stamp-development ## make .venv with the reglament command and all that the others need
	@echo "==> Ready: $(BIN)/reglament --help"

# --- use --------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: product ## serve a body with people and cases under way on 127.0.0.1:8000 (PORT= changes it)
	@exec $(BIN)/reglament demo --port $(PORT)

.PHONY: run
run: product ## serve the database that REGLAMENT_DATABASE_URL names
	@exec $(BIN)/reglament serve --port $(PORT)

# --- proof ------------------------------------------------------------------------------------------------------

.PHONY: chromium
chromium: setup
	@.ci/fetch-chromium $(PYTHON_IN_VENV)

.PHONY: test
test: chromium ## run the tests, with Chromium and PostgreSQL of their own
	@$(PYTHON_IN_VENV) -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "not soak"

.PHONY: soak
soak: chromium ## run the tests that take minutes
	@$(PYTHON_IN_VENV) -m pytest -m soak --timeout 3600

.PHONY: check
check: setup ## style, types, who may import whom, diagrams and forms
	@$(BIN)/ruff check $(PYTHON_FOLDERS)
	@$(BIN)/ruff format --check $(PYTHON_FOLDERS)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/reglament check bpmn forms

.PHONY: format
format: setup ## put the code into the project's style
	@$(BIN)/ruff check --fix --exit-zero $(PYTHON_FOLDERS)
	@$(BIN)/ruff format $(PYTHON_FOLDERS)

.PHONY: bench
bench: setup ## measure the speed of what people wait for
	@$(PYTHON_IN_VENV) -m bench

.PHONY: lock
lock: setup ## resolve the dependencies of pyproject.toml anew (LOCK=--upgrade takes newer versions)
	@.ci/lock $(BIN)/uv $(LOCK)

.PHONY: clean
clean: ## remove all that is built; the demo's data in var stay
	@rm -rf $(VENV) build dist web/static/bundles web/frontend/node_modules
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	@find web -name '*.mo' -delete
	@find $(PYTHON_FOLDERS) -name __pycache__ -type d -prune -exec rm -rf {} +
