"""Third-party parts of the pages: built at set-up into ``web/static/bundles``, never committed."""
