"""What the proofs have counted, added up and printed at the end of a run."""

from collections import defaultdict
from statistics import median
from typing import Any

UNITS = {
    "cells": "cells of the matrix: a part, a state, a route and a method",
    "family cells": "cells of the families' matrix: a guardian, a state, a page and a method",
    "guardian knocks": "staff's doors that a guardian who is in knocked at, all shut",
    "read rows": "cases shown, each with its one row in the access log",
    "change cells": "answers before and after a change of consent, on the very next request",
    "pairs": "pairs of requests in the two worlds, byte for byte the same",
    "mother's pages": "pages that a mother opens from her link to a yes that is not for all",
    "mother's taps": "taps that it takes her, beside the child's birth date",
    "mother's words": "words on these pages, if she reads every one of them",
    "slower ms": "ms: the median of how much longer an answer takes when there is a case to hide",
}


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the counts of all tests that have counted something."""
    found: dict[str, list[float]] = defaultdict(list)
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in getattr(report, "user_properties", ()):
                if name in UNITS:
                    found[name] += value if isinstance(value, list) else [value]
    if found:
        terminalreporter.section("proofs")
    for name, values in sorted(found.items()):
        count = f"{median(values):+.3f}" if name == "slower ms" else f"{sum(values):,.0f}"
        terminalreporter.write_line(f"{count:>10} {UNITS[name]}")
    if "cells" in found:
        _print_channels(terminalreporter)


def _print_channels(terminalreporter: Any) -> None:
    from tests.proofs.channels import CHANNELS

    for channel in CHANNELS:
        terminalreporter.write_line(f"  canary in {channel.name}: {channel.swept}")
