"""Writes the parts of docs/ that are generated, so that each fact has one place."""
