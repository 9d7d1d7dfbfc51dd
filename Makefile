# make studio   install everything, examine the bundled sample, write its report, open the window where there is a display
# make test     install everything, then lint, types, import contracts and the tests that need no data of yours
# make test-all the slow tests and those on ../shared/data as well
# VENV=/path    another environment than .venv        PYTHON=/path   another interpreter than the first that fits

VENV ?= .venv
PYTHON ?=
BIN = $(VENV)/bin
export VENV PYTHON

.PHONY: studio test test-all check install stamp format constraints clean

studio: install
	mkdir -p out
	$(BIN)/python -m deepfake_studio examine resources/sample --case out/sample.dfcase \
	  --json out/sample.json --report out/sample.html
	@echo "Report of the bundled sample: $(CURDIR)/out/sample.html"
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(BIN)/python -m deepfake_studio; \
	else echo "There is no display, so the window stays closed."; fi

test: check
	$(BIN)/python -m pytest -q

test-all: check
	$(BIN)/python -m pytest -q --all

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

install:
	@sh packaging/install.sh

stamp:
	@sh packaging/install.sh stamp

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

constraints: install
	$(BIN)/python packaging/make_constraints.py

clean:
	rm -rf out build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
