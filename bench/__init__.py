"""Time and memory of each stage, by size. Run with python -m bench."""
