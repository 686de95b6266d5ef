-- name: of_project
select b.id, b.project_id, b.title, b.description, b.visual_style, b.world_setting,
    b.narrative_guidelines, b.extra, b.version, b.created_at, b.updated_at
from project_bibles b
join projects p on p.id = b.project_id
where p.workspace_id = %(workspace)s and p.id = %(project_id)s and b.version > 0

-- name: begin
insert into project_bibles (project_id, version)
select p.id, 0
from projects p
where p.workspace_id = %(workspace)s and p.id = %(project_id)s
for key share
on conflict (project_id) do nothing

-- name: hold
select b.id, b.project_id, b.title, b.description, b.visual_style, b.world_setting,
    b.narrative_guidelines, b.extra, b.version, b.created_at, b.updated_at
from project_bibles b
join projects p on p.id = b.project_id
where p.workspace_id = %(workspace)s and p.id = %(project_id)s
for no key update of b

-- name: save
update project_bibles b
set title = %(title)s, description = %(description)s, visual_style = %(visual_style)s,
    world_setting = %(world_setting)s, narrative_guidelines = %(narrative_guidelines)s,
    extra = %(extra)s, version = version + 1, updated_at = now()
where id = %(bible_id)s
returning id, project_id, title, description, visual_style, world_setting,
    narrative_guidelines, extra, version, created_at, updated_at

-- name: characters
select c.id, c.name, c.description, c.visual_traits, c.personality_traits, c.relationships,
    c.evolution_arc, c.extra, c.created_at, c.updated_at
from bible_characters c
join project_bibles b on b.id = c.bible_id
join projects p on p.id = b.project_id
where p.workspace_id = %(workspace)s and b.id = %(bible_id)s
order by c.id

-- name: add_character
insert into bible_characters (bible_id, name, name_key, description, visual_traits,
    personality_traits, relationships, evolution_arc, extra)
values (%(bible_id)s, %(name)s, %(name_key)s, %(description)s, %(visual_traits)s,
    %(personality_traits)s, %(relationships)s, %(evolution_arc)s, %(extra)s)
returning id, name, description, visual_traits, personality_traits, relationships,
    evolution_arc, extra, created_at, updated_at

-- name: save_character
update bible_characters
set name = %(name)s, name_key = %(name_key)s, description = %(description)s,
    visual_traits = %(visual_traits)s, personality_traits = %(personality_traits)s,
    relationships = %(relationships)s, evolution_arc = %(evolution_arc)s, extra = %(extra)s,
    updated_at = now()
where id = %(character_id)s
returning id, name, description, visual_traits, personality_traits, relationships,
    evolution_arc, extra, created_at, updated_at

-- name: remove_character
delete from bible_characters where id = %(character_id)s
