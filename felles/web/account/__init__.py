"""Logging in and out, choosing whom to act for, and the pages that stand open to all."""
