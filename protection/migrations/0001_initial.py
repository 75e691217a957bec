"""The app begins here; its tables follow, each with its walls."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("cases", "0004_access_walls"), ("audit", "0004_seal")]
    operations = []
