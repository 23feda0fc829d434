"""Thin commands: options in, a report and an exit status out. Start with ``app.py``.

What takes long to load is imported inside the commands, so that help comes at once.
"""
