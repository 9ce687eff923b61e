"""Understand: documents to passages, tags, terms, topics and signals.

Pure: values and loaded models in, values out. No file, socket, clock, environment or SQL.
"""
