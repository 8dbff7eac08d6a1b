# Everything a person does with this house, by name. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
UV_VERSION := 0.13.9
# A uv that answers is used; otherwise one is put into .uv, beside the environment that it makes.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
PYTHON := .venv/bin/python
CATALOGUES := $(wildcard egov/locale/*/LC_MESSAGES/django.po)

.PHONY: help
help: ## list what can be made
	@awk -F ' *## *' '/^[a-z-]+:.*##/ { sub(/:.*/, "", $$1); printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- A machine becomes ready ---------------------------------------------------------------

.PHONY: system
system: ## check the system libraries; install what is missing where that is allowed
	@.ci/system

.PHONY: sync
sync: $(if $(filter uv,$(UV)),,$(UV)) ## make the locked Python environment in .venv, and the message catalogues
	@$(UV) sync --frozen --quiet
	@$(MAKE) --no-print-directory catalogues

.uv/bin/uv:
	@echo "Installing uv $(UV_VERSION) into .uv"
	@python3 -m venv .uv
	@.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.PHONY: catalogues
catalogues: $(CATALOGUES:.po=.mo) ; @:

%.mo: %.po
	@msgfmt --check-format --output-file $@ $<

# --- The demo city -------------------------------------------------------------------------

.PHONY: demo
demo: system sync ## run the demo city at http://127.0.0.1:PORT/ (PORT=8000) until Ctrl-C; data is kept
	@! (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null \
		|| { echo "Port $(PORT) is taken by another program. Choose one: make demo PORT=8123"; exit 1; }
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py demo --if-empty
	@exec $(PYTHON) manage.py serve --port $(PORT)

.PHONY: demo-reset
demo-reset: ## throw the demo city away and run a new one
	@cd $(or $(EGOV_VAR_DIR),var) 2>/dev/null && rm -rf egov.sqlite3* media broker celerybeat-schedule* || true
	@exec $(MAKE) --no-print-directory demo

# --- Work on the house ---------------------------------------------------------------------

.PHONY: test
test: system sync ## run the tests (no server needed); ARGS=tests/projects for a part
	@$(PYTHON) -m pytest -q -n auto --dist worksteal $(ARGS)

.PHONY: check
check: sync ## hold the house against its rules: lint, types, layers, migrations, production settings
	@.ci/check

.PHONY: bench
bench: sync ## measure what the house costs, all of it or ARGS=pages, ledger, …
	@$(PYTHON) -m tests.bench $(ARGS)

.PHONY: messages
messages: sync ## bring the message catalogues up to date with the source; zh_Hant is made from zh_Hans
	@$(PYTHON) manage.py catalogues
	@$(MAKE) --no-print-directory catalogues
