"""The cooperation with parents, for staff: events, the school's page, good calls, plain texts."""
