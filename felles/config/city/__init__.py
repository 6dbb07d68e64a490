"""Synthetic volume: a whole city in the demo's own shapes, for measuring and for breaking things.

Made in bulk, so without the change log that actions write; everything else is as the actions
would have left it. The same seed gives the same city.
"""
