"""Player and timeline, and the pure parts behind them; they know nouns, not the case, the worker or the window."""
