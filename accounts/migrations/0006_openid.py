"""Sign-in with an authority's own provider: providers, whose account a person there opens, roles given by claims."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import core.ids
from core.rowsecurity import ADMINISTERS, ME, NEVER, secure, sought, sought_by_nobody_known

COUNTRIES_OF_ROWS = """
alter table accounts_identityprovider add column country text not null default '';
alter table accounts_providerlink add column country text not null default '';
create trigger copies_country before insert or update of authority_id, country on accounts_identityprovider
    for each row execute function membership_copies_country();
create trigger copies_country before insert or update of authority_id, country on accounts_providerlink
    for each row execute function membership_copies_country();
"""
ADMINISTERED = f"country = any ({ADMINISTERS}) or authority_id::text = any ({ADMINISTERS})"
FOUND_PROVIDER = sought_by_nobody_known(sought("code", "provider"))
# By what the provider says of a person, or by whose session it is.
FOUND_LINK = sought_by_nobody_known(
    sought("(provider_id::text || ':' || subject)", "subject"), sought("user_id", "user", "uuid")
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_entrances"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("countries", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("issuer", models.CharField(max_length=300)),
                ("client_id", models.CharField(max_length=200)),
                ("client_secret", models.TextField()),
                ("scopes", models.CharField(blank=True, max_length=200)),
                ("roles_claim", models.CharField(blank=True, max_length=60)),
                ("roles", models.JSONField(default=list)),
                (
                    "second_factor",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="ProviderLink",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=255)),
                ("linked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_ends_after_it_begins",
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="authority",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="claimed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.identityprovider"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    models.Q(
                        ("claimed_by__isnull", False),
                        (
                            "valid_to__gte",
                            models.ExpressionWrapper(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("valid_from"), "-", models.Value(datetime.timedelta(days=1))
                                ),
                                output_field=models.DateField(),
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="membership_ends_after_it_begins",
            ),
        ),
        migrations.AddField(
            model_name="providerlink",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
            ),
        ),
        migrations.AddField(
            model_name="providerlink",
            name="provider",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.identityprovider"
            ),
        ),
        migrations.AddField(
            model_name="providerlink",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="providerlink",
            index=models.Index(fields=["user"], name="links_of_user"),
        ),
        migrations.AddConstraint(
            model_name="providerlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("provider", "subject"), name="subject_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="providerlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("provider", "user"), name="linked_once"
            ),
        ),
        migrations.RunSQL(COUNTRIES_OF_ROWS, migrations.RunSQL.noop),
        secure(
            "accounts_identityprovider",
            read=f"{ADMINISTERED} or {FOUND_PROVIDER}",
            insert=ADMINISTERED,
            update=ADMINISTERED,
            delete=NEVER,
        ),
        secure(
            "accounts_providerlink",
            read=f"user_id = {ME} or {ADMINISTERED} or {FOUND_LINK}",
            insert=ADMINISTERED,
            update=ADMINISTERED,
            delete=NEVER,
        ),
    ]
