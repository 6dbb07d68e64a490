"""The administrator's imports, and what they leave for people to decide."""
