"""Content files ↔ records: reading with places, writing that leaves the rest of a file alone, merging by field.

Whoever only reads (`reading.py`) loads nothing of what writes.
"""
