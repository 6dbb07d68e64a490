"""When things happen in the demo: on school days, in the order of the story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from felles.rules.access import OSLO

_SATURDAY = 5
_MORNING = time(8, 5)
_EVENING = time(23, 30)
_DAY = timedelta(days=1)
# Norwegian schools have holidays from about midsummer to the middle of August.
_HOLIDAY_END = (8, 17)
_HOLIDAY = timedelta(days=58)
_RECENT = 45


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns "so many days from today" into days and instants. ``now`` is when the demo is made."""

    now: datetime

    @property
    def today(self) -> date:
        """The day on which the demo is made."""
        return self.now.astimezone(OSLO).date()

    @property
    def holiday_end(self) -> date:
        """The last day of the latest summer holiday that is over."""
        end = date(self.today.year, *_HOLIDAY_END)
        return end if end < self.today else date(end.year - 1, *_HOLIDAY_END)

    def day(self, offset: int) -> date:
        """The school day on or before the offset; yesterday, today and tomorrow as they are.

        What is older than some weeks happened on the other side of the summer holiday.
        """
        day = self.today + offset * _DAY
        if offset < -_RECENT and day <= self.holiday_end:
            day -= _HOLIDAY
        if abs(offset) <= 1 and self.today.weekday() != 0:
            return day
        return day - max(0, day.weekday() - _SATURDAY + 1) * _DAY

    def instant(self, offset: int, number: int, dice: Random) -> datetime:
        """When the story's event ``number`` happened: later numbers later, none in the future.

        What happened yesterday stays within the last day, so that it is news.
        """
        minutes = timedelta(minutes=number)
        if offset == 0:
            return self.now - timedelta(hours=1) + minutes
        day = self.day(offset)
        at = datetime.combine(day, _MORNING, OSLO) + 9 * minutes
        at += timedelta(minutes=dice.randrange(7))
        if offset == -1:
            late = self.now - (self.today - day) + timedelta(hours=4) + minutes
            return max(at, min(late, datetime.combine(day, _EVENING, OSLO) + minutes))
        return at
