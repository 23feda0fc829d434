"""The system as TLA+, and TLC as the second judge of every verdict.

Emission: ``module.py`` puts the text together, ``terms.py`` writes terms, ``changes.py`` what an
action changes, ``phrase.py`` says it as a person would; ``names.py`` knows what everything is
called. Running: ``tools.py`` finds TLC, ``run.py`` starts it, ``read_output.py`` says what its
answer is worth, ``values.py`` and ``dump.py`` read its states back; ``judge.py`` is all of it.
"""
