#!/usr/bin/env bash
# Runs Brownie with a home and a port of its own, so that runs never meet.
#   scripts/brownie.sh compile
#   scripts/brownie.sh test tests/contracts -n 2
#   CHAIN=ganache scripts/brownie.sh test tests/contracts -m ganache
#   PORT=8545 scripts/brownie.sh run deploy      # on the chain that listens there
set -euo pipefail
cd "$(dirname "$0")/.."

case "${CHAIN:-anvil}" in
    anvil) network=development ;;
    ganache) network=ganache-cli ;;
    *)
        echo "CHAIN is anvil or ganache, not $CHAIN" >&2
        exit 2
        ;;
esac

mkdir -p build
home=$(mktemp -d "$PWD/build/brownie-home.XXXXXX")
trap 'rm -rf "$home"' EXIT

# Brownie attaches to whatever already listens on its port. Workers of `-n` take the ports that follow.
[[ -n ${PORT:-} ]] || PORT=$(.venv/bin/python - <<'PYTHON'
import random, socket

def is_free(port: int) -> bool:
    with socket.socket() as listener:
        return listener.connect_ex(("127.0.0.1", port)) != 0

print(next(base for base in random.sample(range(20_000, 32_000, 8), 100) if all(map(is_free, range(base, base + 8)))))
PYTHON
)
networks=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("brownie").submodule_search_locations[0])')
mkdir "$home/.brownie"
sed "s/port: 8545/port: $PORT/" "$networks/data/network-config.yaml" >"$home/.brownie/network-config.yaml"

export HOME=$home SOLCX_BINARY_PATH=$PWD/.solcx PATH=$PWD/.venv/bin:$PWD/node_modules/.bin:$PATH
case "${1:-}" in
    test | run | console) brownie "$@" --network "$network" ;;
    *) brownie "$@" ;;
esac
