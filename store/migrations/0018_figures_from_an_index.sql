-- Why: figures over a window are counted from an index alone; what each row adds to them is computed
-- once, when it is written. So are the characters whose names begin with some letters, or hold them.

alter table runs
    add column ordered_on date generated always as ((created_at at time zone 'UTC')::date) stored,
    add column took_s double precision generated always as (
        case when status = 'completed' then date_part('epoch', finished_at - created_at) end
    ) stored;
comment on column runs.ordered_on is 'the UTC day';
comment on column runs.took_s is 'from the order to the end, of completed runs';

drop index runs_made;
create index runs_made on runs (workspace_id, created_at)
    include (id, project_id, character_id, ordered_on, backend, status, retries, take_ups,
        pictures_tried, worked_s, took_s)
    where kind in ('generation', 'sheet');

create index characters_by_name on characters (project_id, name_key text_pattern_ops)
    include (id, name);
