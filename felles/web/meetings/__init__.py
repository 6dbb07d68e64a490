"""Meetings: the list, one meeting, calls and answers, and the calendar of one's own."""
