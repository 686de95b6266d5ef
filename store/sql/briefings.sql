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
    (select coalesce(jsonb_agg(jsonb_build_object('label', label, 'character', name, 'sha256', sha256)
            order by created_at), '[]') from (
        select pictures.label, characters.name, pictures.sha256, pictures.created_at from pictures
        left join characters on characters.id = pictures.character_id
        where pictures.project_id = %(project_id)s
        order by pictures.created_at desc limit 10) as i) as images,
    (select jsonb_build_object('generation_id', runs.id, 'character', characters.name) from runs
        left join characters on characters.id = runs.character_id
        where runs.workspace_id = %(workspace)s and runs.project_id = %(project_id)s
            and runs.kind in ('generation', 'sheet')
        order by runs.created_at desc limit 1) as last
