"""Rehearsals: a YAML file plays a path through a diagram on a throw-away database."""
