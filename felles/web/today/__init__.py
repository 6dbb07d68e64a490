"""The day page, and drafts that wait."""
