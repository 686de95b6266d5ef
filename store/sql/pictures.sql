-- name: add
insert into pictures (
    id, workspace_id, project_id, character_id, run_id, sha256, label, file_name, domain, design,
    provenance
)
select %(picture_id)s, %(workspace)s, %(project_id)s, %(character_id)s, %(run_id)s, %(sha256)s,
    %(name)s || ' ' || numbered.n, %(stem)s || '-' || numbered.n || '.png', %(domain)s, %(design)s,
    %(provenance)s
from (
    select count(*) + 1 as n from pictures
    where project_id is not distinct from %(project_id)s and workspace_id = %(workspace)s
        and label like %(label_pattern)s
) as numbered
on conflict (id) do nothing
returning id, project_id, character_id, run_id, sha256, label, file_name, domain, design, provenance,
    created_at

-- name: get
select id, project_id, character_id, run_id, sha256, label, file_name, domain, design, provenance,
    created_at
from pictures
where workspace_id = %(workspace)s and id = %(picture_id)s

-- name: newest
select id, project_id, character_id, run_id, sha256, label, file_name, domain, design, provenance,
    created_at
from pictures
where workspace_id = %(workspace)s and character_id = %(character_id)s
order by created_at desc, id desc
limit 1

-- name: recent
select id, project_id, character_id, run_id, sha256, label, file_name, domain, design, provenance,
    created_at
from pictures
where workspace_id = %(workspace)s and project_id = %(project_id)s
order by created_at desc, id desc
limit %(limit)s

-- name: called
select id, project_id, character_id, run_id, sha256, label, file_name, domain, design, provenance,
    created_at
from pictures
where workspace_id = %(workspace)s and project_id = %(project_id)s
    and %(spoken)s in (sha256, lower(file_name), lower(label))
order by created_at desc, id desc
limit 10

-- name: of_run
select id, project_id, character_id, run_id, sha256, label, file_name, domain, design, provenance,
    created_at
from pictures
where workspace_id = %(workspace)s and run_id = %(run_id)s
order by created_at, id

-- name: of_scene
-- Of a completed run the picture that was kept, of another one all that it made.
select p.id, p.project_id, p.character_id, p.run_id, p.sha256, p.label, p.file_name, p.domain,
    p.design, p.provenance, p.created_at
from runs r
join pictures p on p.run_id = r.id
where r.workspace_id = %(workspace)s and r.input #>> '{order,scene_id}' = %(scene_id)s::text
    and (r.status <> 'completed' or p.id::text = r.result ->> 'picture_id')
order by r.created_at desc, p.created_at desc, p.id desc
limit %(limit)s
