"""The cases: the list, the case itself, and everything that is written in it."""
