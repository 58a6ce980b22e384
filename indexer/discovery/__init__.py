"""Finds things in the market. Decides, never acts: no network, database, clock, environment or randomness."""
