"""Which acts of the own side the other state was told of: the register of disclosures asks it."""

from django.db import migrations

# An act that both sides read is recorded twice in one transaction, for each side with what it may know
# (`audit.services.event_record`). Row security hides the other side's row; that there is one is said of a country's own
# acts alone.
EVENT_TOLD = """
create function event_told(of_event uuid) returns boolean language sql stable security definer
    set search_path = public, pg_temp as $$
    select exists (
        select 1 from audit_event own join audit_event told on told.xact = own.xact and told.case_key = own.case_key
            and told.action = own.action and told.at = own.at
        where own.id = of_event and own.country = scope_country() and own.result = 'done'
            and (exists (select 1 from unnest(told.audience_countries) as country where country <> scope_country())
                or exists (select 1 from countries_authority office
                    where office.id = any (told.audience_authorities) and office.country_id <> scope_country())))
$$;
revoke execute on function event_told(uuid) from public;
grant execute on function event_told(uuid) to rcms_app;
"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_initial"), ("cases", "0004_access_walls"), ("audit", "0004_seal")]

    operations = [migrations.RunSQL(EVENT_TOLD, "drop function event_told(uuid)")]
