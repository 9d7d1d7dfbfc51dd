"""What social networks (SN) do to a clip: pairs, reading, estimating, profiles, emulation."""
