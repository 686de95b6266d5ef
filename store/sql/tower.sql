-- name: read_only
set default_transaction_read_only = on

-- name: tables
-- From the catalogue: the information schema hides what may not be read, as if it were not there.
select relname as table_name, array_agg(attname::text) as columns,
    has_table_privilege(pg_class.oid, 'select') as readable
from pg_class
join pg_attribute on attrelid = pg_class.oid
where relname = any(%(tables)s::text[]) and relkind in ('r', 'p', 'v', 'm', 'f')
    and pg_table_is_visible(pg_class.oid) and attnum > 0 and not attisdropped
group by pg_class.oid

-- name: ours
select from information_schema.tables
where table_schema = any(current_schemas(false)) and table_name = 'schema_migrations'
    and exists (
        select from information_schema.tables
        where table_schema = any(current_schemas(false)) and table_name = 'picture_embeddings'
    )
