"""How much one case may do in one go; what would do more stops as an incident."""

AUTOMATIC_STEPS = 10_000
"""Nodes that one advance carries out without a person."""

COMPUTING_SECONDS = 4.0
"""Processor time of one advance, after which it is stopped before its next node."""

INSTANCES = 1_000
"""Instances of one multi-instance activity."""

NESTED_SCOPES = 40
"""Sub-processes and called processes inside each other."""
