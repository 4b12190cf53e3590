"""Draws diagrams: places and routes what a BPMN file says, and measures how readable it is."""
