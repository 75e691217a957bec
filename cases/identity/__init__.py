"""Pure identity code: machine readable zones, romanisation, names and dates. No database, no clock, no network.

Everything that depends on the present day takes an explicit `today`.
"""
