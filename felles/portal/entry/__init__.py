"""How families come in: one-time links, ID-porten, and the language they read."""
