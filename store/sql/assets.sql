-- name: link
with kept as (
    insert into assets (sha256, type, size, width, height)
    values (%(sha256)s, %(type)s, %(size)s, %(width)s, %(height)s)
    on conflict (sha256) do update set type = assets.type
    returning sha256
)
insert into asset_links (workspace_id, sha256, subject, role)
select %(workspace)s, kept.sha256, %(subject)s, %(role)s from kept
on conflict do nothing

-- name: get
select sha256, type, size, width, height
from assets
where sha256 = %(sha256)s
    and exists (
        select from asset_links
        where asset_links.sha256 = assets.sha256 and workspace_id = %(workspace)s
    )
