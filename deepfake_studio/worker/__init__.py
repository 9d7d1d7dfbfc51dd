"""The examination process: decodes untrusted media and runs detectors; a crash costs one item, not the program."""

from deepfake_studio.worker.loop import Answer, main

__all__ = ["Answer", "main"]
