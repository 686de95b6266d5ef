-- Why: an order that is sent twice under one key is one generation.

create table idempotency_keys (
    workspace_id text not null references workspaces,
    key text not null,
    body_digest text not null,
    run_id uuid not null references runs on delete cascade deferrable initially deferred,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (workspace_id, key)
);
create index idempotency_keys_expired on idempotency_keys (expires_at);
create index idempotency_keys_of_run on idempotency_keys (run_id);
comment on column idempotency_keys.body_digest is 'digest of the route and the body that came with it';
