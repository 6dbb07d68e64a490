"""What parents read without a login: a school's page and its events. No child is on it."""
