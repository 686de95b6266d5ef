-- name: add
insert into style_templates (workspace_id, name, name_key, description, generation_params, created_by)
values (%(workspace)s, %(name)s, %(name_key)s, %(description)s, %(generation_params)s, %(user)s)
returning id, name, description, generation_params, version, created_by, created_at, updated_at

-- name: names
select name, id from style_templates where workspace_id = %(workspace)s order by id

-- name: get
select id, name, description, generation_params, version, created_by, created_at, updated_at
from style_templates
where workspace_id = %(workspace)s and id = %(template_id)s
