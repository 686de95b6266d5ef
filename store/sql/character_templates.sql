-- name: add
insert into character_templates (workspace_id, name, name_key, description, appearance,
    generation_prompts, rendering, generation_preferences, shared, created_by)
values (%(workspace)s, %(name)s, %(name_key)s, %(description)s, %(appearance)s,
    %(generation_prompts)s, %(rendering)s, %(generation_preferences)s, %(shared)s, %(user)s)
returning id, name, description, appearance, generation_prompts, rendering,
    generation_preferences, shared, version, created_by, created_at,
    updated_at, true as own

-- name: names
select name, id from character_templates where workspace_id = %(workspace)s order by id

-- name: called
select id, name, description, appearance, generation_prompts, rendering,
    generation_preferences, shared, version, created_by, created_at,
    updated_at, true as own
from character_templates
where workspace_id = %(workspace)s and name_key = %(name_key)s

-- name: shared_as
select id, name, description, appearance, generation_prompts, rendering,
    generation_preferences, shared, version, created_by, created_at,
    updated_at, false as own
from character_templates
where shared and name_key = %(name_key)s and workspace_id <> %(workspace)s
order by id
limit 3

-- name: get
select id, name, description, appearance, generation_prompts, rendering,
    generation_preferences, shared, version, created_by, created_at,
    updated_at, workspace_id = %(workspace)s as own
from character_templates
where id = %(template_id)s and (workspace_id = %(workspace)s or shared)

-- name: hold
select id, name, description, appearance, generation_prompts, rendering,
    generation_preferences, shared, version, created_by, created_at,
    updated_at, workspace_id = %(workspace)s as own
from character_templates
where id = %(template_id)s and (workspace_id = %(workspace)s or shared)
for no key update

-- name: page
select * from (
    (select id, name, description, appearance, generation_prompts, rendering,
    generation_preferences, shared, version, created_by, created_at,
        updated_at, true as own
    from character_templates
    where workspace_id = %(workspace)s and id > %(after)s
    order by id
    limit %(limit)s + 1)
    union all
    (select id, name, description, appearance, generation_prompts, rendering,
    generation_preferences, shared, version, created_by, created_at,
        updated_at, false as own
    from character_templates
    where shared and id > %(after)s and workspace_id <> %(workspace)s
    order by id
    limit %(limit)s + 1)
) as templates
order by id
limit %(limit)s + 1

-- name: save
update character_templates
set name = %(name)s, name_key = %(name_key)s, description = %(description)s,
    appearance = %(appearance)s, generation_prompts = %(generation_prompts)s,
    rendering = %(rendering)s, generation_preferences = %(generation_preferences)s,
    shared = %(shared)s,
    version = version + 1, updated_at = now()
where workspace_id = %(workspace)s and id = %(template_id)s
returning id, name, description, appearance, generation_prompts, rendering,
    generation_preferences, shared, version, created_by, created_at,
    updated_at, true as own

-- name: remove
delete from character_templates where workspace_id = %(workspace)s and id = %(template_id)s
