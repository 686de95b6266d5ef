-- Why: many processes drive runs: by queue and priority, tried again by cause, seen while they live.

alter table runs
    add column queue text not null default 'embedded'
        check (queue in ('embedded', 'comfyui', 'gemini')),
    add column priority integer not null default 10,
    add column retries integer not null default 0,
    add column take_ups integer not null default 0,
    add column taken_at timestamptz,
    add column worked_s double precision not null default 0;
comment on column runs.worked_s is 'seconds that somebody drove it, without waiting in between';

create index runs_unfinished_of_workspace on runs (workspace_id, id)
    where status in ('queued', 'running', 'waiting');
create index runs_unfinished_of_queue on runs (queue, status)
    where status in ('queued', 'running') and kind <> 'turn';
create index runs_completed_of_queue on runs (queue, finished_at desc)
    where status = 'completed' and kind <> 'turn';

create table workers (
    id uuid primary key,
    name text not null,
    queues text[] not null,
    concurrency integer not null,
    started_at timestamptz not null default now(),
    alive_until timestamptz not null
);

create table upkeep (
    task text primary key,
    done_at timestamptz not null
);
comment on table upkeep is 'when somebody of the fleet last did a task that one is enough for';

-- A new database gets the queue's tables after this; then there is nothing to bring over.
do $$
begin
    if to_regclass('procrastinate_jobs') is not null then
        update procrastinate_jobs
        set task_name = case queue_name when 'animation' then 'drive_animation'
                else 'drive_generation' end,
            queue_name = 'embedded',
            priority = 10
        where task_name = 'drive_run' and status in ('todo', 'doing');
    end if;
end
$$;
