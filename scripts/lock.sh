#!/usr/bin/env bash
# Writes requirements/*.txt from pyproject.toml: exact versions with hashes, and no word of where to fetch them.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/uv"
"$work/uv/bin/pip" install --quiet uv==0.13.9

# Brownie reads these while it says what it needs: the loose requirements, and no compiled modules.
export BROWNIE_NOCOMPILE=1 BROWNIE_LIB=1

wanted() { # wanted GROUP…: the requirements of dependency groups, "runtime" being the project's own
    python3.11 - "$@" <<'PYTHON'
import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))
groups = {"runtime": project["project"]["dependencies"], **project["dependency-groups"]}
print(*(requirement for name in sys.argv[1:] for requirement in groups[name]), sep="\n")
PYTHON
}

lock() { # lock FILE CONSTRAINT GROUP…
    local file=requirements/$1.txt constraint=$2
    shift 2
    wanted "$@" | "$work/uv/bin/uv" pip compile - --quiet --upgrade --constraint "$constraint" \
        --python-version 3.11 --universal --generate-hashes --no-binary eth-brownie \
        --no-annotate --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "make lock" --output-file "$file"
    echo "$file: $(grep -c '^[a-z]' "$file") packages"
}

lock dev /dev/null runtime dev build
lock build requirements/dev.txt build
lock runtime requirements/dev.txt runtime
lock fuzz /dev/null fuzz
lock proof /dev/null proof
