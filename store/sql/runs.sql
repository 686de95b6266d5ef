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

-- name: children
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and parent_id = %(run_id)s
order by created_at

-- name: of_thread
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and thread_id = %(thread_id)s
order by created_at desc, id desc
limit 50

-- name: open_turn
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where workspace_id = %(workspace)s and thread_id = %(thread_id)s and kind = 'turn'
    and status in ('queued', 'running', 'waiting')

-- name: advance
update runs set stage = %(stage)s, progress = %(progress)s
where workspace_id = %(workspace)s and id = %(run_id)s and status in ('queued', 'running')
    and (%(attempt)s::integer is null or attempt = %(attempt)s)

-- name: fence
select attempt from runs
where workspace_id = %(workspace)s and id = %(run_id)s and status = 'running'
    and attempt = %(attempt)s
for no key update

-- name: release
update runs
set status = 'queued', stage = %(stage)s, lease_owner = null, lease_until = null,
    retries = retries + case when %(counts)s then 1 else 0 end
where workspace_id = %(workspace)s and id = %(run_id)s and status = 'running'
    and attempt = %(attempt)s

-- name: settle
update runs
set status = %(status)s,
    result = coalesce(%(result)s, result),
    error = coalesce(%(error)s, error),
    progress = case when %(status)s = 'completed' then 1 else progress end,
    stage = case when %(status)s = 'waiting' then stage else %(status)s end,
    lease_owner = null,
    lease_until = null,
    finished_at = case when %(status)s = 'waiting' then null else now() end
where workspace_id = %(workspace)s and id = %(run_id)s and status in ('queued', 'running', 'waiting')
    and (%(attempt)s::integer is null or attempt = %(attempt)s)

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
    started_at = coalesce(started_at, now())
where id = %(run_id)s
    and (status in ('queued', 'waiting')
        or (status = 'running' and (lease_until is null or lease_until < now()
            or lease_owner = %(owner)s)))
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
where status = 'running' and lease_until < now()
order by created_at
limit 100

-- name: orphans
select id, kind, workspace_id, user_id, parent_id, thread_id, project_id, character_id, status,
    stage, progress, attempt, retries, take_ups, queue, priority, input, result, error, created_at,
    started_at, finished_at
from runs
where kind <> 'turn' and (status = 'queued' or (status = 'running' and lease_until < now()))
    and not exists (
        select from procrastinate_jobs
        where split_part(procrastinate_jobs.lock, ':', 1) = runs.id::text
            and procrastinate_jobs.status in ('todo', 'doing')
    )
order by created_at
limit 100

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
