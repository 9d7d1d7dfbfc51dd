"""Annotated derivatives: a recording drawn again with what an examination measured, picture by picture."""
