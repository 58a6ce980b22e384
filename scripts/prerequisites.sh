#!/usr/bin/env bash
# Says what this machine lacks, one sentence each, and fails if it lacks anything.
set -euo pipefail

missing=0
lacks() {
    echo "$1" >&2
    missing=1
}

python=${PYTHON:-python3.11}
if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    lacks "Python 3.11 is needed, and $python is not it. Install it, or say where it is: make setup PYTHON=…"
elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    lacks "Python's venv module is missing: on Debian, apt-get install python3.11-venv."
fi

if ! command -v node >/dev/null; then
    lacks "Node 20.19 or newer is needed, and there is none on the PATH."
elif ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
    lacks "Node 20.19 or newer is needed, and this is $(node --version)."
fi
command -v npm >/dev/null || lacks "npm is needed, and there is none on the PATH. It comes with Node."
command -v cc >/dev/null || lacks "A C compiler is needed for a few Python packages: on Debian, apt-get install build-essential."

exit "$missing"
