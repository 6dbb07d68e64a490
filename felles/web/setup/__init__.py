"""Setting up a district: schools, services, people, teams and settings. No case comes here."""
