-- name: open
insert into animation_takes (run_id, animation_id, number, input)
select %(run_id)s, animations.id, 1 + coalesce((
        select max(number) from animation_takes where animation_id = animations.id
    ), 0), %(input)s
from animations
where animations.id = %(animation_id)s and animations.workspace_id = %(workspace)s

-- name: get
select takes.run_id, takes.animation_id, takes.number, takes.input, takes.facts, takes.notes,
    takes.choices, takes.shifts, takes.scripts, takes.sprites_ordered, takes.created_at,
    runs.status, runs.stage, runs.progress, runs.error
from animation_takes as takes
join runs on runs.id = takes.run_id
where runs.workspace_id = %(workspace)s and takes.animation_id = %(animation_id)s
    and (%(number)s::integer is null or takes.number = %(number)s)
order by takes.number desc
limit 1

-- name: of_run
select takes.run_id, takes.animation_id, takes.number, takes.input, takes.facts, takes.notes,
    takes.choices, takes.shifts, takes.scripts, takes.sprites_ordered, takes.created_at,
    runs.status, runs.stage, runs.progress, runs.error
from animation_takes as takes
join runs on runs.id = takes.run_id
where runs.workspace_id = %(workspace)s and takes.run_id = %(run_id)s

-- name: hold
select takes.run_id
from animation_takes as takes
join runs on runs.id = takes.run_id
where runs.workspace_id = %(workspace)s and takes.run_id = %(run_id)s
for no key update of runs, takes

-- name: all_of
select takes.run_id, takes.animation_id, takes.number, takes.input, takes.facts, takes.notes,
    takes.choices, takes.shifts, takes.scripts, takes.sprites_ordered, takes.created_at,
    runs.status, runs.stage, runs.progress, runs.error
from animation_takes as takes
join runs on runs.id = takes.run_id
where runs.workspace_id = %(workspace)s and takes.animation_id = %(animation_id)s
order by takes.number

-- name: learn
update animation_takes set facts = facts || %(facts)s where run_id = %(run_id)s

-- name: note
update animation_takes set notes = notes || %(notes)s where run_id = %(run_id)s

-- name: choose
update animation_takes set choices = %(choices)s where run_id = %(run_id)s

-- name: write
update animation_takes set scripts = coalesce(scripts, '{}') || %(scripts)s where run_id = %(run_id)s

-- name: shift
update animation_takes set shifts = %(shifts)s where run_id = %(run_id)s

-- name: order_sprites
update animation_takes set sprites_ordered = true where run_id = %(run_id)s

-- name: put_sheet
insert into animation_sheets (run_id, who, facing, request_key, raw_sha256, sha256, document)
values (
    %(run_id)s, %(who)s, %(facing)s, %(request_key)s, %(raw_sha256)s, %(sha256)s, %(document)s
)
on conflict (run_id, who, facing) do update set
    request_key = excluded.request_key, raw_sha256 = excluded.raw_sha256,
    sha256 = excluded.sha256, document = excluded.document

-- name: sheets
select sheets.run_id, who, facing, request_key, raw_sha256, sha256, document
from animation_sheets as sheets
join runs on runs.id = sheets.run_id
where runs.workspace_id = %(workspace)s and sheets.run_id = %(run_id)s
order by who, case who when 'instigator' then facing else mod(facing + 180, 360) end

-- name: drawn_before
select sheets.run_id, sheets.who, sheets.facing, sheets.request_key, sheets.raw_sha256,
    sheets.sha256, sheets.document
from animation_sheets as sheets
join animation_takes as takes on takes.run_id = sheets.run_id
join animations on animations.id = takes.animation_id
where animations.workspace_id = %(workspace)s and takes.animation_id = %(animation_id)s
    and sheets.request_key = %(request_key)s
order by takes.number desc
limit 1
