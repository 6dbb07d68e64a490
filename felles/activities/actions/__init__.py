"""Writes of the activities room."""

from felles.activities.actions.outreach import Seen, forget_old_notes, note_outreach

__all__ = ["Seen", "forget_old_notes", "note_outreach"]
