"""Courses, outreach and cooperation with parents."""
