"""The audits of a certification cycle."""

INITIAL = "initial"
SURVEILLANCE = "surveillance"
RECERTIFICATION = "recertification"
AUDITS = (INITIAL, SURVEILLANCE, RECERTIFICATION)
