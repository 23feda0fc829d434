"""What was written, as a tree: nodes, parsing, printing. The only home of lark.

Read ``declarations.py`` beside a spec first; every node's docstring is its concrete syntax.
"""
