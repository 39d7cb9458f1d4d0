# What a person or a machine does with this project; each target is what CI runs. `make` alone lists them.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: help setup demo test lint bench docs translations

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /make \1 /p' Makefile | awk '{ t = $$2; $$1 = $$2 = ""; printf "make %-12s%s\n", t, $$0 }'

setup: .venv/installed ## make .venv and install Earwitness in it

demo: .venv/installed ## build the demonstration collection, transcribe a recording of it, and serve it
	$(BIN)/earwitness model fetch base
	$(BIN)/earwitness demo

# What one process has compiled of ours the hundreds after it only load, whatever this machine is told about Python.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/installed-for-work ## run every test; installs what they need
	sh tools/install_test_programs.sh
	$(BIN)/earwitness model fetch base
	$(BIN)/earwitness model fetch voices
	$(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

lint: .venv/installed-for-work ## formatting, style, types, and whether the generated pages of docs/ are current
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/cog --check docs/settings.md docs/cli.md

docs: .venv/installed-for-work ## write the settings table and the command line's help into docs/
	$(BIN)/cog -r docs/settings.md docs/cli.md

translations: .venv/installed ## bring new sentences of the interface into its Chinese, which is then to be written
	$(BIN)/python -m tools.translations

bench: .venv/installed-for-work ## measure search, accuracy and speed; prints the tables of docs/measurements*.md
	$(BIN)/python -m bench

# A stamp is older than what it was made from exactly when something must be installed again.
.venv/installed: pyproject.toml constraints.txt tools/make_venv.sh
	@echo "Installing Earwitness into .venv. The first time this takes some minutes."
	sh tools/make_venv.sh $(PYTHON)
	$(PIP) "$$(grep '^torch==' constraints.txt)"
	$(PIP) --editable .
	touch $@

.venv/installed-for-work: .venv/installed
	$(PIP) --editable '.[dev]'
	touch $@
