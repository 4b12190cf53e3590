"""What an expression may be and may use: each bound keeps a case, and its neighbours, alive."""

TEXT = 2_000
"""Characters of one expression."""

SCRIPT_TEXT = 20_000
"""Characters of one script."""

SCRIPT_LINES = 200
"""Assignments of one script."""

NODES = 300
"""Nodes of the syntax tree."""

DEPTH = 40
"""Nesting of the syntax tree."""

BRACKETS = 25
"""Nesting of brackets, checked before the text reaches Python's parser."""

STEPS = 50_000
"""Nodes evaluated in one expression, or in one whole script, comprehensions included."""

ITEMS = 10_000
"""Items of a list that an expression builds, and rounds of its comprehensions."""

STRING = 100_000
"""Characters of a text that an expression builds."""

RESULT_VALUES = 100_000
"""Values inside one result, all levels together."""

RESULT_STRING = 2_000_000
"""Characters inside one result, all texts together."""

RESULT_DEPTH = 100
"""Levels of one result."""

NUMBER = 10**40
"""Size of a number, either sign."""

DIGITS = 30
"""Digits of a written number."""

POWER = 64
"""Highest exponent."""
