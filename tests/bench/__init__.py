"""Measurements, which are no tests: see README.md."""
