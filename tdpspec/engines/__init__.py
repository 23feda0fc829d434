"""The algorithms that judge claims, behind one interface, and what runs them side by side.

Read ``base.py`` first: what an engine is asked and what it says. Then one engine, ``bmc.py`` for
the simplest. ``pdr.py`` (with ``frames.py``, ``orbits.py``, ``quantify.py``, ``joined.py``,
``proof.py``) is the search for lemmas; ``every_size.py`` proves for every size with what
``small_sizes.py`` finds (with ``free.py``, ``growing.py``, ``readings.py``, ``general.py``, and for
claims that something exists ``alone.py``, ``assuming.py``, ``history.py``). ``falsify.py`` looks
for what is wrong before, ``shortest.py`` for the run to show. ``portfolio.py`` runs engines in
children (``child.py``), ``merge.py`` makes one finding of their answers, ``confirm.py`` checks each
of them again.
"""
