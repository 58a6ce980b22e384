#!/usr/bin/env bash
# Finds Chromium for the browser tests; where it is missing, installs it if this is root on Debian.
set -euo pipefail

for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit; fi
done

if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "The browser tests need Chromium, and there is none: install it, or name it in CHROMIUM." >&2
fi
