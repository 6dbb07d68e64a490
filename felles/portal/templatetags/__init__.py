"""The words of the families' pages, for templates."""
