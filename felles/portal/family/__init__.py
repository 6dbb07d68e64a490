"""The guardian's own pages: the question, what was decided, who has read it."""
