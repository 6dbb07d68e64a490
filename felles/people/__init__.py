"""People: organisations, posts, pupils, guardians, consent and access grants.

Consent stands low in the house, under everything that it gates. A case points to a consent,
never the reverse.
"""
