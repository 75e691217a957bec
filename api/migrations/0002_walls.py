"""Keys of requests are read by the client that sent them; housekeeping deletes old ones and reads none."""

from django.db import migrations

from core.rowsecurity import for_login, secure

OWN = "user_id = (select scope_user())"


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial"), ("core", "0003_walls")]

    operations = [
        secure("api_idempotencykey", read=OWN),
        for_login("sweep", "api_idempotencykey", "select (created_at), delete"),
    ]
