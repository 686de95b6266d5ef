-- name: known
select legacy_key, id, source_digest, kept_digest
from tower_imports
where workspace_id = %(workspace)s and source = %(source)s and kind = %(kind)s
    and legacy_key = any(%(keys)s)

-- name: remember
insert into tower_imports (workspace_id, source, kind, legacy_key, id, source_digest, kept_digest)
select %(workspace)s, %(source)s, %(kind)s, r.legacy_key, r.id, r.source_digest, r.kept_digest
from jsonb_to_recordset(%(rows)s)
    as r (legacy_key text, id bigint, source_digest text, kept_digest text)
on conflict (workspace_id, source, kind, legacy_key) do update
set id = excluded.id, source_digest = excluded.source_digest, kept_digest = excluded.kept_digest,
    imported_at = now()

-- name: numbers
select nextval(pg_get_serial_sequence(%(table)s, 'id')) as id
from generate_series(1, %(count)s)

-- name: digests_project
select id, encode(sha256(convert_to(jsonb_build_array(title, synopsis, status, metadata)::text,
    'UTF8')), 'hex') as digest
from projects
where workspace_id = %(workspace)s and id = any(%(ids)s)

-- name: digests_character
select id, encode(sha256(convert_to(jsonb_build_array(name, description, image_path, appearance,
    generation_prompts, rendering, generation_preferences, extra)::text, 'UTF8')), 'hex') as digest
from characters
where id = any(%(ids)s)

-- name: digests_scene
select id, encode(sha256(convert_to(jsonb_build_array(branch_name, scene_number, description,
    characters, video_path, status, workflow_data)::text, 'UTF8')), 'hex') as digest
from scenes
where id = any(%(ids)s)

-- name: digests_bible
select id, encode(sha256(convert_to(jsonb_build_array(title, description, visual_style,
    world_setting, narrative_guidelines, extra)::text, 'UTF8')), 'hex') as digest
from project_bibles
where id = any(%(ids)s)

-- name: digests_bible_character
select id, encode(sha256(convert_to(jsonb_build_array(name, description, visual_traits,
    personality_traits, relationships, evolution_arc, extra)::text, 'UTF8')), 'hex') as digest
from bible_characters
where id = any(%(ids)s)

-- name: digests_score
select id, encode(sha256(convert_to(jsonb_build_array(character_id, report, echo_assessment)::text,
    'UTF8')), 'hex') as digest
from character_consistency_scores
where id = any(%(ids)s)

-- name: digests_style_template
select id, encode(sha256(convert_to(jsonb_build_array(name, description, generation_params)::text,
    'UTF8')), 'hex') as digest
from style_templates
where workspace_id = %(workspace)s and id = any(%(ids)s)

-- name: digests_preference
select id, encode(sha256(convert_to(jsonb_build_array(user_id, preference_type,
    preference_data)::text, 'UTF8')), 'hex') as digest
from user_preferences
where workspace_id = %(workspace)s and id = any(%(ids)s)

-- name: taken_project
select 0 as scope, name_key, id
from projects
where workspace_id = %(workspace)s and name_key = any(%(keys)s)

-- name: taken_character
select c.project_id as scope, c.name_key, c.id
from unnest(%(scopes)s::integer[], %(keys)s::text[]) as w (scope, name_key)
join characters c on c.project_id = w.scope and c.name_key = w.name_key

-- name: taken_bible_character
select c.bible_id as scope, c.name_key, c.id
from unnest(%(scopes)s::integer[], %(keys)s::text[]) as w (scope, name_key)
join bible_characters c on c.bible_id = w.scope and c.name_key = w.name_key

-- name: taken_style_template
select 0 as scope, name_key, id
from style_templates
where workspace_id = %(workspace)s and name_key = any(%(keys)s)

-- name: taken_preference
select 0 as scope, user_id || ' ' || preference_type as name_key, id
from user_preferences
where workspace_id = %(workspace)s and user_id || ' ' || preference_type = any(%(keys)s)

-- name: scene_numbers
select s.project_id, s.branch_name, s.scene_number, s.id
from unnest(%(projects)s::integer[], %(branches)s::text[], %(numbers)s::integer[])
    as w (project_id, branch_name, scene_number)
join scenes s using (project_id, branch_name, scene_number)

-- name: last_scene
select coalesce(max(scene_number), 0) as last
from scenes
where project_id = %(project_id)s and branch_name = %(branch)s

-- name: workspace
select id from workspaces where id = %(workspace)s

-- name: alone
select pg_advisory_xact_lock(hashtextextended('tower ' || %(workspace)s || ' ' || %(source)s, 0))

-- name: bible
select b.id, b.project_id, b.title, b.description, b.visual_style, b.world_setting,
    b.narrative_guidelines, b.extra, b.version, b.created_at, b.updated_at
from project_bibles b
join projects p on p.id = b.project_id
where p.workspace_id = %(workspace)s and b.id = %(bible_id)s

-- name: designs
select id, design from characters where id = any(%(ids)s)

-- name: add_project
insert into projects (id, workspace_id, title, name_key, synopsis, status, metadata, legacy_id,
    created_by, created_at, updated_at)
select r.id, %(workspace)s, r.title, r.name_key, r.synopsis, r.status, r.metadata,
    case when not exists (
        select from projects p where p.workspace_id = %(workspace)s and p.legacy_id = r.legacy_id
    ) then r.legacy_id end,
    %(user)s, coalesce(r.created_at, now()), coalesce(r.updated_at, now())
from jsonb_to_recordset(%(rows)s) as r (id integer, title text, name_key text, synopsis text,
    status text, metadata jsonb, legacy_id uuid, created_at timestamptz, updated_at timestamptz)

-- name: change_project
update projects p
set title = coalesce(r.title, p.title), name_key = coalesce(r.name_key, p.name_key),
    synopsis = r.synopsis, status = r.status, metadata = r.metadata, version = p.version + 1,
    updated_at = now()
from jsonb_to_recordset(%(rows)s) as r (id integer, title text, name_key text, synopsis text,
    status text, metadata jsonb)
where p.id = r.id and p.workspace_id = %(workspace)s

-- name: add_character
with added as (
    insert into characters (id, project_id, name, name_key, description, version, design,
        image_path, rendering, generation_preferences, extra, echo_assessment, created_by,
        created_at, updated_at)
    select r.id, r.project_id, r.name, r.name_key, r.description, r.version, r.design, r.image_path,
        r.rendering, r.generation_preferences, r.extra, r.echo_assessment,
        coalesce(r.created_by, %(user)s), coalesce(r.created_at, now()),
        coalesce(r.updated_at, now())
    from jsonb_to_recordset(%(rows)s) as r (id integer, project_id integer, name text,
        name_key text, description text, version integer, design text, image_path text,
        rendering jsonb, generation_preferences jsonb, extra jsonb, echo_assessment jsonb,
        created_by text, created_at timestamptz, updated_at timestamptz)
    returning *
)
insert into revisions (kind, subject_id, version, document, author, created_at)
select 'character', id, version, jsonb_build_object('name', name, 'description', description,
    'appearance', appearance, 'generation_prompts', generation_prompts, 'rendering', rendering,
    'generation_preferences', generation_preferences, 'extra', extra, 'design', design,
    'image_path', image_path), created_by, updated_at
from added

-- name: change_character
with changed as (
    update characters c
    set name = coalesce(r.name, c.name), name_key = coalesce(r.name_key, c.name_key),
        description = r.description, version = greatest(c.version + 1, r.version),
        image_path = coalesce(r.image_path, c.image_path), rendering = r.rendering,
        generation_preferences = r.generation_preferences, extra = r.extra,
        echo_assessment = r.echo_assessment, updated_at = now()
    from jsonb_to_recordset(%(rows)s) as r (id integer, name text, name_key text, description text,
        version integer, image_path text, rendering jsonb, generation_preferences jsonb,
        extra jsonb, echo_assessment jsonb)
    where c.id = r.id
    returning c.*
)
insert into revisions (kind, subject_id, version, document, author)
select 'character', id, version, jsonb_build_object('name', name, 'description', description,
    'appearance', appearance, 'generation_prompts', generation_prompts, 'rendering', rendering,
    'generation_preferences', generation_preferences, 'extra', extra, 'design', design,
    'image_path', image_path), %(user)s
from changed

-- name: add_scene
with added as (
    insert into scenes (id, project_id, branch_name, scene_number, description, characters,
        video_path, status, workflow_data, user_id, created_at, updated_at)
    select r.id, r.project_id, r.branch_name, r.scene_number, r.description, r.characters,
        r.video_path, r.status, r.workflow_data, coalesce(r.user_id, %(user)s),
        coalesce(r.created_at, now()), coalesce(r.updated_at, now())
    from jsonb_to_recordset(%(rows)s) as r (id integer, project_id integer, branch_name text,
        scene_number integer, description text, characters jsonb, video_path text, status text,
        workflow_data jsonb, user_id text, created_at timestamptz, updated_at timestamptz)
    returning *
)
insert into revisions (kind, subject_id, version, document, author, created_at)
select 'scene', id, version, jsonb_build_object('branch_name', branch_name, 'scene_number',
    scene_number, 'description', description, 'characters', characters, 'video_path', video_path,
    'status', status, 'workflow_data', workflow_data), user_id, updated_at
from added

-- name: change_scene
with changed as (
    update scenes s
    set branch_name = coalesce(r.branch_name, s.branch_name),
        scene_number = coalesce(r.scene_number, s.scene_number), description = r.description,
        characters = r.characters, video_path = r.video_path, status = r.status,
        workflow_data = r.workflow_data, version = s.version + 1, updated_at = now()
    from jsonb_to_recordset(%(rows)s) as r (id integer, branch_name text, scene_number integer,
        description text, characters jsonb, video_path text, status text, workflow_data jsonb)
    where s.id = r.id
    returning s.*
)
insert into revisions (kind, subject_id, version, document, author)
select 'scene', id, version, jsonb_build_object('branch_name', branch_name, 'scene_number',
    scene_number, 'description', description, 'characters', characters, 'video_path', video_path,
    'status', status, 'workflow_data', workflow_data), %(user)s
from changed

-- name: change_bible
update project_bibles b
set title = r.title, description = r.description, visual_style = r.visual_style,
    world_setting = r.world_setting, narrative_guidelines = r.narrative_guidelines,
    extra = r.extra
from jsonb_to_recordset(%(rows)s) as r (id integer, title text, description text,
    visual_style jsonb, world_setting jsonb, narrative_guidelines jsonb, extra jsonb)
where b.id = r.id

-- name: add_bible_character
insert into bible_characters (id, bible_id, name, name_key, description, visual_traits,
    personality_traits, relationships, evolution_arc, extra)
select r.id, r.bible_id, r.name, r.name_key, r.description, r.visual_traits, r.personality_traits,
    r.relationships, r.evolution_arc, r.extra
from jsonb_to_recordset(%(rows)s) as r (id integer, bible_id integer, name text, name_key text,
    description text, visual_traits jsonb, personality_traits jsonb, relationships jsonb,
    evolution_arc jsonb, extra jsonb)

-- name: change_bible_character
update bible_characters c
set name = coalesce(r.name, c.name), name_key = coalesce(r.name_key, c.name_key),
    description = r.description, visual_traits = r.visual_traits,
    personality_traits = r.personality_traits, relationships = r.relationships,
    evolution_arc = r.evolution_arc, extra = r.extra, updated_at = now()
from jsonb_to_recordset(%(rows)s) as r (id integer, name text, name_key text, description text,
    visual_traits jsonb, personality_traits jsonb, relationships jsonb, evolution_arc jsonb,
    extra jsonb)
where c.id = r.id

-- name: add_score
insert into character_consistency_scores (id, character_id, verdict, space, domain, design, report,
    echo_assessment, validation_date)
select r.id, r.character_id, 'unscored', 'tower', 'tower', r.design, r.report, r.echo_assessment,
    coalesce(r.validation_date, now())
from jsonb_to_recordset(%(rows)s) as r (id bigint, character_id integer, design text, report jsonb,
    echo_assessment jsonb, validation_date timestamptz)

-- name: change_score
update character_consistency_scores s
set report = r.report, echo_assessment = r.echo_assessment,
    validation_date = coalesce(r.validation_date, s.validation_date)
from jsonb_to_recordset(%(rows)s) as r (id bigint, report jsonb, echo_assessment jsonb,
    validation_date timestamptz)
where s.id = r.id

-- name: add_style_template
with added as (
    insert into style_templates (id, workspace_id, name, name_key, description, generation_params,
        created_by, created_at, updated_at)
    select r.id, %(workspace)s, r.name, r.name_key, r.description, r.generation_params,
        coalesce(r.created_by, %(user)s), coalesce(r.created_at, now()),
        coalesce(r.updated_at, now())
    from jsonb_to_recordset(%(rows)s) as r (id integer, name text, name_key text, description text,
        generation_params jsonb, created_by text, created_at timestamptz, updated_at timestamptz)
    returning *
)
insert into revisions (kind, subject_id, version, document, author, created_at)
select 'style_template', id, version, jsonb_build_object('name', name, 'description', description,
    'generation_params', generation_params, 'shared', shared), created_by, updated_at
from added

-- name: change_style_template
with changed as (
    update style_templates t
    set name = coalesce(r.name, t.name), name_key = coalesce(r.name_key, t.name_key),
        description = r.description, generation_params = r.generation_params,
        version = t.version + 1, updated_at = now()
    from jsonb_to_recordset(%(rows)s) as r (id integer, name text, name_key text, description text,
        generation_params jsonb)
    where t.id = r.id and t.workspace_id = %(workspace)s
    returning t.*
)
insert into revisions (kind, subject_id, version, document, author)
select 'style_template', id, version, jsonb_build_object('name', name, 'description', description,
    'generation_params', generation_params, 'shared', shared), %(user)s
from changed

-- name: add_preference
insert into user_preferences (id, workspace_id, user_id, preference_type, preference_data,
    updated_at)
select r.id, %(workspace)s, r.user_id, r.preference_type, r.preference_data,
    coalesce(r.updated_at, now())
from jsonb_to_recordset(%(rows)s) as r (id integer, user_id text, preference_type text,
    preference_data jsonb, updated_at timestamptz)

-- name: change_preference
update user_preferences u
set preference_data = r.preference_data, updated_at = now()
from jsonb_to_recordset(%(rows)s) as r (id integer, preference_data jsonb)
where u.id = r.id and u.workspace_id = %(workspace)s
