"""Turns logs and documents into rows that anyone can rebuild."""
