# Two commands do all the set-up: `make run` and `make test`. The rest is for daily work.
PYTHON ?= python3
PY := .venv/bin/python
PO := $(wildcard locales/*/LC_MESSAGES/bot.po)
MO := $(PO:.po=.mo)

.PHONY: run chat test style types check tests audit bench load pictures lock fmt clean

# What two targets say side by side comes out one after the other, where this make can do that.
BESIDE := $(MAKE) --no-print-directory -j2 $(if $(filter output-sync,$(.FEATURES)),-Otarget)

run: .venv/.run $(MO)
	$(PY) -m bot run

chat: .venv/.run $(MO)
	$(PY) -m bot chat

# The tests come last and alone: they kill, wait and count seconds. `check` fits the matcher they use.
test: .venv/.test $(MO)
	$(MAKE) --no-print-directory style
	$(BESIDE) types check
	$(MAKE) --no-print-directory tests

style: .venv/.test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: .venv/.test
	.venv/bin/mypy

check: .venv/.run $(MO)
	$(PY) -m bot check

# Tests start a hundred processes. Compiled once, these need not do it each, also where Python is told to keep
# nothing compiled; and with a worker on each processor, threads of numpy and E5 would only wait for another.
tests: .venv/.test $(MO)
	$(PY) -m compileall -q bot tests
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m pytest -n auto --dist loadgroup

# What the bot is built of, as far as that can be looked at without the network.
audit: .venv/.test
	$(PY) tools/audit.py

bench: .venv/.test $(MO)
	$(PY) bench/all.py

load: .venv/.test $(MO)
	$(PY) bench/load.py

# The web chat as content/README.md shows it. Needs Chromium.
pictures: .venv/.test $(MO)
	$(PY) tools/pictures.py

fmt: .venv/.test
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# Lock files carry hashes and no addresses. `lock` needs uv.
lock:
	uv pip compile -q --generate-hashes --no-emit-index-url --universal --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q --generate-hashes --no-emit-index-url --universal --python-version 3.11 pyproject.toml --extra dev -o requirements-dev.lock

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ventanilla needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv .venv

.venv/.run: requirements.lock | .venv/bin/python
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/.test: requirements-dev.lock | .venv/bin/python
	$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@ .venv/.run

%.mo: %.po
	.venv/bin/pybabel -q compile -i $< -o $@

clean:
	rm -rf .venv var locales/*/LC_MESSAGES/bot.mo
