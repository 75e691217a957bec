from accounts.models.grants import AuthorityGrant, CountryGrant
from accounts.models.membership import Membership
from accounts.models.user import SignInFailure, User

__all__ = ["AuthorityGrant", "CountryGrant", "Membership", "SignInFailure", "User"]
