"""After a change of `RCMS_SECRETS_KEY`: everything that is kept encrypted is encrypted anew with its first key."""

from typing import Any

from cryptography.fernet import InvalidToken
from django.db import transaction

from accounts import secrets
from accounts.models import Authenticator, KeptForm
from core.commands import LoginCommand


class Command(LoginCommand):
    help = "Encrypts the secrets of second factors anew with the first key of RCMS_SECRETS_KEY."
    login = "owner"  # no other login sees everybody's rows

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = 0, 0
        with transaction.atomic():
            KeptForm.objects.all().delete()  # of today, and not worth a key
            for app in Authenticator.objects.select_for_update().filter(kind=Authenticator.Kind.APP):
                try:
                    app.material = secrets.rotated(app.material)
                except InvalidToken:
                    lost += 1
                else:
                    app.save(update_fields=["material"])
                    done += 1
        self.stdout.write(f"{done} encrypted anew; {lost} can be read by none of the keys.")
