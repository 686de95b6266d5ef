-- name: of
select
    (select jsonb_build_object('name', title) from projects
        where workspace_id = %(workspace)s and id = %(project_id)s) as project,
    (select coalesce(jsonb_agg(title order by id), '[]') from (
        select title, id from projects where workspace_id = %(workspace)s
        order by updated_at desc limit %(most)s) as p) as projects,
    (select coalesce(jsonb_agg(name order by id), '[]') from (
        select name, id from characters where project_id = %(project_id)s
        order by updated_at desc limit %(most)s) as c) as characters,
    (select coalesce(jsonb_agg(name order by id), '[]') from (
        select bible_characters.name, bible_characters.id from bible_characters
        join project_bibles on project_bibles.id = bible_id
        where project_bibles.project_id = %(project_id)s
        order by bible_characters.updated_at desc limit %(most)s) as b) as bible_characters,
    (select coalesce(jsonb_agg(jsonb_build_object('scene_number', scene_number, 'branch', branch_name,
            'description', left(description, 80)) order by branch_name, scene_number), '[]') from (
        select scene_number, branch_name, description from scenes where project_id = %(project_id)s
        order by updated_at desc limit 50) as s) as scenes,
    (select coalesce(jsonb_agg(name order by id), '[]') from (
        select name, id from style_templates where workspace_id = %(workspace)s
        order by id desc limit %(most)s) as t) as style_templates,
    (select coalesce(jsonb_agg(name order by id), '[]') from (
        select name, id from character_templates where workspace_id = %(workspace)s
        order by id desc limit %(most)s) as t) as character_templates,
    (select coalesce(jsonb_agg(jsonb_build_object('label', label, 'character', name, 'sha256', sha256)
            order by created_at), '[]') from (
        select pictures.label, characters.name, pictures.sha256, pictures.created_at from pictures
        left join characters on characters.id = pictures.character_id
        where pictures.project_id = %(project_id)s
        order by pictures.created_at desc limit 10) as i) as images,
    (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
            'animation', a.id,
            'characters', coalesce(cast_names, '[]'),
            'action_type', take.input -> 'order' ->> 'action_type',
            'waits_for', case
                when take.run_id is null then null
                when take.scripts is not null and not take.sprites_ordered then 'generate_sprites'
                when take.choices is null and take.facts -> 'suggestions' <> '{}' then 'choose_response'
            end,
            'recommended', case when take.choices is null then (
                select suggestion ->> 'action'
                from jsonb_array_elements(take.facts -> 'suggestions' -> 'responder') as s (suggestion)
                where (suggestion ->> 'recommended')::boolean limit 1
            ) end,
            'suggested', case when take.choices is null then (
                select jsonb_agg(suggestion ->> 'action' order by place)
                from jsonb_array_elements(take.facts -> 'suggestions' -> 'responder')
                    with ordinality as s (suggestion, place)
            ) end
        )) order by a.updated_at), '[]') from (
        select id, updated_at from animations
        where workspace_id = %(workspace)s and project_id = %(project_id)s
        order by updated_at desc limit 10) as a
        left join lateral (
            select run_id, input, scripts, sprites_ordered, choices, facts from animation_takes
            where animation_id = a.id order by number desc limit 1) as take on true
        left join lateral (
            select jsonb_agg(characters.name order by place) as cast_names from animation_figures
            join characters on characters.id = character_id
            where animation_id = a.id) as figures on true) as animations,
    (select jsonb_build_object('generation_id', runs.id, 'character', characters.name) from runs
        left join characters on characters.id = runs.character_id
        where runs.workspace_id = %(workspace)s and runs.project_id = %(project_id)s
            and runs.kind in ('generation', 'sheet')
        order by runs.created_at desc limit 1) as last
