"""A living district to try Felles in: everybody and everything in it is invented.

``district`` and ``stories`` are data; ``build`` and ``play`` carry them out through the same
actions as the pages do, at the instants when they would have happened.
"""
