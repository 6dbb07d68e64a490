"""Checklists: their texts, and going through them."""
