-- name: claim
with expired as (
    delete from kept_answers
    where expires_at < now() and not (workspace_id = %(workspace)s and key = %(key)s)
)
insert into kept_answers (workspace_id, key, body_digest, request_id, expires_at)
values (%(workspace)s, %(key)s, %(body_digest)s, %(request_id)s,
    now() + make_interval(secs => %(keep_s)s::double precision))
on conflict (workspace_id, key) do update
set body_digest = excluded.body_digest, request_id = excluded.request_id, status = null,
    headers = null, body = null, created_at = now(), expires_at = excluded.expires_at
where kept_answers.expires_at < now() or kept_answers.request_id = excluded.request_id

-- name: keep
update kept_answers
set status = %(status)s, headers = %(headers)s, body = %(body)s
where workspace_id = %(workspace)s and key = %(key)s and request_id = %(request_id)s

-- name: kept
select key, body_digest, request_id, status, headers, body
from kept_answers
where workspace_id = %(workspace)s and key = %(key)s and expires_at >= now()
