"""The engine: procedures as BPMN diagrams, cases that run on them, history that proves it."""
