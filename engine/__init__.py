"""The engine: procedures as BPMN diagrams, cases that run on them.

And the history that proves each act.
"""
