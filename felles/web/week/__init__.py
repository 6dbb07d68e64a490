"""The social agents' week: one agent's, all of them, absence and follow-up."""
