"""What is asked besides verdicts: what they are worth, and why they are as they are.

Are they about anything? ``examine.py``, ``vacuity.py``, ``premises.py``, ``dependence.py``.
What turns them, from design to design? ``between.py``, ``wider.py``, ``elsewhere.py``.
Do claims notice small faults? ``mutants.py``, with ``ladder.py`` and ``behaviour.py``.
Why does a proof work, and which hints are right? ``explain.py``, ``hints.py``, ``judge_hints.py``.
Do others come to the same? ``certify.py`` and ``verify.py`` for solvers, ``agreement.py`` for TLC.
"""
