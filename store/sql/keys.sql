-- name: add_workspace
insert into workspaces (id) values (%(workspace)s) on conflict (id) do nothing

-- name: add
insert into api_keys (workspace_id, user_id, role, prefix, digest, label, pre_approved, expires_at)
values (%(workspace)s, %(user)s, %(role)s, %(prefix)s, %(digest)s, %(label)s, %(pre_approved)s,
    now() + make_interval(days => %(days)s::integer))
returning id, workspace_id, user_id, role, prefix, label, pre_approved, created_at, last_used_at,
    expires_at, revoked_at, expires_at is null or expires_at > now() as in_force

-- name: of_key
select id, workspace_id, user_id, role, prefix, label, pre_approved, created_at, last_used_at,
    expires_at, revoked_at,
    revoked_at is null and (expires_at is null or expires_at > now()) as in_force
from api_keys
where digest = %(digest)s

-- name: of_session
select k.id, workspace_id, user_id, role, prefix, label, pre_approved, k.created_at, last_used_at,
    k.expires_at, revoked_at,
    revoked_at is null and (k.expires_at is null or k.expires_at > now()) as in_force
from key_sessions s
join api_keys k on k.id = s.key_id
where s.digest = %(digest)s and s.expires_at > now()

-- name: exist
-- The least of them is at the index's beginning, however many there are.
select min(id) is not null as found from api_keys where revoked_at is null

-- name: all
select id, workspace_id, user_id, role, prefix, label, pre_approved, created_at, last_used_at,
    expires_at, revoked_at,
    revoked_at is null and (expires_at is null or expires_at > now()) as in_force
from api_keys
where %(workspace)s::text is null or workspace_id = %(workspace)s
order by id

-- name: workspaces
select w.id as name, w.created_at,
    (count(k.id) filter (where revoked_at is null))::integer as keys,
    max(k.last_used_at) as last_used_at
from workspaces w
left join api_keys k on k.workspace_id = w.id
group by w.id
order by w.id

-- name: revoke
update api_keys
set revoked_at = coalesce(revoked_at, now())
where id = %(id)s
returning id, workspace_id, user_id, role, prefix, label, pre_approved, created_at, last_used_at,
    expires_at, revoked_at, false as in_force

-- name: end_sessions
delete from key_sessions where key_id = %(id)s

-- name: touch
update api_keys
set last_used_at = now()
where id = %(id)s
    and (last_used_at is null or last_used_at < now() - make_interval(secs => %(every_s)s))

-- name: add_session
insert into key_sessions (digest, key_id, expires_at)
values (%(digest)s, %(id)s, now() + make_interval(secs => %(life_s)s))

-- name: drop_old_sessions
delete from key_sessions
where expires_at <= now() or digest in (
    select digest from key_sessions where key_id = %(id)s
    order by created_at desc offset %(most)s
)

-- name: end_session
delete from key_sessions where digest = %(digest)s
