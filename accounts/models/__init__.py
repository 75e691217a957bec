from accounts.models.absence import Absence
from accounts.models.grants import AuthorityGrant, CountryGrant
from accounts.models.machine import MachineClient
from accounts.models.membership import Membership
from accounts.models.user import SignInFailure, User

__all__ = ["Absence", "AuthorityGrant", "CountryGrant", "MachineClient", "Membership", "SignInFailure", "User"]
