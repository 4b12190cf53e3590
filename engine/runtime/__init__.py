"""A case in motion: SpiffWorkflow lives here and nowhere else."""
