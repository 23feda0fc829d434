"""The comparison of designs as a document: ``compose`` makes it once, a file a format writes it.

Start with ``document.py``, then ``compose.py``; ``formats.py`` is the table.
"""
