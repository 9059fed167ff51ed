# Two commands matter: `make run` and `make test`. Nothing but python3 >= 3.11 is needed.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
# One more than cores: journeys wait for one another.
WORKERS ?= 3
COMPILE := $(UV) pip compile -q --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --no-header --python-version 3.11 pyproject.toml

# What Python has compiled is kept: tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test soak check bench lock audit pictures format clean
.DEFAULT_GOAL := run

run: $(VENV)/run.stamp ## the demo town in a browser; with VICHE_BOT_TOKEN the real bot
	@FRESH=$(FRESH) $(PY) -m demo

test: $(VENV)/dev.stamp ## the tests, at most six minutes on two cores
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

soak: $(VENV)/dev.stamp ## the same code with larger numbers, at most thirty minutes
	VICHE_SOAK=1 $(PY) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: $(VENV)/dev.stamp ## lint, types, contracts, catalogues, sizes, migrations
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest tests/workshop -n 0

bench: $(VENV)/dev.stamp ## figures and ratios
	$(PY) -m bench

lock: $(VENV)/uv.stamp ## renew the locks from pyproject.toml
	$(COMPILE) --upgrade -o requirements.lock
	$(COMPILE) --upgrade --extra dev -c requirements.lock -o requirements-dev.lock

audit: $(VENV)/dev.stamp ## licences of what we run on
	$(PY) -m pytest tests/workshop/test_licences.py -n 0

pictures: $(VENV)/dev.stamp ## the pictures of README and guides, from the running demo
	$(PY) -m tests.pictures

format: $(VENV)/dev.stamp
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

$(VENV)/uv.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Viche needs python3 >= 3.11; set PYTHON=… to name one."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "python3 lacks venv: install the system's package python3-venv."; exit 1; }
	@$(PYTHON) -m venv $(VENV) && $(PY) -m pip install -q --disable-pip-version-check uv==0.13.9
	@touch $@

$(VENV)/run.stamp: requirements.lock | $(VENV)/uv.stamp
	@[ -e $(VENV)/dev.stamp ] || $(UV) pip install -q --python $(PY) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock requirements.lock | $(VENV)/uv.stamp
	@$(UV) pip install -q --python $(PY) --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/run.stamp

clean: ## the environment and what tools left; never var/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
