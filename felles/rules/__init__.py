"""Pure rules: who may, what follows what. No Django, no clock, no database."""
