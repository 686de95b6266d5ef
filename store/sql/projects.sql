-- name: add
insert into projects (workspace_id, title, name_key, synopsis, metadata, created_by)
values (%(workspace)s, %(title)s, %(name_key)s, %(synopsis)s, %(metadata)s, %(user)s)
returning id, title, synopsis, status, metadata, legacy_id, version, created_by, created_at, updated_at

-- name: get
select id, title, synopsis, status, metadata, legacy_id, version, created_by, created_at, updated_at
from projects
where workspace_id = %(workspace)s and id = %(project_id)s

-- name: page
select id, title, synopsis, status, metadata, legacy_id, version, created_by, created_at, updated_at
from projects
where workspace_id = %(workspace)s and id > %(after)s
order by id
limit %(limit)s + 1

-- name: titles
select title, id from projects where workspace_id = %(workspace)s order by id

-- name: save
update projects
set title = %(title)s, name_key = %(name_key)s, synopsis = %(synopsis)s, status = %(status)s,
    metadata = %(metadata)s, version = version + 1, updated_at = now()
where workspace_id = %(workspace)s and id = %(project_id)s
    and (%(expected)s::integer is null or version = %(expected)s)
returning id, title, synopsis, status, metadata, legacy_id, version, created_by, created_at, updated_at

-- name: remove
delete from projects where workspace_id = %(workspace)s and id = %(project_id)s
