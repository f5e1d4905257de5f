# Everything a person runs from a checkout, on a machine with Python 3.11 or newer and make.
# Written for the make and sh of Debian and of macOS.

PYTHON = python3
PORT   = 8866
PAGE   = dashboard
# Not a plain "=": many systems name a person's browser in this variable, and Python reads it too.
BROWSER ?= 1
# How many learners `make load` sends, for how many minutes, and the checkout whose server they use.
LEARNERS = 30
MINUTES  = 10
SOURCE   = .

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --disable-pip-version-check --quiet install

# Each stamp says that a set of packages is installed; `make` redoes it when a lock file is newer.
RUN     := $(VENV)/.installed-run
DEV     := $(VENV)/.installed-dev
ORACLES := $(VENV)/.installed-oracles

# What the front end is bundled from, and the sign that it has been.
SCRIPTS := $(shell find mlwidgets/widgets -name '*.ts') $(wildcard mlwidgets/locales/*.po)
BUILT   := mlwidgets/widgets/bundles/.built

# A virtual environment knows its own path and its interpreter: if either has moved, ours starts afresh.
ifneq ($(wildcard $(RUN)),)
ifneq ($(shell $(BIN)/python -c '' 2>/dev/null && cat $(RUN)),$(CURDIR))
$(shell rm -rf $(VENV))
endif
endif

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test bundles lint bench load oracles lessons messages picture misconceptions lock clean

help:
	@echo 'make run      start the dashboard on 127.0.0.1:8866 and open the browser (PORT=8877, BROWSER=0, PAGE=playground)'
	@echo 'make test     run every test, those in a real browser too'
	@echo 'make lint     check style and types, of Python and TypeScript'
	@echo 'make bench    measure speed and print it'
	@echo 'make load     send a class of learners to a server and print how it holds (LEARNERS=30, MINUTES=10, SOURCE=another checkout)'
	@echo 'make oracles  compare with PyTorch, SciPy, Keras, TensorFlow.js and ONNX Runtime, race on Dask, open a JupyterHub, grade with nbgrader'
	@echo 'make lessons  work through every lesson of the course in a browser, with mouse, finger and keyboard'
	@echo 'make messages collect the texts for translators in mlwidgets/locales (LANGUAGE=fr begins another language)'
	@echo 'make picture  take the picture of the dashboard that the README shows'
	@echo 'make misconceptions  take the pictures of docs/lessons/misconceptions.md'
	@echo 'make lock     pin the newest versions of all packages'
	@echo 'make clean    remove everything that make made'
	@echo 'PYTHON=python3.12 chooses the interpreter.'

run: $(RUN) $(BUILT)
	@exec $(BIN)/python -m mlwidgets serve '$(PAGE)' --port '$(PORT)' $(if $(filter 0,$(BROWSER)),--no-browser)

# The browser is looked for before the tests start: its absence is an error, never a skip. Files run side by side, each as
# a whole: its tests share a page. More than two browsers, each with a server and a Python of its own, would only wait.
test: $(DEV)
	@$(BIN)/deno test --quiet mlwidgets/widgets
	@CHROMIUM="$$(sh .ci/chromium)" && export CHROMIUM && \
		$(BIN)/python -m pytest --ignore tests/browser --numprocesses auto --dist loadfile && \
		$(BIN)/python -m pytest tests/browser --numprocesses 2 --dist loadfile --no-loadscope-reorder

# The bundles of the front end, if a script is newer than they are.
bundles: $(DEV) $(BUILT)

# Deno is in the virtual environment only with the tools of a developer; else pip brings it to build the package.
$(BUILT): $(SCRIPTS) | $(RUN)
	@$(BIN)/python .ci/bundles.py 2>/dev/null || $(PIP) --no-deps --editable .

lint: $(DEV)
	@$(BIN)/deno fmt --check --quiet
	@$(BIN)/deno lint --quiet
	@$(BIN)/deno check --quiet mlwidgets/widgets
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy

bench: $(ORACLES)
	@CHROMIUM="$$(sh .ci/chromium)" && export CHROMIUM && $(BIN)/python -m tests.bench.run

# LOAD passes more, such as LOAD='--save before.json'; --help lists it.
load: $(DEV) $(BUILT)
	@CHROMIUM="$$(sh .ci/chromium)" || exit 1; export CHROMIUM; $(BIN)/python -m tests.load.run \
		--learners '$(LEARNERS)' --minutes '$(MINUTES)' --source '$(SOURCE)' $(LOAD); code=$$?; \
		$(BIN)/python -m tests.load.hostile --source '$(SOURCE)' && exit $$code

# Node.js runs the TensorFlow.js programs, and the proxy of JupyterHub, which a browser opens.
oracles: $(ORACLES)
	@NODE="$$(sh .ci/node)" && export NODE && CHROMIUM="$$(sh .ci/chromium)" && export CHROMIUM && \
		$(BIN)/python -m pytest tests/oracles

# Every lesson in a browser, with every wrong answer and every hint: with a mouse, with a finger on a phone, and with
# the keyboard alone. For those who change a lesson or what it tells of.
lessons: $(DEV) $(BUILT)
	@CHROMIUM="$$(sh .ci/chromium)" && export CHROMIUM && $(BIN)/python -m pytest tests/browser/walk_lessons.py

# A translator fills in what is empty in mlwidgets/locales/*.po; see docs/translating.md.
LANGUAGE =
messages: $(DEV)
	@$(BIN)/python .ci/messages.py $(LANGUAGE)

picture: $(DEV)
	@CHROMIUM="$$(sh .ci/chromium)" && export CHROMIUM && $(BIN)/python -m tests.browser.readme_picture

# Each misconception that a lesson refutes, at the step that does.
misconceptions: $(DEV) $(BUILT)
	@CHROMIUM="$$(sh .ci/chromium)" && export CHROMIUM && $(BIN)/python -m tests.browser.misconceptions

# Binder's list is the run-time lock for the one Python that Binder uses.
COMPILE := $(BIN)/python -m uv pip compile --quiet --no-header --generate-hashes pyproject.toml --extra voila --extra trees --extra keras --extra onnx
lock: $(DEV)
	@$(COMPILE) --universal --python-version 3.11 --upgrade --output-file requirements.lock
	@$(COMPILE) --universal --python-version 3.11 --upgrade --constraint requirements.lock \
		--extra hub --extra nbgrader --extra test --extra lint --extra bench --output-file requirements-dev.lock
	@$(COMPILE) --python-version 3.12 --python-platform linux --constraint requirements.lock \
		--output-file binder/requirements.txt

clean:
	@rm -rf $(VENV) build dist test-artifacts .mypy_cache .pytest_cache .ruff_cache
	@find mlwidgets tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): requirements.lock pyproject.toml
	@command -v '$(PYTHON)' >/dev/null || { \
		echo 'There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make run PYTHON=python3.12'; \
		exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "mlwidgets needs Python 3.11 or newer; this is $$('$(PYTHON)' --version)." \
			'Install a newer one and name it: make run PYTHON=python3.12'; \
		exit 1; }
	@'$(PYTHON)' -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. Install it (Debian, Ubuntu: sudo apt install python3-venv)."; \
		exit 1; }
	@test -x $(BIN)/python || '$(PYTHON)' -m venv $(VENV)
	@echo 'Installing the packages of requirements.lock (a minute or two, once)'
	@$(PIP) --requirement requirements.lock
	@$(PIP) --no-deps --editable .
	@pwd -P > $@

$(DEV): requirements-dev.lock $(RUN)
	@echo 'Installing the packages of requirements-dev.lock'
	@$(PIP) --requirement requirements-dev.lock
	@touch $@

# The versions of PyTorch, SciPy and Keras stand in pyproject.toml.
ORACLE_PACKAGES = import tomllib; \
	extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; \
	print(*extras["oracles"])
$(ORACLES): $(DEV)
	@echo 'Installing PyTorch, SciPy, Keras and Dask'
	@$(PIP) $$($(BIN)/python -c '$(ORACLE_PACKAGES)')
	@touch $@
