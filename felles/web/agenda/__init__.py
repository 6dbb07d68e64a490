"""The agenda of a meeting: the chair's page, and each member's own part."""
