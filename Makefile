# Everything a newcomer runs. `make` alone lists it.

.DEFAULT_GOAL := help
.PHONY: help install demo demo-data test check lint format types layers fast-tests chaos fuzz bench clean

VENV      := .venv
BIN       := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PORT      ?= 8000

# Python 3.14 is tried last: LINE's SDK still leans on pydantic v1, which warns there.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
	&& { echo $$python; exit; }; done; echo python3)

PYTEST   := $(BIN)/python -m pytest -p tests.parts --quiet
PARALLEL := -n auto --dist loadfile
PACKAGES := bench bot domain handlers reports scheduler storage web

help: ## this list
	@awk -F ':.*## ' '/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ to look at it
install: $(INSTALLED) ## make .venv with everything in it

demo: $(INSTALLED) ## bot and pretend LINE on http://localhost:8000 (PORT=... changes it)
	@echo "Starting (some ten seconds the first time) ..."
	@PORT=$(PORT) $(BIN)/python -m bot demo

demo-data: $(INSTALLED) ## replay a month of an office's life into the running demo
	@PORT=$(PORT) $(BIN)/python -m bot demo-data

##@ to work on it
test: $(INSTALLED) ## everything, PostgreSQL and browser included; says what cannot run here
	@status=0; \
	$(PYTEST) $(PARALLEL) tests/unit tests/language tests/integration tests/house || status=$$?; \
	$(PYTEST) $(PARALLEL) tests/e2e || status=$$?; \
	exit $$status

check: lint types layers fast-tests ## lint, types, layers and the fast tests: before each commit

lint: $(INSTALLED) ## ruff: rules and format, changing nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(INSTALLED) ## ruff: put right what can be put right by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(INSTALLED) ## mypy, strict
	@$(BIN)/mypy $(PACKAGES)

layers: $(INSTALLED) ## import-linter: who may import whom
	@$(BIN)/lint-imports

fast-tests: $(INSTALLED) ## unit tests and house guards
	@$(PYTEST) $(PARALLEL) tests/unit tests/language tests/house

chaos: $(INSTALLED) ## kill everything 200 times on each database, and prove nothing was lost
	@$(BIN)/python -m tests.chaos

fuzz: $(INSTALLED) ## post 100,000 hostile webhook bodies, and prove nobody is stuck
	@$(BIN)/python -m tests.fuzz

bench: $(INSTALLED) ## measure; the figures live in docs/benchmarks.md
	@$(BIN)/python -m bench

clean: ## throw .venv and the caches away; the demo's data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian keeps the pip for virtual environments in a package of its own; to fetch and unpack it takes no root.
define PIP_FROM_DEBIAN
( cd $(VENV) && apt-get download -qq python3-pip-whl && dpkg-deb --extract python3-pip-whl_*.deb pip \
	&& wheel=$$(echo pip/usr/share/python-wheels/pip-*.whl) && bin/python $$wheel/pip install -q --no-index $$wheel \
	&& rm -r pip python3-pip-whl_*.deb )
endef

# Redone only when what is asked for changes.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed; here is: $$($(PYTHON) --version 2>&1 || true)"; exit 1; }
	@echo "Installing into $(VENV) (about a minute the first time) ..."
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	else $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PIP_FROM_DEBIAN) \
		|| { echo "Python's pip is missing here; on Debian: sudo apt install python3-venv"; exit 1; }; fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
