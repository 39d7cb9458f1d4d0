#!/bin/sh
# The tests drive three programs that pip cannot install: a browser, a Chinese font to draw with, and a Redis server.
# Installs those that are missing, as Debian packages; quick and silent when all are here.
set -eu

missing=""
command -v chromium-headless-shell >/dev/null || missing="$missing chromium-headless-shell"
command -v redis-server >/dev/null || missing="$missing redis-server"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-wqy-microhei"
[ -n "$missing" ] || exit 0

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
if ! command -v apt-get >/dev/null || { [ -n "$as_root" ] && ! command -v sudo >/dev/null; }; then
    echo "The tests need these programs (Debian's names):$missing. Install them, then run make test again." >&2
    exit 1
fi
echo "Installing for the tests:$missing" >&2
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
