"""Findings as something to read or to load. Start with ``document.py``, then ``formats.py``."""
