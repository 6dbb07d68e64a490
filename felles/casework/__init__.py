"""Casework: the way of a case, from concern to closed."""
