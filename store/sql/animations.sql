-- name: add
insert into animations (
    workspace_id, name, project_id, generation_mode, perspective, directions, sprite_px, style,
    metadata, created_by
)
select %(workspace)s, %(name)s, %(project_id)s, %(generation_mode)s, %(perspective)s,
    %(directions)s, %(sprite_px)s, %(style)s, %(metadata)s, %(user)s
where %(project_id)s::integer is null
    or exists (select from projects where id = %(project_id)s and workspace_id = %(workspace)s)
returning id

-- name: get
select animations.id, animations.name, animations.project_id, generation_mode, perspective,
    directions, sprite_px, style, metadata, version, created_by, created_at, updated_at,
    coalesce((
        select jsonb_agg(
            to_jsonb(animation_figures) - 'animation_id'
                || jsonb_build_object('character', characters.name)
            order by place
        )
        from animation_figures
        left join characters on characters.id = animation_figures.character_id
        where animation_figures.animation_id = animations.id
    ), '[]') as figures
from animations
where workspace_id = %(workspace)s and animations.id = %(animation_id)s

-- name: hold
select id from animations
where workspace_id = %(workspace)s and id = %(animation_id)s
for no key update

-- name: newest
select id from animations
where workspace_id = %(workspace)s
    and (%(project_id)s::integer is null or project_id = %(project_id)s)
order by updated_at desc, id desc
limit 1

-- name: page
select animations.id, animations.name, animations.project_id, generation_mode, perspective,
    directions, sprite_px, style, metadata, version, created_by, created_at, updated_at,
    coalesce((
        select jsonb_agg(
            to_jsonb(animation_figures) - 'animation_id'
                || jsonb_build_object('character', characters.name)
            order by place
        )
        from animation_figures
        left join characters on characters.id = animation_figures.character_id
        where animation_figures.animation_id = animations.id
    ), '[]') as figures
from animations
where workspace_id = %(workspace)s
    and case when %(newest)s then %(after)s = 0 or animations.id < %(after)s
        else animations.id > %(after)s end
    and (%(project_id)s::integer is null or project_id = %(project_id)s)
order by case when %(newest)s then -animations.id else animations.id end
limit %(limit)s + 1

-- name: save
update animations
set name = %(name)s, generation_mode = %(generation_mode)s, perspective = %(perspective)s,
    directions = %(directions)s, sprite_px = %(sprite_px)s, style = %(style)s,
    metadata = %(metadata)s, version = version + 1, updated_at = clock_timestamp()
where workspace_id = %(workspace)s and id = %(animation_id)s
    and (%(expected)s::integer is null or version = %(expected)s)

-- name: touch
update animations set updated_at = clock_timestamp()
where workspace_id = %(workspace)s and id = %(animation_id)s

-- name: put_figure
insert into animation_figures (
    animation_id, place, character_id, reference_sha256, joints, claims, dna, dna_source, interaction
)
select animations.id, %(place)s, %(character_id)s, %(reference_sha256)s, %(joints)s, %(claims)s,
    %(dna)s, %(dna_source)s, %(interaction)s
from animations
where animations.id = %(animation_id)s and workspace_id = %(workspace)s
    and (%(character_id)s::integer is null or exists (
        select from characters
        join projects on projects.id = characters.project_id
        where characters.id = %(character_id)s and projects.workspace_id = %(workspace)s
    ))
on conflict (animation_id, place) do update set
    character_id = excluded.character_id, reference_sha256 = excluded.reference_sha256,
    joints = excluded.joints, claims = excluded.claims, dna = excluded.dna,
    dna_source = excluded.dna_source, interaction = excluded.interaction

-- name: drop_figures
delete from animation_figures
using animations
where animations.id = animation_figures.animation_id and animations.workspace_id = %(workspace)s
    and animation_figures.animation_id = %(animation_id)s and animation_figures.place > %(beyond)s

-- name: remove
delete from animations where workspace_id = %(workspace)s and id = %(animation_id)s
