"""What the two sides write to each other, and the marks that they set, stay as they were written."""

# What was said stays said: of a message only the moment of the first look changes, once, and no office takes a message,
# its files, a shared note or a mark away again. The owner of the tables may delete: retention works under that login.
CONVERSATION = """
create function message_stays() returns trigger language plpgsql as $$
declare
    may_change constant text[] := array['read_at', 'requesting_country', 'receiving_country', 'requesting_authority',
        'receiving_authority', 'delegates', 'shared'];
begin
    if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change
        or (old.read_at is not null and new.read_at is distinct from old.read_at)
    then
        raise exception 'a message does not change' using errcode = 'insufficient_privilege';
    end if;
    if new.read_at is distinct from old.read_at and scope_country() is not distinct from
        (case new.side when 'requesting' then new.requesting_country else new.receiving_country end)
    then
        raise exception 'a message is read by the other side' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger message_stays before update on cases_message for each row execute function message_stays();

-- What a trigger names as its arguments may change besides the copy of the audience, and nothing else.
create function conversation_stays() returns trigger language plpgsql as $$
declare
    may_change constant text[] := array['requesting_country', 'receiving_country', 'requesting_authority',
        'receiving_authority', 'delegates', 'shared'] || tg_argv;
begin
    if to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change then
        raise exception 'what was said between the sides does not change' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger conversation_stays before update on cases_thread for each row
    execute function conversation_stays('state', 'closed_at', 'message_count', 'last_message_at', 'version');
create trigger conversation_stays before update on cases_informationrequest for each row
    execute function conversation_stays('status', 'answer_id', 'ended_at');
create trigger conversation_stays before update on cases_messagefile for each row
    execute function conversation_stays();
create trigger conversation_stays before update on cases_sharednote for each row
    execute function conversation_stays();

-- A mark is ended by the side that set it, once, and is otherwise as it was set: its rows are its history.
create function flag_stays() returns trigger language plpgsql as $$
declare
    audience constant text[] := array['requesting_country', 'receiving_country', 'requesting_authority',
        'receiving_authority', 'delegates', 'shared'];
    ending constant text[] := array['until_on', 'ended_at', 'ended_how', 'end_reason'];
begin
    if to_jsonb(new) - audience is not distinct from to_jsonb(old) - audience then
        return new;
    end if;
    if old.ended_at is not null or to_jsonb(new) - audience - ending is distinct from to_jsonb(old) - audience - ending
    then
        raise exception 'a mark does not change' using errcode = 'insufficient_privilege';
    end if;
    if current_user = 'rcms_app' and (case new.side
        when 'requesting' then new.requesting_country = any (scope_countries())
            or new.requesting_authority = any (scope_authorities())
        else new.receiving_country = any (scope_countries()) or new.receiving_authority = any (scope_authorities())
        end) is not true
    then
        raise exception 'a mark is ended by the side that set it' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger flag_stays before update on cases_caseflag for each row execute function flag_stays();

create function conversation_is_kept() returns trigger language plpgsql as $$
begin
    if current_user = 'rcms_app' then
        raise exception 'what was said between the sides is kept' using errcode = 'insufficient_privilege';
    end if;
    return old;
end $$;
create trigger conversation_is_kept before delete on cases_thread
    for each row execute function conversation_is_kept();
create trigger conversation_is_kept before delete on cases_message
    for each row execute function conversation_is_kept();
create trigger conversation_is_kept before delete on cases_messagefile
    for each row execute function conversation_is_kept();
create trigger conversation_is_kept before delete on cases_informationrequest
    for each row execute function conversation_is_kept();
create trigger conversation_is_kept before delete on cases_sharednote
    for each row execute function conversation_is_kept();
create trigger conversation_is_kept before delete on cases_caseflag
    for each row execute function conversation_is_kept();
"""
UNCONVERSATION = """
drop function conversation_is_kept() cascade;
drop function flag_stays() cascade;
drop function conversation_stays() cascade;
drop function message_stays() cascade;
"""
