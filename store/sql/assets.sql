-- name: link
with kept as (
    insert into assets (sha256, type, size, width, height)
    values (%(sha256)s, %(type)s, %(size)s, %(width)s, %(height)s)
    on conflict (sha256) do update set type = assets.type
    returning sha256
)
insert into asset_links (workspace_id, sha256, subject, role)
select %(workspace)s, kept.sha256, %(subject)s, %(role)s from kept
on conflict (workspace_id, sha256, subject, role) do update set created_at = now()
    where asset_links.subject like 'upload:%%'

-- name: get
select sha256, type, size, width, height
from assets
where sha256 = %(sha256)s
    and exists (
        select from asset_links
        where asset_links.sha256 = assets.sha256 and workspace_id = %(workspace)s
    )

-- name: pin
insert into asset_puts (sha256) values (%(sha256)s)
on conflict (sha256) do update set at = now()

-- name: owner
with made as (
    insert into asset_owner (id) values (%(id)s)
    on conflict (singleton) do update set id = asset_owner.id
    returning id
)
select id from made

-- name: alone
select pg_try_advisory_lock(%(lock)s) as taken

-- name: release
select pg_advisory_unlock(%(lock)s)

-- name: idle_uploads
select distinct sha256
from asset_links
where subject like 'upload:%%'
    and created_at < now() - %(older_than)s
    and not exists (select from pictures where pictures.sha256 = asset_links.sha256)
    and not exists (
        select from character_references where character_references.sha256 = asset_links.sha256
    )
    and not exists (
        select from animation_figures where reference_sha256 = asset_links.sha256
    )
    and not exists (
        select from characters where image_path = '/api/assets/' || asset_links.sha256
    )

-- name: mentioned
select distinct found.sha256
from (
    select (regexp_matches(input::text, '[0-9a-f]{64}', 'g'))[1] as sha256 from animation_takes
    union all
    select (regexp_matches(provenance::text, '[0-9a-f]{64}', 'g'))[1] from pictures
    union all
    select (regexp_matches(input::text, '[0-9a-f]{64}', 'g'))[1] from runs
    union all
    select (regexp_matches(effects.result::text, '[0-9a-f]{64}', 'g'))[1]
    from effects
    join runs on runs.id = effects.run_id
    where runs.status in ('queued', 'running', 'waiting')
    union all
    select (regexp_matches(content::text, '[0-9a-f]{64}', 'g'))[1] from messages
    where %(in_messages)s
) as found
where found.sha256 = any(%(sha256s)s)

-- name: drop_uploads
with dropped as (
    delete from asset_links
    where subject like 'upload:%%'
        and created_at < now() - %(older_than)s
        and sha256 = any(%(sha256s)s)
    returning sha256
),
pinned as (
    insert into asset_puts (sha256) select distinct sha256 from dropped
    on conflict (sha256) do update set at = now()
)
select count(*) as n from dropped

-- name: drop_orphans
with dropped as (
    delete from asset_links
    where created_at < now() - least(%(older_than)s, interval '1 hour')
        and (
            (subject like 'picture:%%' and not exists (
                select from pictures where 'picture:' || pictures.id = subject
            ))
            or (subject like 'take:%%' and not exists (
                select from animation_takes where 'take:' || animation_takes.run_id = subject
            ))
            or (subject like 'animation:%%' and not exists (
                select from animations where 'animation:' || animations.id = subject
            ))
            or (subject like 'project:%%' and not exists (
                select from projects where 'project:' || projects.id = subject
            ))
            or (subject like 'reference:%%' and not exists (
                select from character_references
                where 'reference:' || character_references.id = subject
            ))
        )
    returning sha256
),
pinned as (
    insert into asset_puts (sha256) select distinct sha256 from dropped
    on conflict (sha256) do update set at = now()
)
select count(*) as n from dropped

-- name: unneeded
select known.sha256
from (
    select sha256 from assets where assets.created_at < now() - %(older_than)s
    union
    select sha256 from asset_puts where asset_puts.at < now() - %(older_than)s
) as known
where known.sha256 > %(after)s
    and not exists (
        select from asset_puts
        where asset_puts.sha256 = known.sha256 and asset_puts.at >= now() - %(older_than)s
    )
    and not exists (select from asset_links where asset_links.sha256 = known.sha256)
    and not exists (select from pictures where pictures.sha256 = known.sha256)
    and not exists (
        select from character_references where character_references.sha256 = known.sha256
    )
    and not exists (
        select from animation_figures where animation_figures.reference_sha256 = known.sha256
    )
    and not exists (
        select from animation_sheets
        where known.sha256 in (animation_sheets.raw_sha256, animation_sheets.sha256)
    )
    and not exists (
        select from characters where characters.image_path = '/api/assets/' || known.sha256
    )
order by known.sha256
limit %(limit)s

-- name: hold_pin
insert into asset_puts (sha256, at) values (%(sha256)s, '-infinity')
on conflict (sha256) do update set at = asset_puts.at
returning at < now() - %(older_than)s as old

-- name: hold_asset
select sha256 from assets where sha256 = %(sha256)s for update skip locked

-- name: forget_asset
delete from assets
where sha256 = %(sha256)s
    and created_at < now() - %(older_than)s
    and not exists (select from asset_links where asset_links.sha256 = assets.sha256)

-- name: is_asset
select sha256 from assets where sha256 = %(sha256)s

-- name: unpin
delete from asset_puts where sha256 = %(sha256)s

-- name: unpin_linked
delete from asset_puts
where at < now() - %(older_than)s
    and exists (select from asset_links where asset_links.sha256 = asset_puts.sha256)

-- name: unknown
select given.sha256
from unnest(%(sha256s)s::text[]) as given (sha256)
where not exists (select from assets where assets.sha256 = given.sha256)
    and not exists (select from asset_puts where asset_puts.sha256 = given.sha256)

-- name: page
select sha256, type, size, width, height
from assets
where sha256 > %(after)s
order by sha256
limit %(limit)s
