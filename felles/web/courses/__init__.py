"""Courses: the catalogue of themes, series, sessions, guests and suggestions. No pupil is here."""
