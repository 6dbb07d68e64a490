"""Hands each command in script/ to its module."""

import sys
from importlib import import_module

from script.tool.common import Stop

COMMANDS = {
    "setup": "script.tool.setup",
    "server": "script.tool.server",
    "manage": "script.tool.manage",
    "test": "script.tool.lanes",
    "check": "script.tool.check",
    "fix": "script.tool.check",
    "bench": "script.tool.bench",
    "proof": "script.tool.proof",
    "messages": "script.tool.messages",
}


def main() -> int:
    """Run the command and turn its refusals into one sentence."""
    command, *arguments = sys.argv[1:]
    module = import_module(COMMANDS[command])
    try:
        return int(getattr(module, command)(arguments))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
