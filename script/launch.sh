# Sourced by the launchers: finds a Python and hands over to script/tool.
# shellcheck shell=sh
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)

good_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    # The project's own environment first, when it is whole: it is the quickest to start.
    python="$root/var/venv/bin/python"
    if [ -f "$root/var/stamps/venv" ] && good_python "$python"; then
        return 0
    fi
    for python in "${FELLES_PYTHON:-python3}" python3 /usr/bin/python3 \
        python3.13 python3.12 python3.11 python3.14; do
        if good_python "$python"; then
            return 0
        fi
    done
    echo "Felles needs Python 3.11 or newer, and none was found: install it (on Debian and Ubuntu: apt-get install python3 python3-venv) or name one in FELLES_PYTHON." >&2
    exit 1
}

launch() {
    find_python
    PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}" exec "$python" -m script.tool "$@"
}
