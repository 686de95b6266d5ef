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
set status = 'canonical', approved_at = now()
where id = %(reference_id)s
returning id, character_id, design, sha256, picture_id, status, created_by, created_at, approved_at

-- name: of_character
select id, character_id, design, sha256, picture_id, status, created_by, created_at, approved_at
from character_references
where character_id = %(character_id)s
order by created_at
