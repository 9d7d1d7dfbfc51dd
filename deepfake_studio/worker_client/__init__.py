"""Starts the examination process and talks to it; imports nothing heavy, so that window and CLI stay light."""

from deepfake_studio.worker_client.client import Reply, WorkerBug, WorkerClient, WorkerTimeout

__all__ = ["Reply", "WorkerBug", "WorkerClient", "WorkerTimeout"]
