"""Consent as staff record it, guardians, and address protection."""
