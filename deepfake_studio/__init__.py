"""Deepfake Studio: a forensic workstation that says what a questioned recording is worth as evidence."""

__version__ = "0.1.0"
