"""Texts that a district may change: first versions as data."""
