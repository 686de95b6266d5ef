-- name: lock_project
select id from projects
where workspace_id = %(workspace)s and id = %(project_id)s
for no key update

-- name: last_number
select max(scene_number) as last
from scenes
where project_id = %(project_id)s and branch_name = %(branch)s

-- name: add
insert into scenes (project_id, branch_name, scene_number, description, characters, video_path,
    status, workflow_data, user_id)
select p.id, %(branch)s, %(scene_number)s, %(description)s, %(characters)s, %(video_path)s,
    %(status)s, %(workflow_data)s, %(user)s
from projects p
where p.workspace_id = %(workspace)s and p.id = %(project_id)s
for key share
returning id, project_id, branch_name, scene_number, description, characters, video_path,
    status, workflow_data, user_id, version, created_at, updated_at

-- name: get
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.id = %(scene_id)s

-- name: hold
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.id = %(scene_id)s
for no key update of s

-- name: at
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s and s.branch_name = %(branch)s
    and s.scene_number = %(scene_number)s

-- name: with_character
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s and s.characters @> %(cast)s
order by s.id
for no key update of s

-- name: page
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and (%(project_id)s::integer is null or s.project_id = %(project_id)s)
    and (%(branch)s::text is null or s.branch_name = %(branch)s)
    and (s.project_id, s.branch_name, s.scene_number)
        > (%(after_project)s, %(after_branch)s, %(after_number)s)
order by s.project_id, s.branch_name, s.scene_number
limit %(limit)s + 1

-- name: all_of
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s
order by s.branch_name, s.scene_number

-- name: branches
select distinct s.branch_name
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s
order by s.branch_name

-- name: save
update scenes s
set branch_name = %(branch)s, scene_number = %(scene_number)s, description = %(description)s,
    characters = %(characters)s, video_path = %(video_path)s, status = %(status)s,
    workflow_data = %(workflow_data)s, version = s.version + 1, updated_at = now()
from projects p
where p.id = s.project_id and p.workspace_id = %(workspace)s and s.id = %(scene_id)s
    and (%(expected)s::integer is null or s.version = %(expected)s)
returning s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at

-- name: remove
delete from scenes s
using projects p
where p.id = s.project_id and p.workspace_id = %(workspace)s and s.id = %(scene_id)s
