-- Why: files are collected once nothing needs them, and never while somebody is about to.

create table asset_puts (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    at timestamptz not null default now()
);
comment on table asset_puts is
    'bytes that were put, or lost their last link, at this time: they are left alone for a while';

create table asset_owner (
    singleton boolean primary key default true check (singleton),
    id uuid not null
);
comment on table asset_owner is
    'the name under which this database claims its asset store; made when first needed';
