"""Schools, who is who, and discussion without a name."""
