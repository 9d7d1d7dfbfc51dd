"""Labelled files in, packed face crops out: lists of files, face search, quality, groups, splits, report."""
