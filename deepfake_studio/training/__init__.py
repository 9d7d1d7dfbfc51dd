"""Data preparation, synthetic manipulations, degradation, fitting and export of detectors."""
