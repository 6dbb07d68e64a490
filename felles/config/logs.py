"""Keeps the secret of a one-time link out of the log."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/familie/lenke/)[^/\s\"]+")


class LinkFilter(logging.Filter):
    """Replaces what stands behind the address of one-time links, wherever it is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the secret."""
        message = record.getMessage()
        hidden = _LINK.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
