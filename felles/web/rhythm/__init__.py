"""The rhythm monitor: whether the meetings happen, as questions and not as marks."""
