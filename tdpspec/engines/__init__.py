"""The algorithms that judge claims, behind one interface, and what runs them side by side.

Read ``base.py`` first: what an engine is asked and what it says. Then ``search/``, which has the
engines, ``bmc.py`` for the simplest; ``lemmas/``, what proofs are made of; ``running/``, which runs
engines in child processes, confirms, merges and remembers their answers; ``examining/``, which asks
what the answers are worth.
"""
