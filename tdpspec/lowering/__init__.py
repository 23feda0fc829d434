"""From processes, locks and statements to guarded actions.

Read ``lower.py`` first, then ``statements.py``. A step is run symbolically from its first
statement to its last; what comes out is a tree of the ways through it (``tree.py``), and each
way that its ``choose`` statements open becomes one action (``actions.py``).
"""
