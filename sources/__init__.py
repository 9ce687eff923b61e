"""Collect: the outside world to documents, politely.

Only fetch.py and guard.py open sockets; no SQL.
"""
