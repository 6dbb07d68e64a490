"""The ledger: change log, access log, outbox, and what may be kept for how long.

Ids are plain values here: no foreign keys and no names, so that a deletion is never blocked and
erasure stays possible.
"""
