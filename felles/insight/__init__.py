"""Numbers across rooms, small cells suppressed. Reads, never writes."""
