"""The engine: procedures as BPMN diagrams, cases that run on them, and the history that proves each act."""
