"""Windows that lead through several steps; what the steps are is decided without Qt."""
