# Two commands do everything: `make demo` (see it work) and `make test` (everything checked). `make help` lists the rest.
# Needed: Python 3.11 or newer, make, and the first time a network to fetch the packages that requirements.lock names.

VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.installed-to-run
ALL := $(VENV)/.installed-all
OFFLINE := --HTMLExporter.mathjax_url= --HTMLExporter.require_js_url= --HTMLExporter.jquery_url= \
	--HTMLExporter.widget_renderer_url= --HTMLExporter.jupyter_widgets_base_url=
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq

# A virtual environment does not survive being moved: make it anew.
ifneq ($(wildcard $(VENV)/.made-for),)
ifneq ($(shell cat $(VENV)/.made-for),$(CURDIR))
$(shell rm -rf $(VENV))
endif
endif

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench lab notebooks docs site lock attacks sbom audit licences clean

help: ## say what there is
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 18

demo: $(RUN) ## check the repository's data and write its pages to build/
	@echo "Checking the data …"
	@$(BIN)/sysmap check --no-waived
	@echo "Drawing the pages …"
	@$(BIN)/sysmap render -o build
	@$(BIN)/sysmap render cqc-system-assessment-2025 --before cqc-system-assessment-2024 -o build >/dev/null
	@echo "Open any of them in a browser; they need no network."

test: $(ALL) lint ## run everything, the browser tests included
	@$(BIN)/python -m tests.chromium --install
	@$(BIN)/python -m tests.postgres --install >/dev/null
	@$(BIN)/python -m tests.typescript --install
	@$(BIN)/python -m pytest -n auto

lint: $(ALL) ## style, types and the ladder of imports
	@$(BIN)/ruff check .
	@$(BIN)/mypy --no-error-summary
	@ladder=$$($(BIN)/lint-imports 2>&1) || { echo "$$ladder"; exit 1; }

bench: $(ALL) ## measure, and print tables (see docs/benchmarks.md)
	@for file in tests/benchmarks/bench_*.py; do \
		$(BIN)/python -m tests.benchmarks.$$(basename $$file .py) || exit 1; done

lab: $(ALL) ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

notebooks: $(ALL) ## run every notebook and write it with its results to build/notebooks
	@mkdir -p build/notebooks
	@$(BIN)/jupyter nbconvert --log-level=WARN --to html --execute --output-dir build/notebooks $(OFFLINE) notebooks/*.ipynb
	@echo "Written to build/notebooks; they open without a network."

docs: $(ALL) ## make the generated pages and pictures of docs/ anew
	@$(BIN)/python docs/generate.py

site: $(ALL) ## make the manual as a site that opens from disk: build/site
	@$(PIP) install "mkdocs-material>=9.5,<10" "mkdocstrings[python]>=0.27"
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict
	@echo "Written to build/site: open build/site/index.html; it needs no network."

lock: $(ALL) ## resolve requirements.lock anew from pyproject.toml
	@$(PIP) install uv
	@$(BIN)/python .ci/lock.py

ATTACKS := tests/core/test_pictures.py tests/formats/test_broken.py tests/formats/test_workbook.py tests/properties/test_gate.py \
	tests/properties/test_privacy.py tests/web/test_hostile.py tests/workshop/test_door.py tests/workshop/test_identity.py \
	tests/workshop/test_roles.py tests/workshop/test_kept_sessions.py tests/workshop/test_killed.py tests/test_audit.py

attacks: $(ALL) ## run the tests of what stands against attacks (SECURITY.md)
	@$(BIN)/python -m tests.chromium --install
	@$(BIN)/python -m tests.postgres --install >/dev/null
	@$(BIN)/python -m pytest -n auto $(ATTACKS)

sbom: $(ALL) ## list every component with version, hash and licence: build/sbom.cdx.json (CycloneDX)
	@$(PIP) install cyclonedx-bom
	@mkdir -p build
	@$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible \
		--spec-version 1.6 -o build/sbom.cdx.json $(BIN)/python
	@echo "Written to build/sbom.cdx.json."

audit: $(ALL) ## compare the lock with known vulnerabilities; without a network: make audit ADVISORIES=all.zip
	@[ -n "$(ADVISORIES)" ] || $(PIP) install pip-audit
	@$(BIN)/python .ci/audit.py "$(ADVISORIES)"

licences: $(ALL) ## write docs/licences.md anew
	@$(BIN)/python .ci/licences.py

clean: ## remove everything that make has made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@python=$$(sh .ci/find-python) && echo "Setting up $(VENV) with $$python …" && "$$python" -m venv $(VENV)
	@printf '%s' '$(CURDIR)' > $(VENV)/.made-for

$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what sysmap runs on (once, about half a minute) …"
	@sed '/^# ---/,$$d' requirements.lock > $(VENV)/to-run.txt
	@$(PIP) install --require-hashes -r $(VENV)/to-run.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(ALL): $(RUN)
	@echo "Installing notebooks, reports, workshop and test tools (once, about a minute) …"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@
