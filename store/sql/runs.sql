-- name: add
insert into runs (
    id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status, input,
    lease_owner, lease_until, started_at, attempt, queue, priority
)
values (
    %(run_id)s, %(kind)s, %(workspace)s, %(user)s, %(parent_id)s, %(thread_id)s, %(project_id)s,
    %(character_id)s, %(status)s, %(input)s, %(owner)s,
    now() + make_interval(secs => %(lease_s)s::double precision),
    case when %(status)s = 'running' then now() end,
    case when %(status)s = 'running' then 1 else 0 end,
    coalesce(%(queue)s, 'embedded'), %(priority)s
)
on conflict (thread_id) where kind = 'turn' and status in ('queued', 'running', 'waiting') do nothing
returning id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at

-- name: get
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and id = %(run_id)s

-- name: find
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and kind = any(%(kinds)s)
    and id between %(low)s::uuid and %(high)s::uuid
order by id desc
limit 5

-- name: newest
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and kind = any(%(kinds)s)
    and (%(project_id)s::integer is null or project_id = %(project_id)s)
order by created_at desc, id desc
limit 1

-- name: latest_of_project
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and project_id = %(project_id)s
    and kind in ('generation', 'sheet', 'batch')
    and coalesce((select batch.kind from runs as batch where batch.id = runs.parent_id), '')
        <> 'batch'
order by id desc
limit %(limit)s

-- name: latest_of_workspace
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and kind in ('generation', 'sheet', 'batch')
    and coalesce((select batch.kind from runs as batch where batch.id = runs.parent_id), '')
        <> 'batch'
order by id desc
limit %(limit)s

-- name: open_of_project
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and project_id = %(project_id)s
    and kind in ('generation', 'sheet', 'batch') and status in ('queued', 'running', 'waiting')
    and coalesce((select batch.kind from runs as batch where batch.id = runs.parent_id), '')
        <> 'batch'
order by id desc
limit %(limit)s

-- name: open_of_workspace
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and kind in ('generation', 'sheet', 'batch')
    and status in ('queued', 'running', 'waiting')
    and coalesce((select batch.kind from runs as batch where batch.id = runs.parent_id), '')
        <> 'batch'
order by id desc
limit %(limit)s

-- name: hold_children
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and parent_id = %(run_id)s
    and status in ('queued', 'running', 'waiting')
order by id
for no key update

-- name: shares
select children.status, children.result ->> 'verdict' as verdict, count(*)::integer as count
from runs as batch
join runs as children on children.parent_id = batch.id
where batch.workspace_id = %(workspace)s and batch.id = %(run_id)s and batch.kind = 'batch'
group by 1, 2

-- name: newest_of_open
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and character_id = %(character_id)s and kind = 'generation'
    and status in ('queued', 'running', 'waiting')
order by id desc
limit 1

-- name: newest_of_ended
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and character_id = %(character_id)s and kind = 'generation'
    and status in ('completed', 'failed', 'cancelled')
order by id desc
limit 1

-- name: children
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and parent_id = %(run_id)s
order by created_at, id

-- name: of_thread
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and thread_id = %(thread_id)s
order by created_at desc, id desc
limit 50

-- name: open_in
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and project_id = %(project_id)s and kind <> 'turn'
    and status in ('queued', 'running', 'waiting')
order by id

-- name: open_turn
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and thread_id = %(thread_id)s and kind = 'turn'
    and status in ('queued', 'running', 'waiting')

-- name: advance
with noted as (
    update runs
    set stage = %(stage)s, progress = %(progress)s, last_event = last_event + %(count)s
    where workspace_id = %(workspace)s and id = %(run_id)s and status in ('queued', 'running')
        and (%(attempt)s::integer is null or attempt = %(attempt)s)
    returning last_event - %(count)s as before
),
written as (
    insert into events (run_id, seq, type, data)
    select %(run_id)s, noted.before + happening.n, happening.type, happening.data
    from noted,
        unnest(%(types)s::text[], %(data)s::jsonb[]) with ordinality as happening (type, data, n)
    returning seq
)
select noted.before,
    (select pg_notify('run_events', %(run_id)s || ':' || max(seq)) from written having count(*) > 0)
from noted

-- name: fence
select attempt from runs
where workspace_id = %(workspace)s and id = %(run_id)s and status = 'running'
    and attempt = %(attempt)s
for no key update

-- name: hold_open
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and id = %(run_id)s
for no key update

-- name: release
update runs
set status = 'queued', stage = %(stage)s, lease_owner = null, lease_until = null,
    retries = retries + case when %(counts)s then 1 else 0 end,
    worked_s = worked_s + coalesce(extract(epoch from now() - taken_at), 0)
where workspace_id = %(workspace)s and id = %(run_id)s and status = 'running'
    and attempt = %(attempt)s

-- name: settle
with noted as (
    update runs
    set status = %(status)s,
        result = coalesce(%(result)s, result),
        error = coalesce(%(error)s, error),
        progress = case when %(status)s = 'completed' then 1 else progress end,
        stage = case when %(status)s = 'waiting' then stage else %(status)s end,
        lease_owner = null,
        lease_until = null,
        worked_s = worked_s + case when runs.status = 'running' and taken_at is not null
            then extract(epoch from now() - taken_at) else 0 end,
        finished_at = case when %(status)s = 'waiting' then null else now() end,
        last_event = last_event + %(count)s
    where workspace_id = %(workspace)s and id = %(run_id)s
        and status in ('queued', 'running', 'waiting')
        and (%(attempt)s::integer is null or attempt = %(attempt)s)
    returning last_event - %(count)s as before
),
written as (
    insert into events (run_id, seq, type, data)
    select %(run_id)s, noted.before + happening.n, happening.type, happening.data
    from noted,
        unnest(%(types)s::text[], %(data)s::jsonb[]) with ordinality as happening (type, data, n)
    returning seq
)
select noted.before,
    (select pg_notify('run_events', %(run_id)s || ':' || max(seq)) from written having count(*) > 0),
    (select pg_notify('run_cancelled', %(run_id)s::text) where %(status)s = 'cancelled')
from noted

-- name: detach
update runs set input = input || '{"detached": true}'
where workspace_id = %(workspace)s and id = %(run_id)s and status in ('queued', 'running')

-- name: resume
update runs set status = 'queued', stage = %(stage)s, input = input - 'detached'
where workspace_id = %(workspace)s and id = %(run_id)s and status = 'waiting'

-- name: take
update runs
set status = 'running', lease_owner = %(owner)s,
    lease_until = now() + make_interval(secs => %(lease_s)s),
    attempt = attempt + 1, take_ups = take_ups + case when status = 'running' then 1 else 0 end,
    started_at = coalesce(started_at, now()), taken_at = now()
where id = %(run_id)s
    and (status in ('queued', 'waiting')
        or (status = 'running' and (lease_until is null or lease_until < now())))
returning id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at

-- name: renew
update runs set lease_until = now() + make_interval(secs => %(lease_s)s)
where id = %(run_id)s and status = 'running' and lease_owner = %(owner)s and attempt = %(attempt)s

-- name: abandoned
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where kind = 'turn' and status = 'running' and lease_until < now()
order by created_at
limit 100

-- name: standing
select status, attempt from runs where id = %(run_id)s

-- name: append
with numbered as (
    update runs set last_event = last_event + %(count)s
    where id = %(run_id)s
        and (not %(while_open)s or status in ('queued', 'running', 'waiting'))
    returning last_event - %(count)s as before
),
written as (
    insert into events (run_id, seq, type, data)
    select %(run_id)s, numbered.before + happening.n, happening.type, happening.data
    from numbered,
        unnest(%(types)s::text[], %(data)s::jsonb[]) with ordinality as happening (type, data, n)
    returning seq
)
select pg_notify('run_events', %(run_id)s || ':' || max(seq)) from written having count(*) > 0

-- name: events
select events.run_id, events.seq, events.type, events.data, events.at
from events
join runs on runs.id = events.run_id
where runs.workspace_id = %(workspace)s and events.run_id = %(run_id)s and events.seq > %(after)s
order by events.seq

-- name: sweep_deltas
delete from events
using runs
where runs.id = events.run_id and events.type = 'text.delta'
    and runs.status in ('completed', 'failed', 'cancelled')

-- name: sweep_events
delete from events where at < now() - interval '30 days'

-- name: sweep_jobs
delete from procrastinate_jobs as jobs
where jobs.status in ('succeeded', 'failed', 'cancelled', 'aborted')
    and not exists (
        select from procrastinate_events as events
        where events.job_id = jobs.id and events.at > now() - interval '1 hour'
    )

-- name: sweep_checkpoint_writes
delete from checkpoint_writes
using runs
where runs.id = case when checkpoint_writes.thread_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then checkpoint_writes.thread_id::uuid end
    and runs.finished_at < now() - interval '1 minute'

-- name: sweep_checkpoint_blobs
delete from checkpoint_blobs
using runs
where runs.id = case when checkpoint_blobs.thread_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then checkpoint_blobs.thread_id::uuid end
    and runs.finished_at < now() - interval '1 minute'

-- name: sweep_checkpoints
delete from checkpoints
using runs
where runs.id = case when checkpoints.thread_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then checkpoints.thread_id::uuid end
    and runs.finished_at < now() - interval '1 minute'

-- name: unfinished
with lined_up as (
    select runs.id as run_id,
        row_number() over (
            partition by jobs.queue_name
            order by greatest(jobs.scheduled_at, now()), jobs.priority desc, jobs.id
        ) as place
    from procrastinate_jobs as jobs
    join runs on runs.id = (jobs.args ->> 'run_id')::uuid
    where jobs.status = 'todo' and jobs.task_name like 'drive\_%%' and runs.status = 'queued'
)
select runs.id, runs.kind, runs.status, runs.stage, runs.progress, runs.queue, runs.priority,
    runs.created_at, min(lined_up.place) as place,
    case when runs.status = 'running'
        then extract(epoch from now() - runs.taken_at)::double precision end as running_s
from runs
left join lined_up on lined_up.run_id = runs.id
where runs.workspace_id = %(workspace)s and runs.kind = any(%(kinds)s)
    and runs.status in ('queued', 'running', 'waiting')
    and (%(after)s::uuid is null or runs.id > %(after)s)
group by runs.id
order by runs.id
limit %(limit)s

-- name: queue_figures
select queue.name as queue,
    (select count(*) from runs
        where runs.queue = queue.name and runs.kind <> 'turn' and runs.kind <> 'batch'
            and runs.status = 'queued'
    )::integer as waiting,
    (select count(*) from runs
        where runs.queue = queue.name and runs.kind <> 'turn' and runs.kind <> 'batch'
            and runs.status = 'running'
    )::integer as running,
    (select count(*) from workers
        where queue.name = any(workers.queues) and alive_until > now()
    )::integer as workers,
    (select coalesce(sum(concurrency), 0) from workers
        where queue.name = any(workers.queues) and alive_until > now()
    )::integer as places,
    (select percentile_cont(0.5) within group (order by worked_s) from (
        select worked_s from runs
        where runs.queue = queue.name and runs.kind <> 'turn' and runs.kind <> 'batch'
            and runs.status = 'completed'
        order by finished_at desc
        limit 50
    ) as latest)::double precision as typical_s
from unnest(%(queues)s::text[]) with ordinality as queue (name, n)
order by queue.n
