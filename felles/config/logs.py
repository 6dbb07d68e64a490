"""Keeps the secrets that stand in addresses out of the log: one-time links, own calendars."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/familie/lenke/|/kalender/)[^/\s\"]+")


class LinkFilter(logging.Filter):
    """Replaces what stands behind the address of secret links, wherever it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the secret."""
        message = record.getMessage()
        hidden = _LINK.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
