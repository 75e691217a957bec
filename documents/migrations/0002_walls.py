"""Files and papers: read by their audience, never deleted, and unchanged in everything that was stored or issued."""

from django.db import migrations

from core.rowsecurity import ADMINISTERS, ANYBODY, AUDIENCE, HAS_SCOPE, NEVER, for_login, secure

KEEP = """
create function documents_keep_file() returns trigger language plpgsql as $$
declare
    may_change constant text[] := array['is_withdrawn', 'case_reference', 'audience_countries', 'audience_authorities',
        'audience_groups'];
begin
    if tg_op = 'DELETE' then
        -- A bundle holds papers that are kept elsewhere; its bytes go with the next sweep of the vault.
        if old.subject like 'bulkrun:%' then
            return old;
        end if;
        raise exception 'a stored file is withdrawn, not deleted' using errcode = 'insufficient_privilege';
    end if;
    if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
        raise exception 'a stored file does not change' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

create function documents_keep_paper() returns trigger language plpgsql as $$
declare
    may_change text[] := array['case_reference', 'progress_id', 'audience_countries', 'audience_authorities',
        'audience_groups'];
begin
    if tg_op = 'DELETE' then
        raise exception 'a paper is not deleted' using errcode = 'insufficient_privilege';
    end if;
    if old.state <> 'done' then
        may_change := may_change || array['state', 'file_id', 'issued_at'];
    end if;
    if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
        raise exception 'a paper that was asked for or issued does not change' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

-- Whoever says anew who may read a file says it of the pictures of its pages.
create function documents_previews_follow() returns trigger language plpgsql as $$
begin
    update documents_pagepreview set audience_countries = new.audience_countries,
        audience_authorities = new.audience_authorities, audience_groups = new.audience_groups where file_id = new.id;
    return null;
end $$;
create trigger previews_follow after update of audience_countries, audience_authorities, audience_groups
    on documents_storedfile for each row execute function documents_previews_follow();

-- The version of the next paper counts those that this scope does not see.
create function next_paper_version(of_subject text, of_template text, of_series text) returns integer
    language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(max(version), 0) + 1 from documents_generateddocument
    where subject = of_subject and template = of_template and series = of_series and scope_user() is not null
$$;
revoke execute on function next_paper_version(text, text, text) from public;
grant execute on function next_paper_version(text, text, text) to rcms_app;

create trigger keep before update or delete on documents_storedfile
    for each row execute function documents_keep_file();
create trigger keep before update or delete on documents_generateddocument
    for each row execute function documents_keep_paper();
revoke truncate, delete on documents_storedfile, documents_generateddocument from rcms_app;
-- Words of papers get newer versions and never change.
revoke update, delete, truncate on documents_lettertext from rcms_app;
"""
UNKEEP = """
drop function next_paper_version(text, text, text);
drop trigger previews_follow on documents_storedfile;
drop function documents_previews_follow();
drop trigger keep on documents_storedfile;
drop trigger keep on documents_generateddocument;
drop function documents_keep_file();
drop function documents_keep_paper();
grant delete on documents_storedfile, documents_generateddocument to rcms_app;
grant update, delete on documents_lettertext to rcms_app;
"""

# The papers of many cases in one file are read by the person who asked for them alone: colleagues of the same office and
# role see the cases themselves, and each look at one is recorded.
FILE = f"({AUDIENCE}) and (subject not like 'bulkrun:%' or uploaded_by_id = (select scope_user()))"


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("core", "0003_walls")]

    operations = [
        migrations.RunSQL(KEEP, UNKEEP),
        secure("documents_storedfile", read=FILE, insert=HAS_SCOPE),
        secure("documents_generateddocument", read=AUDIENCE, insert=HAS_SCOPE, delete=NEVER),
        secure("documents_pagepreview", read=AUDIENCE, insert=HAS_SCOPE, delete=NEVER),
        # What a country prints for the other side to read.
        secure(
            "documents_lettertext", read=ANYBODY, insert=f"country_id = any ({ADMINISTERS})", update=NEVER, delete=NEVER
        ),
        # The sweep asks which files a row names; it changes no row.
        for_login("sweep", "documents_storedfile", "select (storage_id, viewing_storage_id)"),
        for_login("sweep", "documents_pagepreview", "select (storage_id)"),
    ]
