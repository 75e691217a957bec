"""People, offices' rights, sessions and national systems behind row security.

Before it is known who asks, one row is found by the key that was brought (`core.scope.entrance`). From then on people
see themselves and the people of their own country; accounts, roles and rights change in an administering scope alone.
"""

from django.db import migrations

from core.rowsecurity import (
    ADMINISTERING,
    ADMINISTERS,
    ANYBODY,
    COUNTRY,
    ME,
    NEVER,
    for_login,
    owner_only,
    secure,
    sought,
    sought_by_nobody_known,
)

# The country of the office (of the technical user), for the policies: they read no other table.
COUNTRIES_OF_ROWS = """
create function membership_copies_country() returns trigger language plpgsql as $$
begin
    new.country := (select country_id from countries_authority where id = new.authority_id);
    return new;
end $$;
-- A grant has two: of what is granted, and of whoever holds it (a group is named `authority:role`).
create function grant_copies_country() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'accounts_authoritygrant' then
        new.country := (select country_id from countries_authority where id = new.content_object_id);
    end if;
    new.holder := coalesce((select a.country_id from auth_group g
        join countries_authority a on a.code = split_part(g.name, ':', 1) where g.id = new.group_id), '');
    return new;
end $$;
create function client_copies_country() returns trigger language plpgsql as $$
begin
    new.country := (select country_id from accounts_user where id = new.user_id);
    return new;
end $$;
alter table accounts_membership add column country text not null default '';
alter table accounts_authoritygrant add column country text not null default '',
    add column holder text not null default '';
alter table accounts_countrygrant add column holder text not null default '';
alter table accounts_machineclient add column country text not null default '';
create trigger copies_country before insert or update of authority_id, country on accounts_membership
    for each row execute function membership_copies_country();
create trigger copies_country before insert or update on accounts_authoritygrant
    for each row execute function grant_copies_country();
create trigger copies_country before insert or update on accounts_countrygrant
    for each row execute function grant_copies_country();
create trigger copies_country before insert or update of user_id, country on accounts_machineclient
    for each row execute function client_copies_country();
update accounts_membership set country = '';
update accounts_authoritygrant set country = '';
update accounts_countrygrant set holder = '';
update accounts_machineclient set country = '';
"""
NO_COUNTRIES_OF_ROWS = """
drop trigger copies_country on accounts_membership;
drop trigger copies_country on accounts_authoritygrant;
drop trigger copies_country on accounts_countrygrant;
drop trigger copies_country on accounts_machineclient;
drop function membership_copies_country(); drop function grant_copies_country(); drop function client_copies_country();
alter table accounts_membership drop column country;
alter table accounts_authoritygrant drop column country, drop column holder;
alter table accounts_countrygrant drop column holder;
alter table accounts_machineclient drop column country;
"""

FUNCTIONS = f"""
-- Which of these countries have an administrator of their national desk in office: whether somebody there can agree to
-- a change is told to other countries, who it is is not.
create function countries_with_administrator(candidates text[], today date) returns setof text
    language sql stable security definer set search_path = public, pg_temp as $$
    select distinct m.country
    from accounts_membership m
        join countries_authority a on a.id = m.authority_id and a.is_national_desk
        join accounts_user u on u.id = m.user_id and u.is_active
    where m.country = any (candidates) and m.role = 'administrator'
        and m.valid_from <= today and coalesce(m.valid_to >= today, true)
        and scope_user() is not null
$$;
-- A secret that changes, a client that is taken back: its tokens end, without anybody reading them.
create function end_tokens_of_client(of_client bigint) returns void
    language sql security definer set search_path = public, pg_temp as $$
    delete from oauth2_provider_accesstoken t using accounts_machineclient c
    where c.id = of_client and t.application_id = c.id
        and (c.country = any ({ADMINISTERS}) or (c.country = {COUNTRY} and {ADMINISTERING}))
$$;
revoke execute on function countries_with_administrator(text[], date), end_tokens_of_client(bigint) from public;
grant execute on function countries_with_administrator(text[], date), end_tokens_of_client(bigint) to rcms_app;
"""
NO_FUNCTIONS = """
drop function countries_with_administrator(text[], date);
drop function end_tokens_of_client(bigint);
"""

BY_USER = sought("user_id", "user", "uuid")
# The account is one for all roles: whoever administers an office may have to do with it, as `administration` decides.
ACCOUNTS = f"(country_id = any ({ADMINISTERS}) or (country_id = {COUNTRY} and {ADMINISTERING}))"
CLIENTS = ACCOUNTS.replace("country_id", "country")
FOUND_PERSON = sought_by_nobody_known(sought("id", "user", "uuid"), sought("login_name", "login"))
FOUND_CLIENT = sought_by_nobody_known(sought("client_id", "client"), sought("id", "application", "bigint"))
ROLES = f"country = any ({ADMINISTERS}) or authority_id::text = any ({ADMINISTERS})"
HELD = f"holder = any ({ADMINISTERS}) or (holder = {COUNTRY} and {ADMINISTERING})"
OFFICE_RIGHTS = f"country = any ({ADMINISTERS}) or content_object_id::text = any ({ADMINISTERS})"
COUNTRY_RIGHTS = f"content_object_id = any ({ADMINISTERS})"
FOUND_RIGHTS = sought_by_nobody_known(sought("group_id", "group", "integer"))
FOUND_TOKEN = f"{sought('token_checksum', 'token')} or " + sought_by_nobody_known(
    sought("application_id", "application", "bigint")
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_walls"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0004_entrances"),
        ("countries", "0001_initial"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
    ]

    operations = [
        migrations.RunSQL(COUNTRIES_OF_ROWS, NO_COUNTRIES_OF_ROWS),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        secure(
            "accounts_user",
            read=f"id = {ME} or country_id = {COUNTRY} or country_id = any ({ADMINISTERS}) or {FOUND_PERSON}",
            insert=ACCOUNTS,
            update=f"id = {ME} or {ACCOUNTS} or {FOUND_PERSON}",
            delete=NEVER,
        ),
        secure(
            "accounts_membership",
            read=f"user_id = {ME} or country = {COUNTRY} or {ROLES} or {sought_by_nobody_known(BY_USER)}",
            insert=ROLES,
            update=ROLES,
            delete=NEVER,
        ),
        secure(
            "accounts_countrygrant",
            read=f"content_object_id = {COUNTRY} or {COUNTRY_RIGHTS} or {HELD} or {FOUND_RIGHTS}",
            insert=COUNTRY_RIGHTS,
            update=NEVER,
            delete=f"{COUNTRY_RIGHTS} or {HELD}",
        ),
        secure(
            "accounts_authoritygrant",
            read=f"country = {COUNTRY} or {OFFICE_RIGHTS} or {HELD} or {FOUND_RIGHTS}",
            insert=OFFICE_RIGHTS,
            update=NEVER,
            delete=f"{OFFICE_RIGHTS} or {HELD}",
        ),
        secure(
            "accounts_machineclient",
            read=f"user_id = {ME} or {CLIENTS} or {FOUND_CLIENT}",
            insert=CLIENTS,
            update=CLIENTS,
            delete=NEVER,
        ),
        secure(
            "accounts_signinfailure",
            read=sought("login_name", "login"),
            update=NEVER,
            delete=sought("login_name", "login"),
        ),
        for_login("sweep", "accounts_signinfailure", "select (at), delete"),
        secure("oauth2_provider_accesstoken", read=FOUND_TOKEN, update=NEVER, delete=NEVER),
        for_login("sweep", "oauth2_provider_accesstoken", "select (expires), delete"),
        # Names of offices with roles, and of acts.
        secure("auth_group", read=ANYBODY, insert=ADMINISTERING, update=NEVER, delete=NEVER),
        secure("auth_permission", read=ANYBODY, insert=NEVER, update=NEVER, delete=NEVER),
        secure("django_content_type", read=ANYBODY, insert=NEVER, update=NEVER, delete=NEVER),
        *[
            owner_only(table)
            for table in (
                "auth_group_permissions",
                "guardian_groupobjectpermission",
                "guardian_userobjectpermission",
                "oauth2_provider_devicegrant",
                "oauth2_provider_grant",
                "oauth2_provider_idtoken",
                "oauth2_provider_refreshtoken",
            )
        ],
    ]
