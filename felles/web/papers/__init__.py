"""Papers for families, printed by staff."""
