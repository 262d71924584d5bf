#!/bin/sh
# Renew the lock files: the tests first, then the runtime constrained by them, so the two agree.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
lock() { .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet "$@"; }
lock --extra server --extra test pyproject.toml -o requirements/test.txt
lock --extra server -c requirements/test.txt pyproject.toml -o requirements/runtime.txt
lock requirements/uv.in -o requirements/uv.txt
lock requirements/node.in -o requirements/node.txt
lock --no-deps requirements/borrowed.in -o requirements/borrowed.txt
