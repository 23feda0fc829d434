"""What is asked besides verdicts: what they are worth, and why they are as they are.

Are they about anything? ``examine.py`` asks in child processes, ``vacuity.py`` with ``premises.py``
and ``reach.py`` about one design, ``dependence.py`` about choices; ``witnesses.py`` has the words,
and ``remembered.py`` what an earlier run has found.
What turns them, from design to design? ``between.py``, ``elsewhere.py``.
Do claims notice small faults? ``mutants.py``, with ``ladder.py``, ``behaviour.py``, ``wider.py``.
Why does a proof work, and which hints are right? ``explain.py`` (``support.py``),
``judge_hints.py`` (``hints.py``).
Do others come to the same? ``certify.py`` and ``verify.py`` for solvers, ``agreement.py`` for TLC.
"""
