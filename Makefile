# Two commands on a fresh machine with Python 3.11 or newer: `make demo` and `make test`.
# Both make .venv when it is missing and again when pyproject.toml changes; otherwise they need no network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check format golden speed bench-engines bench-plots equality validate fuzz explore mutation clean docs

demo: $(READY)
	@$(BIN)/ringsim run quickstart --replications 30
	@$(BIN)/ringsim load quickstart --duration 1s || test $$? -eq 6  # 6: this machine was too busy for a load test

test: $(READY)
	@$(BIN)/python -m pytest

# Formatting, lint, strict types, import contracts: what CI checks before the tests. The linter's cache would remember a
# module that was missing yesterday as an import of its package.
check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Rewrites the exact counts of work that tests/bench compares with; say in the commit why they changed.
golden: $(READY)
	@$(BIN)/python -m tests.bench.golden

# Rewrites docs/options.md from the declarations of the knobs, the presets and the stories that show them.
docs: $(READY)
	@$(BIN)/python -m tests.options_table

# Speed of the SimPy model beside a plain one, as ratios within one run.
speed: $(READY)
	@$(BIN)/python -m tests.bench.speed

# Both engines and other simulators on the same calls, each checked against theory: make bench-engines ROUNDS=5 CALLS=50000
bench-engines: $(READY)
	@$(BIN)/python -m tests.bench.engines

# Charts of speed over agents, load and size in results/bench: five minutes.
bench-plots: $(READY)
	@$(BIN)/python -m tests.bench.plots

# Random days under both engines until so many records are compared: make equality RECORDS=1e8
RECORDS ?= 1e7
equality: $(READY)
	@RECORDS=$(RECORDS) $(BIN)/python -m tests.equality.long

# Random days under the readable machine, every invariant after every instant: make fuzz MINUTES=10 SEED=1. A failure is shrunk and
# written to a file: make fuzz REPLAY=FILE, or DAY=NUMBER.
MINUTES ?= 10
SEED ?= 1
fuzz: $(READY)
	@MINUTES=$(MINUTES) SEED=$(SEED) REPLAY=$(REPLAY) DAY=$(DAY) $(BIN)/python -m tests.properties.fuzz

# Small systems walked through every state they can reach: make explore, or make explore SCENE="no queue".
explore: $(READY)
	@SCENE="$(SCENE)" $(BIN)/python -m tests.exploration

# Small mistakes put into the routing machine, and how many of them the tests notice: make mutation SAMPLE=300 SEED=1
SAMPLE ?= 300
mutation: $(READY)
	@$(BIN)/python -m tests.mutation SAMPLE=$(SAMPLE) SEED=$(SEED)

# Closed forms, exact chains and finite days at full power, one table; machines broken on purpose must be found out.
validate: $(READY)
	@$(BIN)/python -m tests.theory.validate

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'ringsim needs Python 3.11 or newer, and $(PYTHON) is not: try  make PYTHON=python3.12'; exit 1; }
	@echo 'Preparing $(VENV), once: a minute or two'
	@$(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); echo 'Python cannot make environments: on Debian and Ubuntu,  apt-get install python3-venv'; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV)
