# Everything that is done to this repository. `make` alone builds content/ into public/.
#
# All of it needs a Python of 3.11 or later and nothing else. PYTHON=... names one; without it the first that runs is taken.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)
# pip compiles what it installs, but not what it only links to; and where PYTHONDONTWRITEBYTECODE is set, as in many
# containers, nobody else does: each start would take 0.15 s more.
COMPILE := $(BIN)/python -m compileall -q site_builder
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
MAC_CHROME := /Applications/Google Chrome.app/Contents/MacOS/Google Chrome

.PHONY: site serve test lint types format bench pictures lock bounds setup dev chromium clean

site: setup
	$(BIN)/site-builder build

serve: setup
	$(BIN)/site-builder serve

# PYTEST_ARGS adds options: make test PYTEST_ARGS="-k layers"
test: dev chromium
	@$(COMPILE)
	$(BIN)/pytest --numprocesses auto $(PYTEST_ARGS)

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

format: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: dev
	@$(COMPILE)
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/preview.py

# The pictures of README.md and docs/themes.md, from the site as it is.
pictures: dev chromium
	$(BIN)/python docs/pictures/take.py

# The versions that new sites lock, with the digests of their files for every system: the newest that there are.
lock: dev
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --output-file site_builder/scaffold/dependencies.txt pyproject.toml

# The tests with the oldest libraries that pyproject.toml allows, and with the newest.
bounds: dev chromium
	@for resolution in lowest-direct highest; do \
	  echo "Testing with --resolution $$resolution"; \
	  $(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)-$$resolution && \
	  $(BIN)/uv pip install --quiet --python $(VENV)-$$resolution --resolution $$resolution --editable . --group test pip && \
	  $(VENV)-$$resolution/bin/pytest --numprocesses auto $(PYTEST_ARGS) || exit 1; \
	done

setup: $(VENV)/.installed

dev: $(VENV)/.installed-dev

# A command on the path may be a shim without an interpreter behind it, and Debian's python3 may lack ensurepip: only
# one that runs and can make an environment will do.
$(BIN)/python:
	@for python in $(PYTHONS); do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; \
	    exec $$python -m venv --clear $(VENV); \
	  fi; \
	done; \
	echo "No Python of 3.11 or later with venv was found (tried: $(PYTHONS))." >&2; \
	echo "Install one (on Debian and Ubuntu: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo 'Installing the program into $(VENV)'
	@$(PIP) install --editable .
	@$(COMPILE)
	@touch $@

# Dependency groups need pip 25.1, which is younger than the pip that Python 3.11 brings along.
$(VENV)/.installed-dev: $(VENV)/.installed
	@echo 'Installing what the tests and checks need'
	@$(PIP) install 'pip>=25.1'
	@$(PIP) install --group dev
	@touch $@

chromium:
	@for browser in "$(CHROMIUM)" $(BROWSERS) "$(MAC_CHROME)"; do \
	  if command -v "$$browser" >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if ! command -v apt-get >/dev/null; then \
	  echo "The tests drive a browser: install Chromium or Google Chrome, or name one: make test CHROMIUM=/path/to/it" >&2; \
	  exit 1; \
	fi; \
	if [ "$$(id -u)" -eq 0 ]; then root=; else root=sudo; fi; \
	$$root apt-get update --quiet=2 && \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends chromium

clean:
	rm -rf $(VENV) $(VENV)-* .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find public -mindepth 1 ! -name .gitignore -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

export CHROMIUM
