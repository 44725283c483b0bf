# make run: the demo office on http://localhost:8000   make test: everything, on both databases and in a browser
# make test T=tests/rules: only that, on both databases   make fix: form and lint put right
PORT ?= 8000
DATA ?= ./var
PY := .venv/bin/python
PIP := .venv/bin/pip install --quiet --disable-pip-version-check
# The virtual environment has a Node of its own where the machine has none, or an old one.
NPM := PATH="$(CURDIR)/.venv/bin:$$PATH" npm
# The same bytes each time.
WHEEL_INTO := SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-1767225600} $(PY) -m hatchling build -t wheel -d
DEMO := SIANTAR_DEMO=1 SIANTAR_DATA=$(DATA) SIANTAR_BASE_URL=http://localhost:$(PORT)

.PHONY: run test setup check fix types pictures mutants wheel client release docs bench rush growth screens parts setup-test explore attack faults cluster-test sbom lighthouse

run: setup
	$(DEMO) .venv/bin/siantar demo
	$(DEMO) .venv/bin/siantar serve --port $(PORT)

setup: .venv/.ready

.venv/.ready: requirements-dev.txt requirements-node.txt pyproject.toml package-lock.json vite.config.ts $(shell find frontend -type f -not -path "frontend/tests/*") $(wildcard siantar/locale/*/LC_MESSAGES/*.po docs/kantor/*.md docs/panduan/*.md) tests/support/guides.py
	python3 -m venv .venv
	$(PIP) --require-hashes -r requirements-dev.txt
	$(PIP) --no-deps -e .
	sh deploy/has-node.sh || $(PIP) --require-hashes -r requirements-node.txt
	$(NPM) ci --no-audit --no-fund --silent
	$(NPM) run --silent build >/dev/null
	.venv/bin/pybabel --quiet compile --directory siantar/locale --domain django
	$(PY) -m tests.support.guides
	touch $@

setup-test: setup
	sh deploy/install-test-packages.sh

test: setup-test $(if $(T),,check)
	$(PY) -m tests.run_all $(T)

check: setup
	.venv/bin/ruff check siantar tests benchmarks
	.venv/bin/ruff format --check --quiet siantar
	$(NPM) run --silent check
	$(NPM) run --silent test
	$(PY) -m tests.support.templates --check
	.venv/bin/lint-imports --no-cache
	SIANTAR_DEMO=1 SIANTAR_DATA=$$(mktemp -d) .venv/bin/mypy siantar

fix: setup
	.venv/bin/ruff check --fix siantar tests benchmarks
	.venv/bin/ruff format siantar
	$(NPM) run --silent fix
	$(PY) -m tests.support.templates

types: setup
	$(PY) -m tests.support.typescript
	$(PY) -m tests.support.vectors

pictures: setup
	$(PY) -m tests.support.access_table
	$(PY) -m tests.support.data_model
	$(PY) -m tests.support.life_of_an_event
	$(PY) -m tests.support.privacy_papers
	$(PY) -m tests.support.asvs

# Every attack in full against fresh servers with two processes, on both databases; under ten minutes. Short form: in `make test`.
attack: setup-test
	$(PY) -m tests.attack.run

# Processes, database, disk, clock, lines and power broken N times under load, on both databases; SEED draws which; then the power goes
# thirty times while a database of the version before is migrated, and a courier has a day of forty stops on a phone that dies at each.
# Short form: in `make test`.
faults: setup-test
	$(PY) -m tests.faults.run $(or $(N),100) $(SEED)
	SIANTAR_CUTS=30 $(PY) -m tests.run_all tests/upgrades/test_upgrades.py -k power
	SIANTAR_STOPS=40 $(PY) -m pytest -n0 tests/journeys/test_dying_phone.py

# The properties with new examples, many more than in the build; what is found is written down as an @example. T=tests/routing narrows it.
explore: setup-test
	$(PY) -m pytest -n2 -m "not browser" --hypothesis-profile=explore $$(grep -rlE "^from hypothesis" $(or $(T),tests) --include="test_*.py")

# A mistake undone by pgBackRest; then a city's cluster (deploy/cluster) in network namespaces, broken in eight ways under load; ten
# minutes, as root. FAULTS narrows it.
cluster-test: setup-test
	sh deploy/install-test-packages.sh cluster
	$(PY) -m pytest -n0 tests/city/point_in_time.py
	$(PY) -m tests.city.run $(FAULTS)

# What is shipped, with versions, licences and digests, and whether an advisory is known for any of it.
sbom: setup
	$(PY) -m tests.support.shipped $(ARGS)

# One small change of the rules after another, on one core; half an hour. M="siantar/rules/decide.py" narrows it.
mutants: setup
	$(PY) -m tests.support.mutants $(M)

screens: setup-test
	SIANTAR_SCREENS=$(or $(INTO),1) $(PY) -m pytest tests/journeys

# The kept pictures of the page of parts (/pengembang/bagian/), after a change of its look that is meant.
parts: setup-test
	SIANTAR_PARTS=1 $(PY) -m pytest -n0 tests/journeys/test_parts.py

# dist/: the wheel that an office installs, with the pages built; the same bytes each time.
wheel: setup
	$(WHEEL_INTO) dist
	cd dist && sha256sum *.whl >SHA256SUMS

# dist/client/: the typed Python client of the API as a wheel of its own, generated from the description; nothing of it is kept here.
client: setup
	$(PY) -m tests.support.client

# dist/release/: wheel, what it needs, deploy, parts with licences, changelog; listed with digests, signed by KEY (an SSH key).
release: setup
	@[ -n "$(KEY)" ] || { echo "make release KEY=~/.ssh/siantar_release" >&2; exit 1; }
	rm -rf dist/release && mkdir -p dist/release
	$(WHEEL_INTO) dist/release
	cp -r requirements.txt deploy CHANGELOG.md LICENSE dist/release/
	$(PY) -m tests.support.shipped --out dist/release/sbom.cdx.json
	sh deploy/sign-release.sh dist/release "$(KEY)"

# dist/docs/: all documents as one site, searchable, to be opened without network (file://); a link that leads nowhere ends it.
docs: setup
	rm -rf dist/docs
	.venv/bin/sphinx-build -q -W --keep-going -c docs/site -d dist/.doctrees . dist/docs
	@echo "dist/docs/index.html"

# The pages of residents on a slow phone, by Lighthouse from npm; the table goes into benchmarks/README.md.
lighthouse: setup-test
	PATH="$(CURDIR)/.venv/bin:$$PATH" $(PY) -m benchmarks.lighthouse

bench: setup-test
	sh deploy/install-test-packages.sh bench
	$(PY) -m benchmarks.run
	$(PY) -m benchmarks.letters

# The first minutes after opening at 1x, 3x, 10x, on one core and two; some minutes. SECONDS, MULTIPLES, CORES, FILES, DATABASE=sqlite change it.
rush: setup-test
	$(PY) -m benchmarks.rush

# What everybody does all day on a history of N files against one of a tenth; DATABASE=sqlite for an office's database.
growth: setup-test
	N=$(N) $(PY) -m benchmarks.growth
