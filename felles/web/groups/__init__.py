"""The group of a course: who is in, who came, and three faces before and after."""
