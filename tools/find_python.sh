#!/bin/sh
# Prints a Python of 3.11 or newer that can make a virtual environment, or says what is missing.

old=""
for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3.14 python3 python; do
    # A launcher of a version manager may be on the path without the version behind it: ask it.
    found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        old="$found"
    elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "Python $found is here, but cannot make a virtual environment." >&2
        echo "On Debian and Ubuntu: apt install python$found-venv" >&2
        exit 1
    else
        echo "$python"
        exit 0
    fi
done

echo "Planweave needs Python 3.11 or newer; found ${old:-none}." >&2
echo "Install one from your system's packages or https://www.python.org/downloads/, then try again." >&2
echo "One that is not on the path can be named: PYTHON=/path/to/python3.12 make setup" >&2
exit 1
