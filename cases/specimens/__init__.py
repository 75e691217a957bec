"""Drawn specimens for demonstration and tests: portraits and passport scans that nobody can take for real ones."""
