"""Engines at work: side by side in child processes, their answers confirmed, merged, remembered.

``portfolio.py`` runs jobs, each in a child (``child.py``, ``processes.py``) that confirms what it
decides (``worker.py``, ``confirm.py``, ``second_search.py``); ``merge.py`` makes one finding of the
answers of several engines; ``cache.py`` remembers verdicts, as JSON (``data_json.py``), and
believes none: ``recalled.py`` asks them of a child like those of any engine.
``question.py`` is what a user asks; ``side_by_side.py`` runs tasks that judge no claims.
"""
