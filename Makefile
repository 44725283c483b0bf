# make run: the demo office on http://127.0.0.1:8000   make test: everything, on both databases and in a browser
PORT ?= 8000
DATA ?= ./var
PY := .venv/bin/python

.PHONY: run test setup check fix types pictures bench screens setup-test

run: setup
	SIANTAR_DEMO=1 SIANTAR_DATA=$(DATA) SIANTAR_BASE_URL=http://127.0.0.1:$(PORT) .venv/bin/siantar demo
	SIANTAR_DEMO=1 SIANTAR_DATA=$(DATA) SIANTAR_BASE_URL=http://127.0.0.1:$(PORT) .venv/bin/siantar serve --port $(PORT)

setup: .venv/.ready

.venv/.ready: requirements-dev.txt pyproject.toml package-lock.json vite.config.ts $(shell find frontend -type f -not -path "frontend/tests/*") $(wildcard siantar/locale/*/LC_MESSAGES/*.po)
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps -e .
	npm ci --no-audit --no-fund --silent
	npm run --silent build >/dev/null
	.venv/bin/pybabel --quiet compile --directory siantar/locale --domain django
	touch $@

setup-test: setup
	sh deploy/install-test-packages.sh

test: setup-test check
	$(PY) -m tests.run_all

check: setup
	.venv/bin/ruff check siantar tests benchmarks
	.venv/bin/ruff format --check --quiet siantar
	npm run --silent check
	npm run --silent test
	$(PY) -m tests.support.templates --check
	.venv/bin/lint-imports --no-cache
	SIANTAR_DEMO=1 SIANTAR_DATA=$$(mktemp -d) .venv/bin/mypy siantar

fix: setup
	.venv/bin/ruff check --fix siantar tests benchmarks
	.venv/bin/ruff format siantar
	npm run --silent fix
	$(PY) -m tests.support.templates

types: setup
	$(PY) -m tests.support.typescript
	$(PY) -m tests.support.vectors

pictures: setup
	$(PY) -m tests.support.access_table
	$(PY) -m tests.support.data_model
	$(PY) -m tests.support.life_of_an_event

screens: setup-test
	SIANTAR_SCREENS=1 $(PY) -m pytest tests/journeys

bench: setup-test
	$(PY) -m benchmarks.run
