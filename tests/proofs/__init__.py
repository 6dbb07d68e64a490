"""Three proofs over every route: who sees what, that nothing leaks, that absence looks the same."""
