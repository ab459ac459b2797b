# Each target sets up what is missing first. ARGS="..." is handed on, as in: make run ARGS="--point ulp --windows visitor,counter"
.DEFAULT_GOAL := help
.PHONY: help run demo shell test check proof attack bench pictures docs mutants coverage deb lock clean
ARGS ?=
PYTHON_HERE := .venv/bin/python

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: ## the service point on this machine: server, visitor window, printer
	@.ci/setup run && exec .venv/bin/antrean run $(ARGS)

demo: ## a Saturday morning in Bekasi, simulated: visitors arrive, counters call, all windows open
	@.ci/setup run && exec .venv/bin/antrean demo $(ARGS)

shell: ## a shell in which `antrean ...` works as the documentation writes it
	@.ci/setup run && PATH="$(CURDIR)/.venv/bin:$$PATH" exec "$${SHELL:-/bin/sh}"

test: ## every test
	@.ci/setup dev && exec $(PYTHON_HERE) -m pytest $(ARGS)

check: ## style, types, directions between the rooms, QML
	@.ci/setup dev && exec .ci/check $(ARGS)

proof: ## the long proofs: kills under load, a whole day of a floor, every role against every call, every property in full
	@.ci/setup dev && $(PYTHON_HERE) -m pytest -n 0 -m 'long or hypothesis' --hypothesis-profile proof $(ARGS) && exec $(PYTHON_HERE) -m tests.server.fuzz

attack: ## attack the doors, values, clock and data of real servers for an hour; a table at the end: ARGS="phone --seed 2"
	@.ci/setup dev && exec $(PYTHON_HERE) -m tests.attack $(ARGS)

coverage: ## every test, with what it ran; fails where a room falls below its floor
	@.ci/setup dev && exec $(PYTHON_HERE) -m tests.coverage $(ARGS)

mutants: ## plant a hundred faults and see whether the tests find them: ARGS="--sample 50 --seed 1 --room kiosk/queue"
	@.ci/setup dev && exec $(PYTHON_HERE) -m tests.mutants $(ARGS)

bench: ## measure; a table at the end
	@.ci/setup dev && exec $(PYTHON_HERE) -m tests.bench $(ARGS)

pictures: ## draw every screen, for README.md and docs/
	@.ci/setup run && exec $(PYTHON_HERE) -m tests.scenes $(ARGS)

docs: ## the site of docs/, into build/docs
	@.ci/setup dev && NO_MKDOCS_2_WARNING=1 exec $(PYTHON_HERE) -m mkdocs build --quiet -f docs/mkdocs.yml

deb: ## Debian packages, into build/deb: ARGS="13 arm64"
	@.ci/setup dev && exec .ci/deb $(ARGS)

lock: ## lock the newest versions that pyproject.toml allows
	@.ci/setup dev && exec .ci/lock

clean: ## take away what was made here
	rm -rf .venv .cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist antrean.egg-info
