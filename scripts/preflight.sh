#!/bin/sh
# Prints the Python to build the virtual environment with, or says in one sentence what is missing and how to get it.
# Nothing is installed here. PYTHON=… skips the search.
set -eu

remedy="on Debian or Ubuntu: sudo apt install make gcc python3-venv python3-dev"

stop() {
    echo "The garden cannot be built yet: $1 ($remedy)." >&2
    exit 1
}

# Says what the Python at $1 lacks, one word per line; nothing when it is fit.
lacks() {
    "$1" - <<'PYTHON' 2>/dev/null || echo "python"
import importlib.util, os, shlex, shutil, sys, sysconfig
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    print("version")
    sys.exit()
if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
    print("venv")
if not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")):
    print("headers")
compiler = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
if not shutil.which(shlex.split(compiler)[0]):
    print("compiler")
PYTHON
}

command -v make >/dev/null 2>&1 || stop "this machine lacks make"

# The system's own python3 first: its venv and headers are the ones that a package manager gives.
best="" best_lack="" old=""
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    lack=$(lacks "$candidate")
    case $lack in
    "") command -v "$candidate" && exit 0 ;;
    python) ;;
    version) old="$old $candidate" ;;
    *) [ -n "$best" ] || { best=$candidate best_lack=$lack; } ;;
    esac
done

if [ -z "$best" ]; then
    found="none was found"
    [ -z "$old" ] || found="only an older or newer one was found ($(echo $old))"
    [ -z "${PYTHON:-}" ] || found="PYTHON=$PYTHON is none of them"
    stop "it needs Python 3.11, 3.12 or 3.13, and $found"
fi

words=""
for word in $best_lack; do
    case $word in
    venv) word="$best's venv module" ;;
    headers) word="$best's headers (Python.h)" ;;
    compiler) word="a C compiler" ;;
    esac
    words="${words:+$words and }$word"
done
stop "this machine lacks $words"
