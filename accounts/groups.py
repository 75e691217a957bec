"""The groups behind memberships: one for each role in each office."""


def group_name(authority_code: str, role_code: str) -> str:
    """The name of the group that holds the grants of a role in an office."""
    return f"{authority_code}:{role_code}"
