# The commands of this repository. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3.11
export SOLCX_BINARY_PATH := $(CURDIR)/.solcx
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)

BROWNIE := scripts/brownie.sh
# Plain pytest below a folder with scripts/ would load Brownie and compile the contracts.
PYTEST := pytest -p no:pytest-brownie
# Brownie is built from source, without its compiled modules, which are broken, and with its loose requirements.
PIP := BROWNIE_NOCOMPILE=1 BROWNIE_LIB=1 pip install --quiet --disable-pip-version-check --require-hashes --no-deps

PACKAGES := $(wildcard indexer api scripts)
PYTHON_TESTS := $(wildcard tests/indexer tests/api tests/frontend tests/stories tests/repo)

define say
@printf '\n\033[1m→ %s\033[0m\n' "$(1)"
endef

##@ Start

help: ## List the commands
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: prerequisites .venv/.locked node_modules/.locked .solcx/.installed .venv-fuzz/.locked system-packages ## Install everything, here and nowhere else
	@echo "Ready. Next: make demo"

demo: .solcx/.installed ## Run a marketplace on this machine: chain, index, API, page and sample trades
	@python -m scripts.demo

smoke: .solcx/.installed ## Try the demo end to end and stop
	@python -m scripts.smoke

##@ Work

compile: .solcx/.installed ## Compile the contracts
	@$(BROWNIE) compile

check: .solcx/.installed ## Format, lint, types, layers and house rules, in under a minute
	$(call say,Checking Python: format and lint)
	ruff format --check .
	ruff check .
	$(call say,Checking Python: types)
	$(if $(PACKAGES),mypy $(PACKAGES))
	$(call say,Checking which package imports which)
	lint-imports --no-logo --cache-dir build/import-linter
	$(call say,Checking Solidity)
	forge fmt --check contracts
	solhint --disc --max-warnings 0 'contracts/**/*.sol'
	$(call say,Checking the page: types)
	npm run --silent page:types
	$(call say,Checking the rules of the house)
	$(PYTEST) tests/repo -m "not slow" -q

test: check test-page test-contracts test-ganache test-forge test-python test-fuzz ## Everything, stopping at the first failure
	@echo "All passed."

test-page: node_modules/.locked
	$(call say,Testing the page's logic and building it)
	npm run --silent page:test
	npm run --silent page:build

test-contracts: .solcx/.installed
	$(call say,Testing the contracts on Anvil)
	$(BROWNIE) test tests/contracts -n 2

test-ganache: .solcx/.installed
	$(call say,Testing the contracts on Ganache as well)
	CHAIN=ganache $(BROWNIE) test tests/contracts -m ganache

test-forge: .solcx/.installed
	$(call say,Fuzzing the contracts and their invariants)
	forge test

test-python: .solcx/.installed system-packages
	$(call say,Testing the index and the API and the page in a browser and whole stories)
	$(PYTEST) $(PYTHON_TESTS)

test-fuzz: .solcx/.installed .venv-fuzz/.locked
	$(call say,Fuzzing the API from its own description)
	.venv-fuzz/bin/pytest tests/fuzz

slither: .solcx/.installed ## Analyze the contracts for known mistakes
	slither . --config-file .slither.json

bench: bench-gas bench-index bench-api ## Measure gas, indexing and the API

bench-gas: .solcx/.installed
	python -m scripts.bench gas

bench-index: .solcx/.installed
	python -m scripts.bench index

bench-api: .solcx/.installed
	python -m scripts.bench api

##@ Keep

lock: ## Renew requirements/*.txt and package-lock.json
	scripts/lock.sh
	npm update --ignore-scripts --package-lock-only

clean: ## Remove everything that was built or installed
	rm -rf .venv .venv-fuzz node_modules .solcx build cache frontend_stub/dist

.PHONY: help setup demo smoke compile check test test-page test-contracts test-ganache test-forge test-python test-fuzz \
	slither bench bench-gas bench-index bench-api lock clean prerequisites system-packages

prerequisites:
	@PYTHON=$(PYTHON) scripts/prerequisites.sh

system-packages:
	@scripts/system_packages.sh

.venv/.locked: requirements/build.txt requirements/dev.txt | prerequisites
	@echo "Installing Python packages (about a minute)"
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@$(PIP) --requirement requirements/build.txt
	@$(PIP) --no-build-isolation --no-binary eth-brownie --requirement requirements/dev.txt
	@pip check
	@touch $@

.venv-fuzz/.locked: requirements/fuzz.txt | prerequisites
	@echo "Installing the API fuzzer"
	@rm -rf .venv-fuzz && $(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	@.venv-fuzz/bin/pip check
	@touch $@

node_modules/.locked: package.json package-lock.json .npmrc | prerequisites
	@echo "Installing Node packages"
	@npm ci --ignore-scripts
	@touch $@

.solcx/.installed: .venv/.locked node_modules/.locked scripts/install_solc.py scripts/solc.mjs
	@python scripts/install_solc.py
	@touch $@
