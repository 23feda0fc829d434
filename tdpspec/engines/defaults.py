"""How far to go where nobody says otherwise: one number each, for the command line and for Python.

It imports nothing, so that the help of a command is there at once.
"""

from __future__ import annotations

DEPTH = 20
"""Steps. The same on every machine, so that the same spec gives the same verdicts."""

SECONDS = 120.0
"""For one engine on one design, on the command line; from Python there is no limit."""

BETWEEN = 5
"""Choices of which every mixture is judged: 32 of them."""

MIXTURES = 600.0
"""Seconds for all mixtures of two designs."""

FAULTS_COMPARED = 60.0
"""Seconds for the small faults that a comparison tells of."""

FAULTS = 300.0
"""Seconds for small faults where they are what was asked for."""

STATES = 20_000
"""Of one small fault, visited at most."""

SURE = 12
"""Steps. Whatever run is known, it is found out whether one of up to so many breaks the claim."""

DEEP = 16
"""Steps. Of a run of up to so many it is found out whether there is any shorter one."""
