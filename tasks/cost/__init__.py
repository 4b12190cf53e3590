"""Prices of works: by a tariff table, by person-days and rates; invoices of a contract."""
