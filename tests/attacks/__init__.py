"""The other side, a stranger, somebody with SQL: what they try and what they get."""
