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

define say
@printf '\n\033[1m→ %s\033[0m\n' "$(1)"
endef

##@ Start

help: ## List the commands
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: prerequisites .venv/.locked node_modules/.locked .solcx/.installed .venv-fuzz/.locked .venv-proof/.locked system-packages ## Install everything, here and nowhere else
	@echo "Ready. Next: make demo"

demo: .solcx/.installed ## Run a marketplace on this machine: chain, index, API, page and sample trades
	@python -m scripts.demo

smoke: .solcx/.installed ## Try the demo end to end and stop
	@python -m scripts.smoke

##@ Work

compile: .solcx/.installed ## Compile the contracts
	@$(BROWNIE) compile

console: .solcx/.installed ## Open Brownie's console on a chain of its own with everything deployed
	@$(BROWNIE) run scripts/deploy.py --interactive

recipe: .solcx/.installed ## Play an application on a chain of its own: make recipe NAME=rides
	@$(BROWNIE) run recipes/$(NAME) --silent

abi: .solcx/.installed ## Renew contracts/abi, which the index, the page and others read
	python -m scripts.export_abi

docs: .solcx/.installed ## Renew the pages that are written from the code
	python -m scripts.docs

##@ Check

check: compile ## Format, lint, types, layers and house rules, in under a minute
	$(call say,Checking Python: format and lint)
	ruff format --check .
	ruff check .
	$(call say,Checking Python: types)
	mypy indexer api scripts
	$(call say,Checking which package imports which)
	lint-imports --no-logo --cache-dir build/import-linter
	$(call say,Checking Solidity)
	forge fmt --check contracts
	solhint --disc --max-warnings 0 'contracts/**/*.sol'
	$(call say,Checking the page: types)
	npm run --silent page:types
	$(call say,Checking the rules of the house)
	$(PYTEST) tests/repo -m "not slow" -q

test: check page test-contracts test-ganache test-forge prove test-index test-api test-page test-stories test-fuzz ## Everything, stopping at the first failure
	@echo "All passed."

page: node_modules/.locked
	$(call say,Testing the page's logic and building it)
	npm run --silent page:test
	npm run --silent page:build

test-contracts: .solcx/.installed ## The contracts on Anvil
	$(call say,Testing the contracts on Anvil)
	$(BROWNIE) test tests/contracts -n 2

test-ganache: .solcx/.installed ## What may differ between chains, on Ganache
	$(call say,Testing the contracts on Ganache as well)
	CHAIN=ganache $(BROWNIE) test tests/contracts -m ganache -n 2

# Without the IR, which Brownie tests: what both pipelines make of the contracts is tried, and compiled in half a minute.
test-forge: .solcx/.installed ## Fuzzing and invariants of the contracts
	$(call say,Fuzzing the contracts and their invariants)
	FOUNDRY_VIA_IR=false forge test

test-protocol-long: .solcx/.installed ## The same with more than a million acts, for about a quarter of an hour
	$(call say,Fuzzing the contracts and their invariants for long)
	FOUNDRY_PROFILE=long forge test

prove: .solcx/.installed .venv-proof/.locked ## What holds for every input, shown by a solver
	$(call say,Proving what holds for every input)
	FOUNDRY_PROFILE=proof forge build --quiet
	FOUNDRY_PROFILE=proof .venv-proof/bin/halmos --forge-build-out build/proof --loop 5 --solver-timeout-assertion 60000

mutants: .solcx/.installed ## Break the contracts in a copy, one fault at a time: do the forge tests notice?
	python -m scripts.mutants

test-index: .solcx/.installed ## The laws of the index
	$(call say,Testing the index)
	$(PYTEST) tests/indexer -n 2

test-api: .solcx/.installed ## What the API promises
	$(call say,Testing the API)
	$(PYTEST) tests/api -n 2

test-page: .solcx/.installed page system-packages ## The page, its logic and its journeys in a browser
	$(call say,Testing the page in a browser)
	$(PYTEST) tests/frontend

test-stories: .solcx/.installed page system-packages ## Whole trades, end to end
	$(call say,Living through whole stories)
	$(PYTEST) tests/stories

test-fuzz: .solcx/.installed .venv-fuzz/.locked ## The API against its own description
	$(call say,Fuzzing the API from its own description)
	.venv-fuzz/bin/pytest tests/fuzz

check-ipfs: .solcx/.installed build/ipfs/.installed ## Content against a real IPFS node; the first time installs it for minutes
	$(PYTEST) tests/ipfs

slither: .solcx/.installed ## Analyze the contracts for known mistakes
	slither . --config-file .slither.json

bench: bench-gas bench-index bench-api ## All of the three below

bench-gas: compile ## Gas of every act, and the table beside what others need: docs/gas.md
	@python -m scripts.bench gas
	$(call say,Ganache agrees)
	@CHAIN=ganache python -m scripts.bench gas --check >/dev/null

bench-index: .solcx/.installed ## Events a second
	python -m scripts.bench index

bench-api: .solcx/.installed ## Requests a second, and rides matched
	python -m scripts.bench api
	python -m scripts.bench matching

##@ Keep

lock: ## Renew requirements/*.txt and package-lock.json
	scripts/lock.sh
	npm update --ignore-scripts --package-lock-only

clean: ## Remove everything that was built or installed
	rm -rf .venv .venv-fuzz .venv-proof node_modules .solcx build cache frontend_stub/dist

.PHONY: help setup demo smoke compile console recipe abi docs check test page test-contracts test-ganache test-forge \
	test-protocol-long prove mutants test-index test-api test-page test-stories test-fuzz check-ipfs slither \
	bench bench-gas bench-index bench-api lock clean prerequisites system-packages

prerequisites:
	@PYTHON=$(PYTHON) scripts/prerequisites.sh

system-packages:
	@scripts/system_packages.sh

.venv/.locked: requirements/build.txt requirements/dev.txt | prerequisites
	@echo "Installing Python packages (about a minute)"
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@$(PIP) --requirement requirements/build.txt
	@$(PIP) --no-build-isolation --no-binary eth-brownie --requirement requirements/dev.txt
	@pip check
	@touch $@

.venv-fuzz/.locked: requirements/fuzz.txt | prerequisites
	@echo "Installing the API fuzzer"
	@test -x .venv-fuzz/bin/python || $(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	@.venv-fuzz/bin/pip check
	@touch $@

.venv-proof/.locked: requirements/proof.txt | prerequisites
	@echo "Installing the prover"
	@test -x .venv-proof/bin/python || $(PYTHON) -m venv .venv-proof
	@.venv-proof/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	@.venv-proof/bin/pip check
	@touch $@

build/ipfs/.installed: tests/ipfs/package.json tests/ipfs/package-lock.json .npmrc | prerequisites
	@echo "Installing an IPFS node (about four minutes)"
	@mkdir -p $(@D) && cp $^ $(@D)
	@npm ci --ignore-scripts --prefix $(@D)
	@touch $@

node_modules/.locked: package.json package-lock.json .npmrc | prerequisites
	@echo "Installing Node packages"
	@npm ci --ignore-scripts
	@touch $@

.solcx/.installed: .venv/.locked node_modules/.locked scripts/install_solc.py scripts/solc.mjs
	@python scripts/install_solc.py
	@touch $@
