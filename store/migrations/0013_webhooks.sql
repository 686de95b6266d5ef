-- Why: whoever asked for a run, or watches all of them, is told of its end: signed, again and again.

create table webhook_secrets (
    workspace_id text primary key references workspaces,
    secret text not null,
    previous text,
    previous_until timestamptz,
    created_at timestamptz not null default now()
);
comment on column webhook_secrets.previous is 'signs beside the new one until previous_until';

create table webhook_targets (
    id bigint generated always as identity primary key,
    run_id uuid references runs on delete cascade,
    url text not null,
    gone_at timestamptz,
    created_at timestamptz not null default now()
);
create unique index webhook_targets_of_run on webhook_targets (run_id) where run_id is not null;
create unique index webhook_targets_standing on webhook_targets (url) where run_id is null;
comment on column webhook_targets.run_id is 'told of this run and of those that it orders; null: of all';
comment on column webhook_targets.gone_at is 'it answered 410, or is no longer configured';

create table webhook_deliveries (
    id bigint generated always as identity primary key,
    message_id uuid not null default gen_random_uuid(),
    workspace_id text not null references workspaces,
    target_id bigint references webhook_targets on delete set null,
    run_id uuid not null,
    seq integer not null,
    asked_by uuid,
    url text not null,
    subject jsonb not null,
    state text not null default 'pending'
        check (state in ('pending', 'delivered', 'gone', 'refused', 'given_up')),
    attempts integer not null default 0,
    last_status integer,
    last_error text,
    due_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    ended_at timestamptz,
    unique (target_id, run_id, seq)
);
create index webhook_deliveries_of_workspace on webhook_deliveries (workspace_id, id desc);
create index webhook_deliveries_by_state on webhook_deliveries (workspace_id, state, id desc);
create index webhook_deliveries_asked_by on webhook_deliveries (asked_by, id) where asked_by is not null;
create index webhook_deliveries_pending on webhook_deliveries (due_at) where state = 'pending';
create index webhook_deliveries_ended on webhook_deliveries (ended_at) where ended_at is not null;
comment on column webhook_deliveries.subject is 'the run as it was when it ended; it outlives the run';
comment on column webhook_deliveries.asked_by is 'the run whose callback it is; null: a standing webhook';

create table webhook_attempts (
    delivery_id bigint not null references webhook_deliveries on delete cascade,
    number integer not null,
    status integer,
    error text,
    took_ms integer not null,
    at timestamptz not null default now(),
    primary key (delivery_id, number)
);

create index runs_drawing_character on runs (character_id, id desc) where character_id is not null;
