"""KEEP: the only SQL. One DuckDB file built aside and swapped, one SQLite file for decisions.

Writers are keyed: the same input twice leaves the same tables. Readers open the published
file read-only; nobody but the running night opens the file being built.
"""
