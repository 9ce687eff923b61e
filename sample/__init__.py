"""The sample: a fictional press and institutional life of 78 weeks, with its truth.

Written by hand for Veille: notices/ carries the planted themes and the traps, background/ the
sentences of ordinary weeks. No person, place or body in it exists.
"""
