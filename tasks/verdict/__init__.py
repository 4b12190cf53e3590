"""Verdicts on findings: grades, upgrades, corrective actions."""
