"""The reference meaning of a transition system, in plain Python. Read ``evaluate.py`` first."""
