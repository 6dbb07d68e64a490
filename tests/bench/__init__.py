"""The benchmark: what a page costs, beside the SQL that it needs and beside an empty page.

``script/bench`` builds cities of three sizes once, then measures them side by side: each size in a
process of its own, a few requests at a time in turn, so that a busy machine is busy for all of
them. Requests go through Django's test client, which means all middleware, session, access log and
templates, and no socket. What is counted is CPU time. Nothing is asserted.
"""
