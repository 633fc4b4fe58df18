# Everything a newcomer runs. `make` alone lists it.

.DEFAULT_GOAL := help
.PHONY: help install demo demo-data check test lint format types layers fast-tests integration e2e coverage lock chaos fuzz screenshots bench clean
# A failure of one target does not hide the failures of the others.
MAKEFLAGS += --keep-going

VENV := .venv
BIN  := $(VENV)/bin
PORT ?= 8000
# Stamp files, each renewed when its requirements change: what the bot needs, and the tools on top of it.
BOT   := $(VENV)/.bot
TOOLS := $(VENV)/.tools

# The versions of Python that the requirements files are resolved for.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null \
	&& { echo $$python; exit; }; done; echo python3)
endif

PYTEST   := $(BIN)/python -m pytest -p tests.parts --quiet
CORES    := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# In the order of the tests, long ones first; pytest-xdist would begin with the files of many tests instead.
BY_FILE  := --dist loadfile --no-loadscope-reorder
PARALLEL := -n $(CORES) $(BY_FILE)
# Integration tests wait a third of their time for databases, stories half of it for messages and other processes:
# on two processors three and four of them fill it. Few more than processors, because all share one PostgreSQL.
DATABASE := -n $(shell expr $(CORES) + 1) $(BY_FILE)
STORIES  := -n $(shell expr $(CORES) + 2) $(BY_FILE)
PACKAGES := bench bot domain handlers reports scheduler simulator storage web
# Branches are traced only where the figure is asked for: it costs two fifths of the processor time of these tests.
# `coverage` then runs them all at once, so that each process imports and reads the data only once.
MEASURED := $(filter test coverage,$(MAKECMDGOALS))

help: ## this list
	@awk -F ':.*## ' '/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ to look at it
demo: $(BOT) ## bot and pretend LINE on http://localhost:8000 (PORT=... changes it)
	@echo "Starting (some ten seconds the first time) ..."
	@PORT=$(PORT) $(BIN)/python -m bot demo

demo-data: $(BOT) ## replay a month of an office's life into the running demo
	@PORT=$(PORT) $(BIN)/python -m bot demo-data

##@ to work on it
install: $(TOOLS) ## everything into .venv; the other targets install what they need by themselves

check: lint types layers $(if $(MEASURED),,fast-tests) ## lint, types, layers and the fast tests: before each commit

test: coverage e2e ## everything, PostgreSQL and browser included; says what cannot run here

lint: $(TOOLS) ## ruff: rules and format, changing nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(TOOLS) ## ruff: put right what can be put right by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(TOOLS) ## mypy, strict
	@$(BIN)/mypy $(PACKAGES)

layers: $(TOOLS) ## import-linter: who may import whom
	@$(BIN)/lint-imports

fast-tests: $(TOOLS) ## unit tests and house guards
	@$(PYTEST) $(PARALLEL) tests/unit tests/language tests/house

integration: $(TOOLS) ## tests on SQLite and PostgreSQL
	@$(PYTEST) $(DATABASE) tests/integration

coverage: $(TOOLS) ## both of these, and the branches of domain and handlers they take; fails under the floor
	@$(PYTEST) $(DATABASE) --cov --cov-report= --cov-fail-under=0 tests/unit tests/language tests/house tests/integration
	@$(BIN)/coverage report

e2e: $(TOOLS) ## tests that talk to the whole bot, some of them in a browser
	@$(PYTEST) $(STORIES) tests/e2e

lock: ## write requirements*.txt from pyproject.toml, with uv; remove them first to renew every version
	@$(LOCK) -o requirements.txt pyproject.toml
	@$(LOCK) -o requirements-dev.txt --group dev --constraint requirements.txt

chaos: $(TOOLS) ## kill everything 200 times on each database, and prove nothing was lost
	@$(BIN)/python -m tests.chaos

fuzz: $(TOOLS) ## post 100,000 hostile webhook bodies, and prove nobody is stuck
	@$(BIN)/python -m tests.fuzz

screenshots: $(TOOLS) ## every page of the console into docs/console/, to look at
	@$(BIN)/python -m tests.screenshots

bench: $(TOOLS) ## measure; the figures live in docs/benchmarks.md
	@$(BIN)/python -m bench

clean: ## throw .venv and the caches away; the demo's data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage* *.egg-info build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One resolution for every Python from the given one and every system; wheels are told apart by their hashes.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --custom-compile-command 'make lock'
# pip runs from the wheel that comes with Python, and Python compiles what it imports itself: 70 MB less on disk.
INSTALL := $(BIN)/python $(VENV)/pip.whl/pip install --quiet --disable-pip-version-check --no-compile --require-hashes
WHEELS_OF_PYTHON := import ensurepip; print(f"{ensurepip.__path__[0]}/_bundled")

# Debian keeps the pip for virtual environments in a package of its own; to fetch and unpack it takes no root.
define PIP_FROM_DEBIAN
( cd $(VENV) && apt-get download -qq python3-pip-whl && dpkg-deb --extract python3-pip-whl_*.deb pip \
	&& cp pip/usr/share/python-wheels/pip-*.whl pip.whl && rm -r pip python3-pip-whl_*.deb )
endef

define GET_PIP
if wheels=$$($(PYTHON) -c '$(WHEELS_OF_PYTHON)' 2>/dev/null); then cp $$wheels/pip-*.whl $(VENV)/pip.whl; \
	else $(PIP_FROM_DEBIAN) \
		|| { echo "Python's pip is missing here; on Debian: sudo apt install python3-venv"; exit 1; }; fi
endef

# A fifth of the modules is symbols for debuggers. The libraries beside them were edited for their wheels; stripped,
# some of them do not load any more.
define STRIP
[ "$$(uname)" != Linux ] || ! command -v strip >/dev/null \
	|| find $(VENV)/lib -name '*.so' -not -path '*.libs/*' -exec strip --strip-unneeded {} +
endef

$(BOT): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 or newer is needed; here is: $$($(PYTHON) --version 2>&1 || true)"; exit 1; }
	@echo "Installing into $(VENV) (half a minute the first time) ..."
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(GET_PIP)
	@$(INSTALL) -r $< && rm $(VENV)/pip.whl
	@$(STRIP)
	@touch $@

$(TOOLS): requirements-dev.txt $(BOT)
	@echo "Installing the tools into $(VENV) (half a minute the first time) ..."
	@$(GET_PIP)
	@$(INSTALL) -r $< && rm $(VENV)/pip.whl
	@touch $@
