"""The outside world: school register, rosters, and other files that come in or go out."""
