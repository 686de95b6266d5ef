-- Why: paid calls, booked before they are made, so that a limit holds for calls at once too.

create table spending (
    id uuid primary key,
    workspace_id text not null references workspaces,
    user_id text not null,
    day date not null,
    run_id uuid references runs on delete set null,
    backend text not null,
    model text not null,
    cost_usd numeric(14, 8) not null check (cost_usd >= 0),
    input_tokens integer not null default 0,
    output_tokens integer not null default 0,
    settled boolean not null default false,
    created_at timestamptz not null default now()
);
comment on column spending.day is 'UTC, on which the call was begun';
comment on column spending.cost_usd is 'the price booked beforehand until the call is settled';
create index spending_of_day on spending (workspace_id, user_id, day);
create index spending_newest on spending (workspace_id, user_id, id desc);
create index spending_of_run on spending (run_id) where run_id is not null;
