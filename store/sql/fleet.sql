-- name: come
insert into workers (id, name, queues, concurrency, alive_until)
values (
    %(worker_id)s, %(name)s, %(queues)s, %(concurrency)s, now() + make_interval(secs => %(alive_s)s)
)
on conflict (id) do update set alive_until = excluded.alive_until

-- name: go
delete from workers where id = %(worker_id)s

-- name: take_turn
insert into upkeep (task, done_at) values (%(task)s, now())
on conflict (task) do update set done_at = now()
where upkeep.done_at < now() - make_interval(secs => %(every_s)s)

-- name: forget_workers
delete from workers where alive_until < now() - interval '1 minute'

-- name: drop_stalled_jobs
-- What is locked is left for the next time: the queue's own workers forget the dead too, and take
-- workers and jobs in the other order.
delete from procrastinate_jobs
where id in (
    select jobs.id
    from procrastinate_jobs as jobs
    where jobs.status = 'doing' and jobs.task_name like 'drive\_%%'
        and not exists (
            select from procrastinate_workers as workers
            where workers.id = jobs.worker_id
                and workers.last_heartbeat >= now() - make_interval(secs => %(stalled_s)s)
        )
    for update of jobs skip locked
)

-- name: prune_queue_workers
delete from procrastinate_workers
where id in (
    select id from procrastinate_workers
    where last_heartbeat < now() - make_interval(secs => %(stalled_s)s * 4)
    for update skip locked
)

-- name: orphans
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where kind <> 'turn' and (status = 'queued' or (status = 'running' and lease_until < now()))
    -- As a list, which is hashed: joined, a batch that the statistics do not know yet takes minutes.
    and runs.id not in (
        select (jobs.args ->> 'run_id')::uuid
        from procrastinate_jobs as jobs
        where jobs.status in ('todo', 'doing') and jobs.task_name like 'drive\_%%'
            and jobs.args ->> 'run_id' is not null
    )
order by priority desc, created_at
limit %(limit)s
