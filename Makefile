# Echo Director. `make demo` and `make test` work from a fresh clone with nothing but Python 3.11.
PY    ?= python3
VENV  ?= .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTEST := $(BIN)/python -m pytest -q

.PHONY: demo test run check format bench fuzz faults pictures mutants clip constraints wheel clean

demo: $(STAMP)
	@$(BIN)/echo-director demo

run: $(STAMP)
	@$(BIN)/echo-director serve --sample

test: $(STAMP)
	$(PYTEST) -n auto --maxprocesses 4 --dist loadfile tests/unit tests/integration
	$(PYTEST) tests/faults tests/browser

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/basedpyright

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: $(STAMP)
	ECHO_DIRECTOR_FUZZ_EXAMPLES=20 $(PYTEST) tests/integration/http/test_openapi_fuzz.py tests/integration/http/test_openapi_walks.py

faults: $(STAMP)
	$(PYTEST) tests/faults

bench: $(STAMP)
	$(BIN)/python -m evals.bench

pictures: $(STAMP)
	$(BIN)/python -m evals.pictures

mutants: $(STAMP)
	$(BIN)/python -m mutmut run

clip: $(STAMP)
	$(BIN)/python -m pip install -q 'torch==2.13.0' 'torchvision==0.28.0' 'open-clip-torch==3.3.0' $(TORCH_ARGS)

constraints: $(STAMP)
	{ echo "# Versions for pip where uv cannot be had; written by \`make constraints\`."; \
	  $(BIN)/uv export -q --frozen --no-hashes --no-header --no-emit-project --extra dev --system-certs; } > constraints.txt

wheel: $(STAMP)
	$(BIN)/uv build --wheel --system-certs

clean:
	rm -rf $(VENV) dist

$(STAMP): pyproject.toml uv.lock constraints.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Echo Director needs Python 3.11 or newer: make PY=/path/to/python3"; exit 1; }
	@test -x $(BIN)/pip || $(PY) -m venv $(VENV) \
	  || { echo "The venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing (once)…"
	@{ $(BIN)/pip install -q --disable-pip-version-check uv==0.13.8 \
	   && UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync -q --system-certs --frozen --inexact --compile-bytecode --extra dev; } \
	 || $(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
