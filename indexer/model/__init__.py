"""What the index knows about: immutable rows, the rules that follow from the contracts, and their JSON. Pure.

Rows are named tuples: a frozen dataclass takes ten times as long to make, which was a quarter of a backfill.
"""
