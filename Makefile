# Every target works from a fresh clone: the first one makes the environment.
PYTHON := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help demo test essais lint bench chaos

help: ## Affiche cette aide
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: .venv/.projet ## Démarre la plateforme avec des données fictives ; Ctrl-C arrête tout
	@$(PYTHON) -m core.cli demo

test: .venv/.projet ## Fait toutes les vérifications et tous les essais
	@$(MAKE) --no-print-directory -j2 lint essais

essais: .venv/.projet
	@bin/essais

lint: .venv/.projet ## Vérifie le style, les types et les couches
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

bench: .venv/.projet ## Mesure les vitesses
	@set -e; for mesure in tests/benchmarks/[a-z]*.py; do \
		$(PYTHON) -m "tests.benchmarks.$$(basename "$$mesure" .py)"; done

chaos: .venv/.projet ## Tue les processus et vérifie que rien n'est perdu
	@set -e; for epreuve in tests/chaos/[a-z]*.py; do \
		$(PYTHON) -m "tests.chaos.$$(basename "$$epreuve" .py)"; done

.venv/.stamp: requirements.lock bin/setuptools.txt
	@bin/preparer
	@touch $@

.venv/.projet: .venv/.stamp pyproject.toml
	@bin/installer-projet
	@touch $@
