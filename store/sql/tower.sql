-- name: read_only
set default_transaction_read_only = on

-- name: tables
select table_name, array_agg(column_name::text) as columns
from information_schema.columns
where table_schema = any(current_schemas(false)) and table_name = any(%(tables)s)
group by table_name

-- name: ours
select from information_schema.tables
where table_schema = any(current_schemas(false)) and table_name = 'schema_migrations'
    and exists (
        select from information_schema.tables
        where table_schema = any(current_schemas(false)) and table_name = 'picture_embeddings'
    )
