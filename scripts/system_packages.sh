#!/usr/bin/env bash
# Finds what the tests need beside the locked packages: a browser.
# Installs what is missing if this is root on Debian; otherwise says it in one sentence and goes on.
set -euo pipefail

any_command() {
    for name in "$@"; do
        if [[ -n $name ]] && command -v "$name" >/dev/null; then return; fi
    done
    return 1
}

missing=()
any_command "${CHROMIUM:-}" chromium chromium-browser google-chrome || missing+=(chromium)
[[ ${#missing[@]} -gt 0 ]] || exit 0

if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing for the tests: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1
else
    echo "Missing: ${missing[*]}. The tests that need them cannot run; everything else works." >&2
fi
