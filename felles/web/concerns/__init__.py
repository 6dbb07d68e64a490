"""Saying that one is worried about a pupil, and hearing back."""
