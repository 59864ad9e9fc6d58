# Two commands matter: `make run` and `make test`. PYTHON=… and TORCH_INDEX_URL=… may be given to any of them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install install-full run worker beat gpu-worker test lint format types check benchmark

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --no-input

# Under this name a render worker is seen, and set apart when it loses too much.
WORKER_NAME ?= render

# A stamp carries the checksum of what it installed: changed requirements install again, unchanged ones cost nothing.
sum = $(shell cat $(1) | cksum | cut -d' ' -f1)
LIGHT_FILES := requirements-light.txt requirements-nodeps.txt constraints.txt
FULL_FILES := $(LIGHT_FILES) requirements.txt
DEV_FILES := $(FULL_FILES) requirements-dev.txt
LIGHT := $(VENV)/stamps/light-$(call sum,$(LIGHT_FILES))
FULL := $(VENV)/stamps/full-$(call sum,$(FULL_FILES))
DEV := $(VENV)/stamps/dev-$(call sum,$(DEV_FILES))

# A .env beside this file, if there is one, is read by every target that starts something; what the shell or the
# command line says already is put back after it, and so wins.
define ENV
said=$$(export -p); set -a; if [ -f .env ]; then . ./.env; fi; set +a; eval "$$said";
endef
# Celery itself would start with an engine that nobody knows, and fail at each picture.
CHECKED = $(PY) manage.py check > /dev/null || exit 1;

help: ## this list
	@echo "Emotion Garden. Commands:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile
	@echo "For example: make run PORT=8080 GARDEN_DATA=/tmp/garden"

install: $(LIGHT) ## what the garden needs to run, light engines only
install-full: $(FULL) ## that, PyTorch and diffusers (TORCH_INDEX_URL chooses CPU or CUDA)

run: $(LIGHT) ## the whole garden on this machine, in the foreground; Ctrl-C stops it
	@$(ENV) exec $(PY) manage.py run_garden

worker: $(LIGHT) ## a worker for everything but pictures, for production
	@$(ENV) $(CHECKED) exec $(PY) -m celery --app emotion_garden worker --queues default --concurrency $${GARDEN_WORKER_PROCESSES:-2} \
		--without-gossip --without-mingle --hostname default@%h

beat: $(LIGHT) ## the clock, for production; exactly one
	@$(ENV) $(CHECKED) exec $(PY) -m celery --app emotion_garden beat

gpu-worker: $(FULL) ## a worker that renders pictures; one per GPU, each with its own WORKER_NAME
	@$(ENV) $(CHECKED) exec $(PY) -m celery --app emotion_garden worker --queues render.interactive,render.bulk --pool solo \
		--without-gossip --without-mingle --hostname $(WORKER_NAME)@%h

test: $(DEV) ## every test (ARGS="-k name" for some)
	@$(PY) -m pytest -n auto $(ARGS)

lint: $(DEV) ## ruff, import-linter, djlint
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(VENV)/bin/lint-imports --no-cache
	$(PY) -m djlint templates --lint --quiet

format: $(DEV) ## what ruff can put right by itself
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: $(DEV) ## mypy --strict
	$(PY) -m mypy .

check: lint types ## lint, types, missing migrations, Django's own checks
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check

# AREA=claims, curation, emotion, generation …: benchmarks/<area>.py, against the barest way of doing the same; its last line is JSON.
benchmark: $(if $(AREA),$(DEV),$(LIGHT)) ## how fast the parts are on this machine (AREA=generation for one, ARGS=…)
	@$(ENV) $(PY) $(if $(AREA),-m benchmarks.$(AREA),scripts/benchmark.py) $(ARGS)

$(PY):
	@python=$$(PYTHON="$(PYTHON)" sh scripts/preflight.sh) && $$python -m venv --clear $(VENV)

$(LIGHT): $(PY)
	@PYTHON=$(PY) sh scripts/preflight.sh > /dev/null
	@echo "Installing what the garden needs: about a minute, once."
	@$(PIP) --requirement requirements-light.txt
	@$(PIP) --quiet --no-deps --requirement requirements-nodeps.txt
	@mkdir -p $(@D) && rm -f $(@D)/light-* && touch $@

$(FULL): $(LIGHT)
	@echo "Installing PyTorch and diffusers: some minutes, once."
	@if [ -n "$(TORCH_INDEX_URL)" ]; then \
		$(PIP) --index-url "$(TORCH_INDEX_URL)" "$$(grep '^torch==' requirements.txt)"; fi
	@$(PIP) --requirement requirements.txt
	@mkdir -p $(@D) && rm -f $(@D)/full-* && touch $@

$(DEV): $(FULL)
	@$(PIP) --requirement requirements-dev.txt
	@mkdir -p $(@D) && rm -f $(@D)/dev-* && touch $@
