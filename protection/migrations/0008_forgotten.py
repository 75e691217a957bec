"""What a person asked and was told is forgotten when its time has passed; its papers are destroyed by the eraser."""

from django.db import migrations, models

from protection.erasure_map import FILE_EMPTIED, PAPER_EMPTIED, left

FUNCTIONS = """
-- Forgotten once, not before its time (days of UTC, of which the country's own may be one ahead), and then unchanged.
create function person_request_stays() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    if old.forgotten_at is not null or old.keep_until is null or old.keep_until > time_of_law()::date
        or new.keep_until is distinct from old.keep_until
        or row(new.name, new.contact, new.request, new.items, new.text) is distinct from row('—', '', '', '[]'::jsonb, '')
    then
        raise exception 'a request is forgotten once, when its time has passed' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger person_request_stays before update on protection_personrequest for each row
    when (old.forgotten_at is not null or new.forgotten_at is not null) execute function person_request_stays();

-- Which requests are forgotten and have papers that still say something: by them the eraser finds what it destroys.
create function forgotten_answers() returns setof text
    language sql stable security definer set search_path = public, pg_temp as $$
    select said.subject
    from protection_personrequest p, lateral (select 'personrequest:' || p.id as subject) said
    where p.forgotten_at is not null and (
        exists (select 1 from documents_storedfile f where f.subject = said.subject and f.destroyed_at is null)
        or exists (select 1 from documents_generateddocument d where d.subject = said.subject and d.context <> '{}'))
$$;

create function forgotten_answer(of_subject text) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select of_subject like 'personrequest:%' and exists (
        select 1 from protection_personrequest p
        where p.id = substr(of_subject, 15)::uuid and p.forgotten_at is not null)
$$;

create function forgotten_preview(of_file uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from documents_storedfile f where f.id = of_file and forgotten_answer(f.subject))
$$;
revoke execute on function person_request_stays(), forgotten_answers(), forgotten_answer(text), forgotten_preview(uuid)
    from public;
grant execute on function forgotten_answers(), forgotten_answer(text), forgotten_preview(uuid) to rcms_erase;
"""

DROP = """
drop function forgotten_preview(uuid); drop function forgotten_answer(text); drop function forgotten_answers();
drop trigger person_request_stays on protection_personrequest; drop function person_request_stays();
"""


def _policy(table: str, using: str, check: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"create policy erase_forgotten on {table} to rcms_erase using ({using}) with check ({check});",
        f"drop policy erase_forgotten on {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("protection", "0007_retention_walls")]

    operations = [
        migrations.AddField("personrequest", "forgotten_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FUNCTIONS, DROP),
        _policy(
            "documents_storedfile",
            "forgotten_answer(subject)",
            f"forgotten_answer(subject) and destroyed_at is not null and {left(FILE_EMPTIED)}",
        ),
        _policy(
            "documents_generateddocument",
            "forgotten_answer(subject)",
            f"forgotten_answer(subject) and {left(PAPER_EMPTIED)}",
        ),
        _policy("documents_pagepreview", "forgotten_preview(file_id)", "false"),
    ]
