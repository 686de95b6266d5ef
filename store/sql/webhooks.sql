-- name: call_back
insert into webhook_targets (run_id, url)
select id, %(url)s from runs where workspace_id = %(workspace)s and id = %(run_id)s

-- name: callback_url
select webhook_targets.url
from webhook_targets
join runs on runs.id = webhook_targets.run_id
where runs.workspace_id = %(workspace)s and webhook_targets.run_id = %(run_id)s

-- name: announce
insert into webhook_deliveries (workspace_id, target_id, run_id, seq, asked_by, url, subject)
select runs.workspace_id, targets.id, runs.id, runs.last_event, targets.run_id, targets.url,
    jsonb_build_object(
        'run_id', runs.id, 'kind', runs.kind, 'status', runs.status, 'seq', runs.last_event,
        'parent_id', runs.parent_id, 'thread_id', runs.thread_id, 'project_id', runs.project_id,
        'character_id', runs.character_id, 'character', runs.input -> 'order' ->> 'character',
        'attempts', case when jsonb_typeof(runs.result -> 'attempts') = 'array'
            then jsonb_array_length(runs.result -> 'attempts') end,
        'result', case when octet_length(brief.result::text) <= 65536 then brief.result end,
        'error', runs.error, 'at', now()
    )
from runs
cross join lateral (
    select case when jsonb_typeof(runs.result) = 'object' then runs.result
        - '{attempts,ranking,passed_over,tool_calls,stages,requirements}'::text[] end as result
) as brief
join webhook_targets as targets
    on targets.run_id = runs.id or targets.run_id = runs.parent_id or targets.run_id is null
where runs.id = %(run_id)s and targets.gone_at is null
on conflict (target_id, run_id, seq) do nothing
returning id, attempts

-- name: asked_by
select id, message_id, workspace_id, asked_by, url, subject, state, attempts, last_status,
    last_error, due_at, created_at, ended_at
from webhook_deliveries
where workspace_id = %(workspace)s and asked_by = %(run_id)s
order by id
limit 100

-- name: page
select id, message_id, workspace_id, asked_by, url, subject, state, attempts, last_status,
    last_error, due_at, created_at, ended_at
from webhook_deliveries
where workspace_id = %(workspace)s
    and (%(state)s::text is null or state = %(state)s)
    and (%(before)s::bigint = 0 or id < %(before)s)
order by id desc
limit %(limit)s + 1

-- name: keep_secret
insert into webhook_secrets (workspace_id, secret) values (%(workspace)s, %(fresh)s)
on conflict (workspace_id) do nothing

-- name: secrets
select secret, case when previous_until > now() then previous end as previous
from webhook_secrets
where workspace_id = %(workspace)s

-- name: rotate
insert into webhook_secrets (workspace_id, secret) values (%(workspace)s, %(fresh)s)
on conflict (workspace_id) do update
set previous = webhook_secrets.secret,
    previous_until = now() + make_interval(secs => %(keep_s)s),
    secret = excluded.secret,
    created_at = now()

-- name: stand
insert into webhook_targets (url)
select unnest(%(urls)s::text[])
on conflict (url) where run_id is null do update set gone_at = null

-- name: stand_down
update webhook_targets set gone_at = now()
where run_id is null and gone_at is null and url <> all(%(urls)s::text[])

-- name: pending
select id, message_id, workspace_id, asked_by, url, subject, state, attempts, last_status,
    last_error, due_at, created_at, ended_at
from webhook_deliveries
where id = %(id)s and state = 'pending'

-- name: note
update webhook_deliveries
set state = %(state)s, attempts = %(number)s, last_status = %(status)s, last_error = %(error)s,
    due_at = now() + make_interval(secs => %(wait_s)s::double precision),
    ended_at = case when %(state)s <> 'pending' then now() end
where id = %(id)s and state = 'pending' and attempts = %(number)s - 1

-- name: note_attempt
insert into webhook_attempts (delivery_id, number, status, error, took_ms)
values (%(id)s, %(number)s, %(status)s, %(error)s, %(took_ms)s)

-- name: gone
update webhook_targets set gone_at = now()
where id = (select target_id from webhook_deliveries where id = %(id)s)

-- name: stranded
select id, attempts
from webhook_deliveries
where state = 'pending' and due_at < now() - make_interval(secs => %(silent_s)s)
    -- As a list, which is hashed: joined, statistics that do not know the jobs yet cost minutes.
    and id not in (
        select (jobs.args ->> 'delivery_id')::bigint
        from procrastinate_jobs as jobs
        where jobs.status in ('todo', 'doing') and jobs.task_name = 'send_webhook'
            and jobs.args ->> 'delivery_id' is not null
    )
order by due_at
limit 500

-- name: drop_stalled_jobs
delete from procrastinate_jobs
where id in (
    select jobs.id
    from procrastinate_jobs as jobs
    where jobs.status = 'doing' and jobs.task_name = 'send_webhook'
        and not exists (
            select from procrastinate_workers as workers
            where workers.id = jobs.worker_id
                and workers.last_heartbeat >= now() - make_interval(secs => %(silent_s)s)
        )
    for update of jobs skip locked
)

-- name: sweep
delete from webhook_deliveries where ended_at < now() - make_interval(days => %(days)s)

-- name: sweep_targets
delete from webhook_targets as targets
using runs
where runs.id = targets.run_id and runs.finished_at < now() - make_interval(days => %(days)s)
    and not exists (
        select from webhook_deliveries
        where target_id = targets.id and state = 'pending'
    )
