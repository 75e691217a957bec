"""Forgetting acts on many cases, with the bundles of papers that were printed: asked by the sweep, which reads neither."""

BUNDLES = """
-- The row of a bundle goes, so that the sweep of the vault finds its bytes without a name and deletes them.
create function forget_bulk_runs(of_before timestamptz) returns integer language plpgsql security definer
    set search_path = public, pg_temp as $$
declare
    number integer;
    files uuid[];
    jobs uuid[];
begin
    with gone as (delete from cases_bulkrun where created_at < of_before returning file_id, progress_id)
    select count(*), array_agg(file_id), array_agg(progress_id) into number, files, jobs from gone;
    delete from documents_pagepreview where file_id = any (files);
    delete from documents_storedfile where id = any (files);
    delete from core_jobprogress where id = any (jobs);
    return number;
end $$;
revoke execute on function forget_bulk_runs(timestamptz) from public;
grant execute on function forget_bulk_runs(timestamptz) to rcms_sweep;
"""
NO_BUNDLES = "drop function forget_bulk_runs(timestamptz);"
