"""Frames in, raw logits out: face detection, tracks, crops, detectors and their weights."""
