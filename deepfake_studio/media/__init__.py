"""Bytes in; frames, facts and encodes out. The only room that opens evidence and the only one that knows FFmpeg."""
