"""The process beside the web server: says that it lives, sends notices, and tidies up.

Everything that it does may be done twice or by two workers at once without harm.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import Error, connections
from django.utils import timezone

from felles.activities.actions import (
    forget_old_absence,
    forget_old_crossing_days,
    forget_old_groups,
    forget_old_guests,
    forget_old_notes,
    forget_old_runs,
    forget_old_suggestions,
    forget_pairs_of_former,
)
from felles.casework.actions import forget_old_drafts, remind_of_ends
from felles.config.notices import send_due
from felles.ledger.actions import beat, forget_served_messages, forget_submitted_forms
from felles.ledger.queries import WORKER
from felles.meetings.actions import forget_old_discussions, forget_row_texts, remind_of_meetings
from felles.people.actions import forget_login_limits, forget_old_ways_in
from felles.programme.queries import get_settings
from felles.rules.access import OSLO
from felles.rules.clocks import SettingKey
from felles.rules.login import FORGET_AFTER

PAUSE = 5.0
BEAT_EVERY = timedelta(seconds=15)
TIDY_EVERY = timedelta(hours=1)
REMIND_EVERY = timedelta(hours=1)
FORMS_KEPT = timedelta(days=7)
NOTICES_KEPT = timedelta(days=30)
WAYS_IN_KEPT = timedelta(days=30)
UPLOADS_KEPT = timedelta(hours=1)

logger = logging.getLogger(__name__)


class Worker:
    """One worker. ``clock`` tells the time, so that tests can move it."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self.clock = clock
        self.stopping = False
        self.beaten_at: datetime | None = None
        self.tidied_at: datetime | None = None
        self.reminded_at: datetime | None = None
        self.unmarked: set[int] = set()

    def run(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Work until told to stop."""
        while not self.stopping:
            self.round()
            self._pause(sleep)

    def _pause(self, sleep: Callable[[float], None]) -> None:
        end = time.monotonic() + PAUSE
        while time.monotonic() < end and not self.stopping:
            sleep(0.25)

    def stop(self) -> None:
        """Ask for the end: the notice at hand is finished, nothing more is begun."""
        self.stopping = True

    def round(self) -> bool:
        """Do the duties in turn, until one fails: it is logged, and a later round tries again.

        Where one fails the next would too: a database that is down makes each wait its full time.
        """
        _drop_dead_connections()
        return all(self._try(duty) for duty in (self._beat, self._tidy, self._remind, self._send))

    def _try(self, duty: Callable[[], object]) -> bool:
        try:
            duty()
        except (Error, OSError, SMTPException) as problem:
            # No traceback: a message from database or mail server may repeat what it was given.
            logger.error("%s failed: %s", duty.__name__.strip("_"), type(problem).__name__)
            _drop_dead_connections()
            return False
        return True

    def _beat(self) -> None:
        at = self.clock()
        if self.beaten_at is None or at - self.beaten_at >= BEAT_EVERY:
            beat(name=WORKER, at=at)
            self.beaten_at = at

    def _send(self) -> None:
        send_due(self.clock(), unmarked=self.unmarked, go_on=self._go_on)

    def _go_on(self) -> bool:
        self._beat()
        return not self.stopping

    def _tidy(self) -> None:
        at = self.clock()
        if self.tidied_at is None or at - self.tidied_at >= TIDY_EVERY:
            # Set first: what fails here can wait for the next hour.
            self.tidied_at = at
            tidy(at)

    def _remind(self) -> None:
        at = self.clock()
        if self.reminded_at is None or at - self.reminded_at >= REMIND_EVERY:
            self.reminded_at = at
            remind_of_ends(at=at)
            remind_of_meetings(at=at)


def _drop_dead_connections() -> None:
    """Let go of connections that a database which was started again has hung up on."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def tidy(at: datetime) -> None:
    """Forget what has served its time: drafts, discussions, form tokens, notices, uploads, …"""
    today = at.astimezone(OSLO).date()
    days = get_settings(today)
    forget_old_drafts(before=at - timedelta(days=days[SettingKey.DRAFT_KEPT]))
    forget_row_texts(before=at - timedelta(days=days[SettingKey.DRAFT_KEPT]))
    forget_old_discussions(before=today - timedelta(days=days[SettingKey.ANONYMOUS_KEPT]))
    forget_old_notes(before=at - timedelta(days=days[SettingKey.OUTREACH_KEPT]))
    forget_old_guests(before=at - timedelta(days=days[SettingKey.COURSE_KEPT]))
    forget_old_suggestions(before=at - timedelta(days=days[SettingKey.COURSE_KEPT]))
    forget_old_absence(before=today - timedelta(days=days[SettingKey.WEEK_KEPT]))
    forget_old_crossing_days(before=today - timedelta(days=days[SettingKey.WEEK_KEPT]))
    forget_old_runs(before=at - timedelta(days=days[SettingKey.CHECKLIST_KEPT]))
    forget_old_groups(before=at - timedelta(days=days[SettingKey.COURSE_KEPT]))
    forget_pairs_of_former(today=today)
    forget_submitted_forms(before=at - FORMS_KEPT)
    forget_served_messages(before=at - NOTICES_KEPT)
    forget_login_limits(before=at - FORGET_AFTER)
    forget_old_ways_in(before=at - WAYS_IN_KEPT)
    SessionStore.clear_expired()
    forget_old_uploads(settings.VAR_DIR / "uploads", before=at - UPLOADS_KEPT)


def forget_old_uploads(folder: Path, *, before: datetime) -> int:
    """Delete files last written before the instant; returns how many. Follows no link."""
    gone = 0
    for path in sorted(folder.rglob("*")):
        is_file = path.is_file() or path.is_symlink()
        if is_file and path.lstat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
