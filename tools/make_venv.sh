#!/bin/sh
# Make .venv with the given Python, or say what is missing.
set -eu
python=$1

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Earwitness needs Python 3.11 or later; '$python' is not. Say which to use: make PYTHON=python3.12 …" >&2
    exit 1
fi
if [ ! -x .venv/bin/pip ] && ! "$python" -m venv --clear .venv; then
    rm -rf .venv
    echo "Python cannot make a virtual environment. On Debian: apt-get install python3-venv" >&2
    exit 1
fi
