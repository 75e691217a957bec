"""Migration operations for the second wall: privileges, row security, append-only tables, completeness.

The conditions read the row's own columns and the scope, never another table: a join in a policy would be a hidden
cost on every statement and a second place where visibility is decided.
"""

from django.db.migrations.operations import RunSQL

# Written as sub-selects so that the planner evaluates each once per statement, not once per row.
COUNTRIES = "(select scope_countries())::text[]"
AUTHORITIES = "(select scope_authorities())::uuid[]"
AGENCIES = "(select scope_agencies())::uuid[]"
GROUP = "(select scope_group())"
ADMINISTERS = "(select scope_administers())::text[]"

AUDIENCE = (
    f"audience_countries::text[] && {COUNTRIES} or audience_authorities && {AUTHORITIES}"
    f" or audience_groups && array[{GROUP}]"
)
HAS_SCOPE = "(select scope_is_set())"


COUNTRY = "(select scope_country())"
ME = "(select scope_user())"
# Somebody who administers anything: an office, a country.
ADMINISTERING = f"cardinality({ADMINISTERS}) > 0"

# Somebody who sees cases of an office or a country, by whatever role.
SEES_CASES = f"(cardinality({COUNTRIES}) > 0 or cardinality({AUTHORITIES}) > 0)"

# Single cases that this person is kept out of, and let in to besides (ADR 22): almost always none.
EXCLUDED = "(select scope_excluded())::uuid[]"
ADMITTED = "(select scope_admitted())::uuid[]"

# For rows that the application never changes, or never deletes.
NEVER = "false"
# For what is published: law, calendars, the directory of offices.
ANYBODY = "true"


def sought(column: str, kind: str, cast: str = "text") -> str:
    """The row whose key was brought (`core.scope.entrance`)."""
    return f"{column} = (select scope_entrance('{kind}')::{cast})"


def sought_by_nobody_known(*conditions: str) -> str:
    """Keys that could be guessed open a row only while no scope is stated."""
    return f"({ME} is null and ({' or '.join(conditions)}))"


def secure(
    table: str, *, read: str, insert: str | None = None, update: str | None = None, delete: str | None = None
) -> RunSQL:
    """Row security on `table` for the application login.

    read: which rows are seen (and, with `update` unset, changed or deleted); insert: which may be added (default: as
    read); update: which may be changed (default: as read); delete: which may be deleted (default: as update). The owner
    sees all: completeness triggers and backups run as the owner.
    """
    insert = insert or read
    update = update or read
    delete = delete or update
    return RunSQL(
        f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy app_read on {table} for select to rcms_app using ({read});
        create policy app_insert on {table} for insert to rcms_app with check ({insert});
        create policy app_update on {table} for update to rcms_app using ({update}) with check ({update});
        create policy app_delete on {table} for delete to rcms_app using ({delete});
        create policy owner on {table} to rcms_owner using (true) with check (true);
        """,
        f"""
        drop policy if exists app_read on {table}; drop policy if exists app_insert on {table};
        drop policy if exists app_update on {table}; drop policy if exists app_delete on {table};
        drop policy if exists owner on {table};
        alter table {table} no force row level security;
        alter table {table} disable row level security;
        """,
    )


def whole(condition: str) -> str:
    """The condition, which the planner does not take apart: it would look for indexes that fit its pieces, for every
    table of every statement, as long as on all the rest. Statements narrow by keys of their own."""
    return f"(({condition}) is true)"


def of_sides(requesting: str, receiving: str, *, ending: str = "") -> str:
    """Rows of a case for the offices of the two sides. requesting, receiving: when a row is that side's to read;
    ending: of the columns' names.

    Countries and offices of the scope are named once each: every naming is planned anew for every table of a statement,
    which costs more than an array for each row (`./run bench access`)."""

    def either(what: str, kind: str) -> str:
        return (
            f"array[case when {requesting} then requesting_{what}{ending} end,"
            f" case when {receiving} then receiving_{what}{ending} end]::{kind}[]"
        )

    return f"({either('country', 'text')} && {COUNTRIES} or {either('authority', 'uuid')} && {AUTHORITIES})"


def admitted_part(key: str) -> str:
    """The parts of a case that somebody reads who is let in to it: what both sides share, and the own side's.

    The country is asked for row by row: hardly any row comes so far, and a sub-select would cost every statement."""
    return whole(f"""{key} = any ({ADMITTED})
        and ((own_side <> 'receiving' and requesting_country = scope_country())
            or (own_side <> 'requesting' and shared and receiving_country = scope_country()))""")


def keep_out(table: str, *keys: str | tuple[str, str], named: str = "", is_written: bool = True) -> RunSQL:
    """Hide rows of `table` from whoever is kept out of the case that one of `keys` names, whatever else lets the row
    through. keys: columns with a case's id, or (column, array of what it must not hold); named: a column with the ids
    of several. is_written: such rows are not added either (those of lower floors may be: an event, a notice)."""
    pairs = [(key, EXCLUDED) if isinstance(key, str) else key for key in keys]
    conditions = [f"({key} is null or {key} <> all ({values}))" for key, values in pairs]
    conditions += [f"not {named} && {EXCLUDED}"] if named else []
    hidden = " and ".join(conditions)
    return RunSQL(
        f"create policy kept_out on {table} as restrictive to rcms_app using ({hidden})"
        f" with check ({hidden if is_written else 'true'});",
        f"drop policy if exists kept_out on {table};",
    )


def let_in(table: str, read: str) -> RunSQL:
    """Let whoever is admitted to a case read rows of `table`, and do nothing else to them."""
    return RunSQL(
        f"create policy let_in on {table} for select to rcms_app using ({read});",
        f"drop policy if exists let_in on {table};",
    )


def append_only(table: str) -> RunSQL:
    """Refuse update, delete and truncate on `table`, for every login including the owner."""
    return RunSQL(
        f"""
        revoke update, delete, truncate on {table} from rcms_app;
        create trigger append_only before update or delete on {table}
            for each row execute function refuse_change();
        create trigger append_only_truncate before truncate on {table}
            for each statement execute function refuse_change();
        """,
        f"""
        drop trigger if exists append_only on {table};
        drop trigger if exists append_only_truncate on {table};
        grant update, delete on {table} to rcms_app;
        """,
    )


def for_login(login: str, table: str, privileges: str, *, rows: str = "true") -> RunSQL:
    """Let a login of the running system (relay, sweep) use `table`: only these privileges; `rows` says of which rows.

    It may add any row that its privileges let it add.
    """
    return RunSQL(
        f"""
        grant {privileges} on {table} to rcms_{login};
        create policy {login} on {table} to rcms_{login} using ({rows}) with check (true);
        """,
        f"drop policy if exists {login} on {table}; revoke all on {table} from rcms_{login};",
    )


def owner_only(table: str) -> RunSQL:
    """A table that no login of the running system needs: no right and no policy."""
    return RunSQL(
        f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy owner on {table} to rcms_owner using (true) with check (true);
        revoke all on {table} from rcms_app;
        """,
        f"""
        drop policy if exists owner on {table};
        alter table {table} no force row level security;
        alter table {table} disable row level security;
        grant select, insert, update, delete on {table} to rcms_app;
        """,
    )


def needs_event(table: str, key: str = "case_id") -> RunSQL:
    """Refuse a commit in which a row of `table` changed but no audit event for its case was written.

    Deferred to the end of the transaction; `key` is the column that holds the case's id.
    """
    return RunSQL(
        f"""
        create constraint trigger needs_event after insert or update or delete on {table}
            deferrable initially deferred for each row execute function need_event('{key}');
        """,
        f"drop trigger if exists needs_event on {table};",
    )
