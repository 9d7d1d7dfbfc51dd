"""Every capability without a window. Loads no Qt, torch, av or cv2: the examination process touches the media."""

from deepfake_studio.cli.main import main

__all__ = ["main"]
