-- name: versions
select version, document ->> 'design' as design, created_at as at
from revisions
where kind = 'character' and subject_id = %(character_id)s
order by version desc
limit %(limit)s

-- name: scenes_of
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s
    and (s.characters @> %(name)s or s.characters @> %(bible_name)s)
order by s.branch_name, s.scene_number
limit %(limit)s

-- name: scenes
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s
    and (%(branch)s::text is null or s.branch_name = %(branch)s)
order by s.branch_name, s.scene_number
limit %(limit)s

-- name: scenes_by_id
select s.id, s.project_id, s.branch_name, s.scene_number, s.description, s.characters, s.video_path,
    s.status, s.workflow_data, s.user_id, s.version, s.created_at, s.updated_at
from scenes s
join projects p on p.id = s.project_id
where p.workspace_id = %(workspace)s and s.project_id = %(project_id)s and s.id = any(%(ids)s)
order by s.branch_name, s.scene_number

-- name: newest_of_character
select id
from runs
where workspace_id = %(workspace)s and character_id = %(character_id)s and kind = 'generation'
order by created_at desc
limit %(limit)s

-- name: newest_of_project
select id
from runs
where workspace_id = %(workspace)s and project_id = %(project_id)s and kind = 'generation'
order by created_at desc
limit %(limit)s

-- name: generations
select runs.id, runs.character_id, characters.name as character, runs.status,
    runs.input #>> '{order,backend}' as backend,
    coalesce(runs.input #>> '{order,mode}', 'consistency_priority') as mode,
    coalesce(runs.input #>> '{order,style}', '') as style,
    coalesce(runs.input #>> '{order,scene_description}', '') as scene_description,
    coalesce((runs.input #>> '{order,max_iterations}')::integer, 1) as max_iterations,
    (runs.input #>> '{order,candidates}')::integer as candidates,
    (runs.input #>> '{order,seed}')::bigint as seed,
    runs.retries, runs.worked_s,
    extract(epoch from runs.started_at - runs.created_at)::double precision as waited_s,
    (select sum(cost_usd)::double precision from spending where run_id = runs.id) as cost_usd,
    runs.error ->> 'code' as error_code, coalesce(tried.attempts, '[]') as attempts, runs.created_at
from runs
left join characters on characters.id = runs.character_id
left join lateral (
    select jsonb_agg(jsonb_build_object(
        'number', coalesce(nullif(a -> 'number', 'null'), to_jsonb(place)),
        'score', a -> 'score', 'verdict', a -> 'verdict',
        'codes', coalesce(nullif(a -> 'codes', 'null'), '[]'),
        'because', coalesce(nullif(a #> '{adjustments,because}', 'null'), '[]'),
        'undrawn', coalesce(nullif(a -> 'undrawn', 'null'), '[]'),
        'passes', coalesce(nullif(a -> 'passes', 'null'), 'false'),
        'broken', a -> 'broken', 'rank', a -> 'rank'
    )) as attempts
    from jsonb_array_elements(
        case when jsonb_typeof(runs.result -> 'attempts') = 'array'
            then runs.result -> 'attempts' else '[]' end
    ) with ordinality as found (a, place)
) as tried on true
where runs.workspace_id = %(workspace)s and runs.id = any(%(ids)s)
order by runs.created_at desc

-- name: cast
with cut as (
    select c.id, c.name, c.bible_base ->> 'name' as bible_name, c.design, c.updated_at
    from characters c
    join projects p on p.id = c.project_id
    where p.workspace_id = %(workspace)s and c.project_id = %(project_id)s
    order by c.updated_at desc, c.id desc
    limit %(limit)s
)
select cut.id, cut.name, cut.bible_name, cut.design, cut.updated_at, held.canonical_id,
    held.candidates, held.older_canonical, scored.scores, scored.mean_score
from cut
left join lateral (
    select max(r.id) filter (where r.status = 'canonical' and r.design = cut.design) as canonical_id,
        count(*) filter (where r.status = 'candidate' and r.design = cut.design) as candidates,
        count(*) filter (where r.status = 'canonical' and r.design <> cut.design) as older_canonical
    from character_references r
    where r.character_id = cut.id
) as held on true
left join lateral (
    select count(*) as scores, avg(newest.consistency_score) as mean_score
    from (
        select s.consistency_score
        from (
            select consistency_score, design
            from character_consistency_scores
            where character_id = cut.id
            order by validation_date desc, id desc
            limit %(scores)s
        ) as s
        where s.design = cut.design and s.consistency_score is not null
    ) as newest
) as scored on true
order by cut.id

-- name: newest_scores
-- Of the validated among the characters that were changed last; without the parts of the reports
-- that place regions.
with changed as materialized (
    select c.id, c.last_validation_date
    from characters c
    join projects p on p.id = c.project_id
    where p.workspace_id = %(workspace)s and c.project_id = %(project_id)s
    order by c.updated_at desc, c.id desc
    limit %(looked_at)s
),
cut as (
    select id from changed where last_validation_date is not null limit %(characters)s
)
select s.id, s.picture_id, s.reference_id, s.reference_image_path as reference_sha256,
    s.consistency_score as score, s.similarity, s.verdict, s.space, s.domain, s.calibration_id,
    s.design, s.run_id, s.validation_date as at,
    jsonb_strip_nulls(jsonb_build_object(
        'codes', coalesce(s.report -> 'codes', '[]'), 'cosine', s.report -> 'cosine',
        'note', s.report -> 'note', 'regions', coalesce(measured.regions, '[]')
    )) as report
from cut
cross join lateral (
    select *
    from character_consistency_scores
    where character_id = cut.id
    order by validation_date desc, id desc
    limit %(each)s
) as s
left join lateral (
    select jsonb_agg(jsonb_build_object('region', r -> 'region', 'difference', r -> 'difference'))
        as regions
    from jsonb_array_elements(
        case when jsonb_typeof(s.report -> 'regions') = 'array'
            then s.report -> 'regions' else '[]' end
    ) as found (r)
    where jsonb_typeof(r -> 'difference') = 'number'
) as measured on true
order by s.validation_date desc

-- name: canonical_vectors
with changed as materialized (
    select c.id, c.design, row_number() over (order by c.updated_at desc, c.id desc) as place
    from characters c
    join projects p on p.id = c.project_id
    where p.workspace_id = %(workspace)s and c.project_id = %(project_id)s
    order by c.updated_at desc, c.id desc
    limit %(limit)s
)
select changed.id as character_id, held.sha256, held.picture_id, held.domain, held.vector
from changed
cross join lateral (
    select r.sha256, r.picture_id, pictures.domain, e.embedding::real[] as vector
    from character_references r
    join picture_embeddings e on e.picture_id = r.picture_id and e.space = %(space)s
    join pictures on pictures.id = r.picture_id
    where r.character_id = changed.id and r.design = changed.design and r.status = 'canonical'
    limit 1
) as held
order by changed.place

-- name: template_uses
select 'style' as kind, c.style_template_id as id, count(*) as uses
from characters c
join projects p on p.id = c.project_id
where p.workspace_id = %(workspace)s and c.style_template_id = any(%(styles)s)
group by c.style_template_id
union all
select 'character', c.template_id, count(*)
from characters c
join projects p on p.id = c.project_id
where p.workspace_id = %(workspace)s and c.template_id = any(%(templates)s)
group by c.template_id

-- name: counts
select
    (select count(*) from characters where project_id = %(project_id)s) as characters,
    (select count(*) from scenes where project_id = %(project_id)s) as scenes,
    (select count(*) from runs where project_id = %(project_id)s and kind = 'generation')
        as generations
from projects
where workspace_id = %(workspace)s and id = %(project_id)s

-- name: keep_assessment
update characters c
set echo_assessment = %(assessment)s
from projects p
where p.id = c.project_id and p.workspace_id = %(workspace)s and c.id = %(character_id)s
