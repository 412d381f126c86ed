# Paiche. `make help` lists what there is to say.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.DELETE_ON_ERROR:

UP_MODULE ?= workers.serve
UV_VERSION := 0.13.9
CODE := $(wildcard app nlu handlers workers emulators demo bench wsgi.py)

VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/.runtime.stamp
DEV := $(VENV)/.dev.stamp
BENCH := $(VENV)/.bench.stamp
PEERS_VENV := .venv-bench
PEERS := $(PEERS_VENV)/.stamp

.PHONY: help setup run up test lint bench fuzz chaos lock clean frontends interop

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUNTIME) $(DEV) frontends ## virtual environment from the locks, front ends when Node is there

run: $(RUNTIME) frontends ## the demo city in the foreground; Ctrl-C ends all of it
	@exec $(PY) -m demo

up: $(RUNTIME) frontends ## the production form against DATABASE_URL and REDIS_URL
	@exec $(PY) -m $(UP_MODULE)

test: setup interop ## every test; servers and browsers that are missing are named at the end
	@exec $(PY) -m tests.run $(ARGS)

lint: $(RUNTIME) $(DEV) ## style, types, import contract
	@failed=; check() { echo "+ $$*"; "$(VENV)/bin/$$@" || failed="$$failed $$1 $$2;"; }; \
	check ruff check --output-format=concise .; check ruff format --check --output-format=concise .; check mypy $(CODE); check lint-imports; \
	test -z "$$failed" || { echo "lint: failed:$$failed"; exit 1; }

bench: $(RUNTIME) $(BENCH) $(PEERS) ## benchmarks, one JSON object a line; ARGS=nlu runs one part
	@exec $(PY) -m bench $(ARGS)

fuzz: $(RUNTIME) ## a million random sentences against the promises of the language layer; ARGS='N SEED'
	@exec $(PY) -m tests.nlu.fuzz $(ARGS)

chaos: $(RUNTIME) ## kill parts of the running system, then count what was lost
	@exec $(PY) -m bench.chaos

# --- Python ---------------------------------------------------------------------------------------------------------

# A pyenv shim may be on PATH for a version that is not installed, and Debian may ship python3 without venv: so each
# candidate has to prove itself.  $(call) sites get the interpreter in $$python.
define find_python
python=; \
for each in $(if $(PYTHON),"$(PYTHON)",python3.11 python3.12 python3 "$$HOME"/.pyenv/versions/3.1[12].*/bin/python); do \
	if "$$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12)})' >/dev/null 2>&1; \
	then python=$$each; break; fi; \
done; \
test -n "$$python" || { echo 'Python 3.11 or 3.12 with venv is needed (Debian: apt install python3-venv), or name one: make PYTHON=/path/to/python'; exit 1; }
endef

# uv installs a lock in seconds; pip stays as the way that always works.  uv does not read pip's settings, so an index
# set for pip is handed on.  $(1): locks; $(2): the environment, .venv unless said.
define install
uv=$$(command -v uv || echo $(VENV)/bin/uv); \
index=$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null)}}; \
if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
if [ ! -x "$$uv" ]; then $(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) || true; fi; \
VIRTUAL_ENV=$(or $(2),$(VENV)) "$$uv" pip install --quiet $(foreach lock,$(1),-r $(lock)) || \
$(or $(2),$(VENV))/bin/python -m pip install --quiet --disable-pip-version-check $(foreach lock,$(1),-r $(lock))
endef

$(PY):
	@$(find_python); echo "python: $$("$$python" --version) in $(VENV)"; "$$python" -m venv --clear $(VENV)

$(RUNTIME): requirements.txt | $(PY)
	@echo 'python: installing requirements.txt' >&2; $(call install,requirements.txt)
	@touch $@

$(DEV): requirements.txt requirements-dev.txt $(RUNTIME) | $(PY)
	@echo 'python: installing requirements-dev.txt' >&2; $(call install,requirements.txt requirements-dev.txt)
	@touch $@

$(BENCH): requirements.txt requirements-bench.txt $(RUNTIME) | $(PY)
	@echo 'python: installing requirements-bench.txt' >&2; $(call install,requirements.txt requirements-bench.txt)
	@touch $@

# What the language is compared with, away from what the product runs on.  Without it `make bench` goes on and says so.
$(PEERS): requirements-nlu-bench.txt $(RUNTIME) | $(PY)
	@echo 'python: installing requirements-nlu-bench.txt in $(PEERS_VENV)' >&2; $(PY) -m venv --clear $(PEERS_VENV); \
	{ $(call install,requirements-nlu-bench.txt,$(PEERS_VENV)); } >&2 && touch $@ || echo 'python: not installed, going on without it' >&2

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header

lock: $(PY) ## new lock files from the .in files; ARGS=--upgrade lets versions rise
	@command -v uv >/dev/null || $(PY) -m pip install --quiet uv==$(UV_VERSION)
	PATH="$$PATH:$(CURDIR)/$(VENV)/bin"; \
	for each in requirements requirements-dev requirements-bench requirements-nlu-bench; do \
		$(COMPILE) $(ARGS) $$each.in -o $$each.txt || exit 1; \
	done

clean: ## everything that was built or installed; var/ with its data stays
	rm -rf $(VENV) $(PEERS_VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf {miniprogram,console,tests/interop}/node_modules {miniprogram,console}/dist
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

# --- Node -----------------------------------------------------------------------------------------------------------

# Each front end has a package.json with a script "build" that leaves its files under dist/.  The product runs without
# them: a missing Node is told in one line, and a failed build too, except where CI=true asks for strictness.
NODE_OK := $(shell command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' >/dev/null 2>&1 && echo yes)
NPM_INSTALL := npm install --no-save --no-fund --no-audit --loglevel=error
SOURCES = $(shell find $(1) \( -name node_modules -o -name dist \) -prune -o -type f -print 2>/dev/null | sed 's/ /\\ /g')

frontends: $(if $(NODE_OK),$(patsubst %/package.json,%/dist/.built,$(wildcard miniprogram/package.json console/package.json)))
	@for each in miniprogram console; do \
		if [ ! -f $$each/package.json ]; then echo "$$each: not in this tree, going on without it"; \
		elif [ -z '$(NODE_OK)' ]; then echo "$$each: not built, Node 18 or later was not found; going on without it"; fi; \
	done

.SECONDEXPANSION:
%/dist/.built: $$(call SOURCES,$$*)
	@echo '$*: building'; \
	if (cd $* && $(NPM_INSTALL) && npm run --silent build) > $*-build.log 2>&1; then mkdir -p $*/dist && touch $@ && rm $*-build.log; \
	else tail -20 $*-build.log; echo '$*: the build failed (log: $*-build.log), going on without it'; [ "$$CI" != true ]; fi

INTEROP := $(wildcard tests/interop/package.json)

interop: $(if $(and $(NODE_OK),$(INTEROP)),tests/interop/node_modules/.stamp)

tests/interop/node_modules/.stamp: $(wildcard tests/interop/package*.json)
	@echo 'tests/interop: npm install'; cd tests/interop && { $(NPM_INSTALL) && touch node_modules/.stamp || echo 'tests/interop: npm install failed, its tests will be skipped'; }
