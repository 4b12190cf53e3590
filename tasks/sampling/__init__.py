"""Sampling of sites of one management system: groups, sizes, the draw, sites not visited."""
