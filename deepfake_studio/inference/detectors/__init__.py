"""Detectors, one file each; none imports another."""
