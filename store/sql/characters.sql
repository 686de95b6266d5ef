-- name: add
insert into characters (project_id, name, name_key, description, design, appearance,
    generation_prompts, rendering, generation_preferences, extra, bible_base, created_by)
select p.id, %(name)s, %(name_key)s, %(description)s, %(design)s, %(appearance)s,
    %(generation_prompts)s, %(rendering)s, %(generation_preferences)s, %(extra)s,
    %(bible_base)s::jsonb, %(user)s
from projects p
where p.workspace_id = %(workspace)s and p.id = %(project_id)s
for key share
returning id, project_id, name, description, version, design, image_path, appearance,
    generation_prompts, rendering, generation_preferences, extra, bible_base, consistency_score,
    last_validation_date, echo_assessment, template_id, template_version,
    style_template_id, style_template_version, created_by, created_at, updated_at

-- name: get
select c.id, c.project_id, c.name, c.description, c.version, c.design, c.image_path, c.appearance,
    c.generation_prompts, c.rendering, c.generation_preferences, c.extra, c.bible_base,
    c.consistency_score, c.last_validation_date, c.echo_assessment, c.template_id, c.template_version,
    c.style_template_id, c.style_template_version, c.created_by,
    c.created_at, c.updated_at
from characters c
join projects p on p.id = c.project_id
where p.workspace_id = %(workspace)s and c.id = %(character_id)s

-- name: hold
select c.id, c.project_id, c.name, c.description, c.version, c.design, c.image_path, c.appearance,
    c.generation_prompts, c.rendering, c.generation_preferences, c.extra, c.bible_base,
    c.consistency_score, c.last_validation_date, c.echo_assessment, c.template_id, c.template_version,
    c.style_template_id, c.style_template_version, c.created_by,
    c.created_at, c.updated_at
from characters c
join projects p on p.id = c.project_id
where p.workspace_id = %(workspace)s and c.id = %(character_id)s
for no key update of c

-- name: called
select c.id, c.project_id, c.name, c.description, c.version, c.design, c.image_path, c.appearance,
    c.generation_prompts, c.rendering, c.generation_preferences, c.extra, c.bible_base,
    c.consistency_score, c.last_validation_date, c.echo_assessment, c.template_id, c.template_version,
    c.style_template_id, c.style_template_version, c.created_by,
    c.created_at, c.updated_at
from characters c
join projects p on p.id = c.project_id
where p.workspace_id = %(workspace)s and c.name_key = %(name_key)s
    and (%(project_id)s::integer is null or c.project_id = %(project_id)s)
order by c.id

-- name: names
select c.id, c.name, c.project_id, c.bible_base ->> 'name' as bible_name
from characters c
join projects p on p.id = c.project_id
where p.workspace_id = %(workspace)s and (%(project_id)s::integer is null or c.project_id = %(project_id)s)
order by c.id

-- name: fitting
-- Project by project (`offset 0` keeps it so), through the index that holds their names;
-- `materialized` keeps the planner from reading characters in the order of their numbers.
with found as materialized (
    select named.*
    from projects p
    cross join lateral (
        select c.id, c.name, c.project_id, c.name_key
        from characters c
        where c.project_id = p.id and c.name_key like %(pattern)s
        offset 0
    ) as named
    where p.workspace_id = %(workspace)s
        and (%(project_id)s::integer is null or p.id = %(project_id)s)
)
select id, name, project_id
from found
order by name_key <> %(name_key)s, id
limit %(limit)s

-- name: page
select c.id, c.project_id, c.name, c.description, c.version, c.design, c.image_path, c.appearance,
    c.generation_prompts, c.rendering, c.generation_preferences, c.extra, c.bible_base,
    c.consistency_score, c.last_validation_date, c.echo_assessment, c.template_id, c.template_version,
    c.style_template_id, c.style_template_version, c.created_by,
    c.created_at, c.updated_at
from characters c
join projects p on p.id = c.project_id
where p.workspace_id = %(workspace)s and (%(project_id)s::integer is null or c.project_id = %(project_id)s)
    and c.id > %(after)s
order by c.id
limit %(limit)s + 1

-- name: save
update characters c
set name = %(name)s, name_key = %(name_key)s, description = %(description)s,
    design = %(design)s, image_path = %(image_path)s, appearance = %(appearance)s,
    generation_prompts = %(generation_prompts)s, rendering = %(rendering)s,
    generation_preferences = %(generation_preferences)s, extra = %(extra)s,
    bible_base = %(bible_base)s, template_id = %(template_id)s,
    template_version = %(template_version)s, style_template_id = %(style_template_id)s,
    style_template_version = %(style_template_version)s,
    version = c.version + 1, updated_at = now()
from projects p
where p.id = c.project_id and p.workspace_id = %(workspace)s and c.id = %(character_id)s
    and (%(expected)s::integer is null or c.version = %(expected)s)
returning c.id, c.project_id, c.name, c.description, c.version, c.design, c.image_path, c.appearance,
    c.generation_prompts, c.rendering, c.generation_preferences, c.extra, c.bible_base,
    c.consistency_score, c.last_validation_date, c.echo_assessment, c.template_id, c.template_version,
    c.style_template_id, c.style_template_version, c.created_by,
    c.created_at, c.updated_at

-- name: note_base
update characters c
set bible_base = %(bible_base)s
from projects p
where p.id = c.project_id and p.workspace_id = %(workspace)s and c.id = %(character_id)s

-- name: rename_base
update characters c
set bible_base = jsonb_set(c.bible_base, '{name}', to_jsonb(%(after)s::text))
from projects p
where p.id = c.project_id and p.workspace_id = %(workspace)s and c.project_id = %(project_id)s
    and c.bible_base ->> 'name' = %(before)s

-- name: note_assessment
update characters c
set consistency_score = %(consistency_score)s, last_validation_date = now(),
    echo_assessment = coalesce(%(echo_assessment)s::jsonb, c.echo_assessment)
from projects p
where p.id = c.project_id and p.workspace_id = %(workspace)s and c.id = %(character_id)s

-- name: remove
delete from characters c
using projects p
where p.id = c.project_id and p.workspace_id = %(workspace)s and c.id = %(character_id)s
