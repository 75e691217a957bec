"""How the database finds cases by their keys, behind the same wall as the keys themselves.

A plain query would see the right rows, and slowly: operators of pg_trgm may tell what they compare (they are not
leakproof), so under row security they are asked after the policy, never by an index. The function runs with the owner's
rights, states the policy of the keys itself, word for word (`part`), and returns ids of cases and scores: nothing of a
row that the caller does not see. The index begins with who reads a key, so that keys of others are left aside inside the
index and their rows are not touched. See docs/adr/0006-search-behind-the-wall.md.
"""

NAME_CUT = 0.55
"""Scores of names below this are not found: with two words typed, one of them alone is not enough."""
WORD_CUT = 0.5
"""Words less alike than this are not the same name spelt differently."""
BEST_HITS = 40
"""For how many of the best hits of each word the other words are compared letter by letter."""

_COLUMNS = (
    "own_side, shared, requesting_country, requesting_authority, receiving_country, receiving_authority, delegates"
)


def _readers(alias: str = "") -> str:
    columns = ", ".join(f"{alias}.{column}" if alias else column for column in _COLUMNS.split(", "))
    return f"search_key_readers({columns})"


def _exact(alias: str = "") -> str:
    return "array[{0}word::text, '=' || {0}skeleton]".format(f"{alias}." if alias else "")


def _likeness() -> str:
    """How alike the asked word `a` and the key `k` are; relatives' names count less than the person's own."""
    return (
        "search_name_likeness(a.word, a.skeleton, a.variants, k.word, k.skeleton)"
        " * case when k.source in ('father_name', 'mother_name', 'family_member') then 0.8 else 1 end"
    )


def search_sql(part: str) -> str:
    """The index and functions of the search; `part`: the condition under which a key is read."""
    return f"""
-- Everybody whom the policy of the keys could let read one: countries, offices, delegated groups, as text. It only makes
-- the index narrow; the policy is asked as well.
create function search_key_readers(
    own_side text, shared boolean, requesting_country text, requesting_authority uuid, receiving_country text,
    receiving_authority uuid, delegates integer[]
) returns text[] language sql immutable parallel safe as $$
    select case when own_side <> 'receiving' then array[requesting_country, requesting_authority::text] else '{{}}' end
        || case when own_side <> 'requesting' and shared
            then array[receiving_country, receiving_authority::text] else '{{}}' end
        || case when own_side = '' then delegates::text[] else '{{}}' end
$$;
-- Likeness of words by their trigrams, and words and skeletons ("=" before them) that are the same.
create index search_key_found on cases_searchkey using gin ({_readers()}, word gin_trgm_ops, ({_exact()}));

-- The same measure as cases.identity.search_keys.likeness, compared with it by a test.
create function search_name_likeness(asked text, asked_skeleton text, variants text[], word text, skeleton text)
    returns double precision language sql immutable parallel safe as $$
    select case when asked = word then 1 else greatest(
        spelling,
        case when word = any (variants) then 0.9 end,
        case when skeleton <> '' and asked_skeleton = skeleton then
            case when skeleton in (word, asked) then case when length(skeleton) >= 3 then 0.9 else 0.7 end
                when length(skeleton) >= 3 then 0.5 + spelling / 2 end
        end,
        case when length(asked) >= 3 and starts_with(word, asked)
            then 0.6 + 0.4 * length(asked) / length(word) end
    ) end
    from (select 1 - levenshtein(asked, word)::double precision / greatest(length(asked), length(word)) as spelling) as s
$$;

-- names: [{{word, skeleton, variants}}]; births: [{{pattern, weight}}]; numbers: [{{kind, pattern, weight}}]; null: not
-- asked. A case is found when it answers to everything asked; its score is the mean of the parts.
create function search_cases(names jsonb, births jsonb, numbers jsonb, at_most integer)
    returns table (case_key uuid, score double precision) language plpgsql security definer
    set search_path = public, pg_temp as $$
declare
    asking constant text[] := scope_countries() || scope_authorities()::text[]
        || array_remove(array[scope_group()::text], null)
        -- Who is let in to a single case reads what the own country reads of it.
        || case when cardinality(scope_admitted()) > 0 then array[scope_country()] else '{{}}' end;
begin
    perform set_config('pg_trgm.similarity_threshold', '0.4', true);
    return query
    with asked as materialized (
        select a.place, a.word, a.skeleton, v.variants,
            v.variants || case when a.skeleton <> '' then array['=' || a.skeleton] else '{{}}' end as same
        from rows from (jsonb_to_recordset(names) as (word text, skeleton text, variants jsonb)) with ordinality
            as a (word, skeleton, variants, place),
            lateral (select array(select jsonb_array_elements_text(a.variants)) as variants) as v
    ),
    hits as (
        select a.place, k.case_id, max({_likeness()}) as likeness
        from asked as a
        cross join lateral (
            select * from cases_searchkey as w where {_readers("w")} && asking and w.word % a.word
            union all
            select * from cases_searchkey as e where {_readers("e")} && asking and {_exact("e")} && a.same
            union all
            select * from cases_searchkey as s
            where {_readers("s")} && asking and length(a.word) >= 3 and s.word like a.word || '%'
        ) as k
        where k.kind = 'name' and ({part})
        group by a.place, k.case_id
    ),
    -- A word too badly spelt for the index is found beside one that is not: by the other names of the best hits.
    best as (
        select distinct case_id from (
            select h.case_id, row_number() over (partition by h.place order by h.likeness desc, h.case_id) as position
            from hits as h
        ) as ranked where position <= {BEST_HITS} and jsonb_array_length(names) > 1
    ),
    besides as (
        select a.place, k.case_id, {_likeness()} as likeness
        from best join cases_searchkey as k on k.case_id = best.case_id cross join asked as a
        where k.kind = 'name' and ({part})
    ),
    likenesses as (
        select l.case_id, max(l.likeness) as likeness from (table hits union all table besides) as l
        where l.likeness >= {WORD_CUT} group by l.place, l.case_id
    ),
    answers as (
        select case_id, sum(likeness) / jsonb_array_length(names) as part_score
        from likenesses group by case_id having sum(likeness) / jsonb_array_length(names) >= {NAME_CUT}
        union all
        select k.case_id, max(b.weight) from jsonb_to_recordset(births) as b (pattern text, weight double precision)
        join cases_searchkey as k on {_readers("k")} && asking and k.kind = 'birth' and k.word like b.pattern
        where {part} group by k.case_id
        union all
        select k.case_id, max(n.weight)
        from jsonb_to_recordset(numbers) as n (kind text, pattern text, weight double precision)
        join cases_searchkey as k on {_readers("k")} && asking and k.kind = n.kind and k.word like n.pattern
        where {part} group by k.case_id
    )
    select case_id, avg(part_score) from answers group by case_id
    having count(*) = num_nonnulls(names, births, numbers)
    order by 2 desc, 1 desc limit at_most;
end $$;
revoke execute on function search_cases(jsonb, jsonb, jsonb, integer) from public;
grant execute on function search_cases(jsonb, jsonb, jsonb, integer) to rcms_app;
"""


DROP_SEARCH = """
drop function search_cases(jsonb, jsonb, jsonb, integer);
drop function search_name_likeness(text, text, text[], text, text);
drop index if exists search_key_found;
drop function search_key_readers(text, boolean, text, uuid, text, uuid, integer[]);
"""
