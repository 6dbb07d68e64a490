"""Meetings: the innsatsteam of a school, and discussion without a name."""
