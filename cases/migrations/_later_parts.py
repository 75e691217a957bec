"""Parts of a case that came after the first walls: their audience follows the case as that of all parts does."""

from django.db.migrations.operations import RunSQL
from django.db.migrations.operations.base import Operation

from core.rowsecurity import NEVER, admitted_part, keep_out, let_in, needs_event, secure

# Made once, used by every later part.
FOLLOWS = RunSQL(
    """
    create function part_follows_case() returns trigger language plpgsql security definer
        set search_path = public, pg_temp as $$
    begin
        execute format('update %I set requesting_authority = $1, receiving_authority = $2, delegates = $3, shared = $4'
            ' where case_id = $5', tg_argv[0])
            using new.requesting_authority_id, new.receiving_authority_id, new.delegates, new.shared, new.id;
        return null;
    end $$;
    revoke execute on function part_follows_case() from public;
    """,
    "drop function part_follows_case()",
)


def later_part(table: str, *, read: str, insert: str, update: str, is_let_in: bool = True) -> list[Operation]:
    """The walls of a part that nobody deletes."""
    return [
        RunSQL(
            f"""
            create trigger part_copies_audience before insert on {table}
                for each row execute function part_copies_audience('case_id');
            create trigger part_stays_with_case before update on {table}
                for each row execute function part_stays_with_case('case_id');
            create trigger {table}_follows after update of requesting_authority_id, receiving_authority_id, delegates,
                shared on cases_case for each row when (
                    old.requesting_authority_id is distinct from new.requesting_authority_id
                    or old.receiving_authority_id is distinct from new.receiving_authority_id
                    or old.delegates is distinct from new.delegates or old.shared is distinct from new.shared
                ) execute function part_follows_case('{table}');
            """,
            f"""
            drop trigger {table}_follows on cases_case;
            drop trigger part_copies_audience on {table}; drop trigger part_stays_with_case on {table};
            """,
        ),
        secure(table, read=read, insert=insert, update=update, delete=NEVER),
        needs_event(table),
        keep_out(table, "case_id"),
        *([let_in(table, admitted_part("case_id"))] if is_let_in else []),
    ]
