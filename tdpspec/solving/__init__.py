"""An instance as a Boolean circuit, and runs of it in a solver; the only home of Z3
and of NumPy.

Read ``atoms.py`` first, what a Boolean stands for; then ``ground.py`` (terms to the circuit),
``relation.py`` (the transition system in it), ``unroll.py`` (runs) and ``session.py`` (Z3 itself).
All reachable states at once: ``columns.py``, ``search_columns.py``, ``reached.py``.
For hardware model checkers: ``aiger.py`` (the relation as latches and gates), ``aiger_file.py`` (as
a file), ``witness.py`` (their runs read back).
"""
