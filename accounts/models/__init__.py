from accounts.models.absence import Absence
from accounts.models.grants import AuthorityGrant, CountryGrant
from accounts.models.machine import MachineClient
from accounts.models.membership import Membership
from accounts.models.provider import IdentityProvider, ProviderLink
from accounts.models.second_factor import Authenticator, RecoveryCode
from accounts.models.session import BrowserSession, KeptForm
from accounts.models.user import SignInFailure, User

__all__ = [
    "Absence",
    "Authenticator",
    "AuthorityGrant",
    "BrowserSession",
    "CountryGrant",
    "IdentityProvider",
    "KeptForm",
    "MachineClient",
    "Membership",
    "ProviderLink",
    "RecoveryCode",
    "SignInFailure",
    "User",
]
