"""After a change of `RCMS_SECRETS_KEY`: everything that is kept encrypted is encrypted anew with its first key."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.db import transaction

from accounts import secrets
from accounts.models import Authenticator, IdentityProvider, KeptForm
from core.commands import LoginCommand


class Command(LoginCommand):
    help = "Encrypts the secrets of second factors and identity providers anew with the first key of RCMS_SECRETS_KEY."
    login = "owner"  # no other login sees everybody's rows

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = 0, 0
        with transaction.atomic():
            KeptForm.objects.all().delete()  # of today, and not worth a key
            apps = Authenticator.objects.select_for_update().filter(kind=Authenticator.Kind.APP)
            providers = IdentityProvider.objects.select_for_update()
            for column, rows in (("material", apps), ("client_secret", providers)):
                for row in rows:
                    try:
                        setattr(row, column, secrets.rotated(getattr(row, column)))
                    except InvalidToken:
                        lost += 1
                    else:
                        row.save(update_fields=[column])
                        done += 1
        self.stdout.write(f"{done} encrypted anew; {lost} can be read by none of the keys.")
