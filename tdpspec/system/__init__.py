"""The transition system: the narrow waist between what was written and what answers.

Read ``model.py`` first, then ``terms.py``.
"""
