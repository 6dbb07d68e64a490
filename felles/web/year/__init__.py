"""The structure of meetings, the year wheel, and how long families wait."""
