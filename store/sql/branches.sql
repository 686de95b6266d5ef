-- name: lock
select id from projects
where workspace_id = %(workspace)s and id = %(project_id)s
for no key update

-- name: add
insert into branches (project_id, name, name_key, base_name, created_by)
values (%(project_id)s, %(name)s, %(name_key)s, %(source)s, %(user)s)
returning id, name, base_name, created_by, created_at

-- name: copy
with source as materialized (
    select id, project_id, scene_number, description, characters, video_path, status,
        workflow_data, version
    from scenes
    where project_id = %(project_id)s and branch_name = %(source)s
),
copied as (
    insert into scenes (project_id, branch_name, scene_number, description, characters, video_path,
        status, workflow_data, user_id)
    select project_id, %(name)s, scene_number, description, characters, video_path, status,
        workflow_data, %(user)s
    from source
    returning id, branch_name, scene_number, description, characters, video_path, status,
        workflow_data, version
),
based as (
    insert into branch_bases (branch_id, scene_number, source_id, source_version, document)
    select %(branch_id)s, scene_number, id, version, jsonb_build_object(
        'description', description, 'characters', characters, 'video_path', video_path,
        'status', status, 'workflow_data', workflow_data)
    from source
),
remembered as (
    insert into revisions (kind, subject_id, version, document, author, run_id)
    select 'scene', id, version, jsonb_build_object('branch_name', branch_name,
        'scene_number', scene_number, 'description', description, 'characters', characters,
        'video_path', video_path, 'status', status, 'workflow_data', workflow_data),
        %(user)s, %(run_id)s
    from copied
)
select count(*) as scenes from copied

-- name: page
with held as (
    select s.branch_name as name, count(*) as scenes
    from scenes s
    join projects p on p.id = s.project_id
    where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s
        and s.branch_name > %(after)s
    group by s.branch_name
),
made as (
    select b.name, b.base_name, b.created_by, b.created_at
    from branches b
    join projects p on p.id = b.project_id
    where p.workspace_id = %(workspace)s and b.project_id = %(project_id)s and b.name > %(after)s
),
named as (
    select name from held
    union
    select name from made
    union
    select %(main)s where %(main)s > %(after)s
)
select named.name, made.base_name, coalesce(held.scenes, 0) as scenes, made.created_by,
    made.created_at
from named
left join held using (name)
left join made using (name)
order by named.name
limit %(limit)s + 1

-- name: bases
select b.name, b.base_name
from branches b
join projects p on p.id = b.project_id
where p.workspace_id = %(workspace)s and b.project_id = %(project_id)s
union
select distinct s.branch_name, null
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s
    and not exists (
        select from branches b where b.project_id = s.project_id and b.name = s.branch_name
    )

-- name: copied
select f.scene_number, f.source_id, f.source_version, f.document
from branch_bases f
join branches b on b.id = f.branch_id
join projects p on p.id = b.project_id
where p.workspace_id = %(workspace)s and b.project_id = %(project_id)s and b.name = %(name)s

-- name: scenes
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s and s.branch_name = %(name)s
order by s.scene_number
