-- name: canonical
select id, character_id, design, sha256, picture_id, status, created_by, created_at, approved_at
from character_references
where character_id = %(character_id)s and design = %(design)s and status = 'canonical'

-- name: latest_canonical
select id, character_id, design, sha256, picture_id, status, created_by, created_at, approved_at
from character_references
where character_id = %(character_id)s and status = 'canonical'
order by approved_at desc
limit 1

-- name: propose
insert into character_references (character_id, design, sha256, picture_id, created_by)
values (%(character_id)s, %(design)s, %(sha256)s, %(picture_id)s, %(user)s)
on conflict (character_id, design, sha256) do update set sha256 = excluded.sha256
returning id, character_id, design, sha256, picture_id, status, created_by, created_at, approved_at

-- name: retire
update character_references as older
set status = 'retired'
from character_references as newer
where newer.id = %(reference_id)s and older.character_id = newer.character_id
    and older.design = newer.design and older.status = 'canonical' and older.id <> newer.id

-- name: approve
update character_references
set status = 'canonical',
    approved_at = case when status = 'canonical' then approved_at else now() end
where id = %(reference_id)s
returning id, character_id, design, sha256, picture_id, status, created_by, created_at, approved_at

-- name: of_character
select id, character_id, design, sha256, picture_id, status, created_by, created_at, approved_at
from character_references
where character_id = %(character_id)s
order by created_at

-- name: get
select r.id, r.character_id, r.design, r.sha256, r.picture_id, r.status, r.created_by, r.created_at,
    r.approved_at
from character_references r
join characters c on c.id = r.character_id
join projects p on p.id = c.project_id
where p.workspace_id = %(workspace)s and r.character_id = %(character_id)s
    and r.id = %(reference_id)s

-- name: page
select id, character_id, design, sha256, picture_id, status, created_by, created_at, approved_at
from character_references
where character_id = %(character_id)s and id > %(after)s
order by id
limit %(limit)s + 1

-- name: remove
with gone as (
    delete from character_references where id = %(reference_id)s returning id
)
delete from asset_links using gone
where asset_links.workspace_id = %(workspace)s and asset_links.subject = 'reference:' || gone.id
