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
