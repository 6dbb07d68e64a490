"""The pupil's own page, for a shared screen at school."""
