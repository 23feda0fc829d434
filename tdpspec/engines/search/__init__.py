"""The engines; ``registry.py`` has them all. ``bmc.py`` is the simplest.

``pdr.py`` searches for lemmas at given sizes; ``every_size.py`` proves for every size with what
``small_sizes.py`` finds, from there to larger sizes by ``growing.py``, and for claims that
something exists by ``alone.py`` and ``assuming.py``; ``with_everyone.py`` tries what lemmas say of
everyone. ``falsify.py`` looks for what is wrong before
that, with ``parallel.py``, in which many actions are one step. ``shortest.py`` finds the run that
is shown, whoever refuted; of a long one ``shorten.py`` leaves out what does not matter.
"""
