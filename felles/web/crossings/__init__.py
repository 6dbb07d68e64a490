"""Following children from school to the club, each side its own page."""
