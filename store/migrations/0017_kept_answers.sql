-- Why: what is created under a caller's key is created once, and answered the same way again.

create table kept_answers (
    workspace_id text not null references workspaces,
    key text not null,
    body_digest text not null,
    request_id uuid not null,
    status integer,
    headers jsonb,
    body bytea,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (workspace_id, key)
);
create index kept_answers_expired on kept_answers (expires_at);
comment on table kept_answers is
    'a row without a status commits with what the request created; its answer is kept afterwards';
