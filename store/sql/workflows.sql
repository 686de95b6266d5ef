-- name: add
insert into workflows (workspace_id, name, name_key, description, graph, slots, output, created_by)
values (%(workspace)s, %(name)s, %(name_key)s, %(description)s, %(graph)s, %(slots)s, %(output)s, %(user)s)
on conflict (workspace_id, name_key) do nothing
returning id, name, graph, slots, output, description, version, created_by, created_at, updated_at

-- name: replace
update workflows
set name = %(name)s, description = %(description)s, graph = %(graph)s, slots = %(slots)s,
    output = %(output)s, version = version + 1, updated_at = now()
where workspace_id = %(workspace)s and name_key = %(name_key)s
    and (%(expected)s::integer is null or version = %(expected)s)
returning id, name, graph, slots, output, description, version, created_by, created_at, updated_at

-- name: named
select id, name, graph, slots, output, description, version, created_by, created_at, updated_at
from workflows
where workspace_id = %(workspace)s and name_key = %(name_key)s

-- name: all
select id, name, graph, slots, output, description, version, created_by, created_at, updated_at
from workflows
where workspace_id = %(workspace)s
order by name_key

-- name: page
select id, name, slots, output, description, version, created_by, created_at, updated_at,
    (select count(*) from jsonb_object_keys(graph))::integer as nodes
from workflows
where workspace_id = %(workspace)s and id > %(after)s
order by id
limit %(limit)s + 1

-- name: names
select name from workflows where workspace_id = %(workspace)s order by id

-- name: remove
delete from workflows
where workspace_id = %(workspace)s and name_key = %(name_key)s
    and (%(expected)s::integer is null or version = %(expected)s)
