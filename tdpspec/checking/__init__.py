"""From syntax to meaning that is sure to exist: names resolved, types known, designs complete.

Read ``checked.py`` first: it is what comes out.
"""
