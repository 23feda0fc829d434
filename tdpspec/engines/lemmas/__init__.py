"""What lemmas are made of, and what they prove: combinations of a few members that never happen, as
sentences with quantifiers, checked at every size.

``frames.py`` has what is blocked so far and asks the solver about steps, up to renaming
(``orbits.py``). ``free.py`` guesses what needs no search, ``history.py`` why things are so;
``someone.py`` finds who must be there, in the words of ``cells.py``, ``everyone.py`` guesses it
from what is blocked; ``orders.py`` says who may come first.
``quantify.py`` reads a cube as a sentence (``readings.py``: in which ways it may be read),
``joined.py`` makes one of those that differ in a word, ``proof.py`` finds out which a claim needs,
``general.py`` whether they are inductive at every size, but for what is ``evident.py``.
"""
