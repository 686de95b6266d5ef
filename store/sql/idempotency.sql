-- name: claim
with expired as (
    delete from idempotency_keys
    where expires_at < now() and not (workspace_id = %(workspace)s and key = %(key)s)
)
insert into idempotency_keys (workspace_id, key, body_digest, run_id, expires_at)
values (%(workspace)s, %(key)s, %(body_digest)s, %(run_id)s,
    now() + make_interval(secs => %(keep_s)s::double precision))
on conflict (workspace_id, key) do update
set body_digest = excluded.body_digest, run_id = excluded.run_id, created_at = now(),
    expires_at = excluded.expires_at
where idempotency_keys.expires_at < now()

-- name: kept
select key, body_digest, run_id from idempotency_keys
where workspace_id = %(workspace)s and key = %(key)s and expires_at >= now()
