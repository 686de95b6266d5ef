-- Why: many processes drive runs: by queue and priority, tried again by cause, seen while they live.

alter table runs
    add column queue text not null default 'embedded'
        check (queue in ('embedded', 'comfyui', 'gemini')),
    add column priority integer not null default 10,
    add column retries integer not null default 0,
    add column take_ups integer not null default 0;

create index runs_unfinished_of_workspace on runs (workspace_id, created_at, id)
    where status in ('queued', 'running', 'waiting');
create index runs_completed_of_queue on runs (queue, kind, finished_at desc)
    where status = 'completed';

create table workers (
    id uuid primary key,
    name text not null,
    queues text[] not null,
    concurrency integer not null,
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now()
);

create table upkeep (
    task text primary key,
    done_at timestamptz not null
);

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
