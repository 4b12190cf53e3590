"""Commissions on complaints and appeals: votes, notices, feasible meeting dates, adjournment."""
