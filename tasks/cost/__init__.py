"""Prices of works: by a tariff table, by person-days and rates, and what of a contract is invoiced."""
