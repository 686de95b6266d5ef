-- name: generations
-- By backend, day and status, from an index alone; times as float8send writes them, one after the other.
select r.backend, r.ordered_on as day, r.status, count(*)::integer as n,
    coalesce(sum(r.pictures_tried), 0)::integer as pictures,
    count(r.pictures_tried)::integer as pictures_n,
    coalesce(sum(r.retries), 0)::integer as retries, coalesce(sum(r.take_ups), 0)::integer as take_ups,
    string_agg(float8send(r.worked_s), ''::bytea) filter (where r.status = 'completed') as worked_s,
    string_agg(float8send(r.took_s), ''::bytea) as took_s
from runs r
where r.workspace_id = %(workspace)s and r.kind in ('generation', 'sheet')
    and r.created_at >= %(since)s and r.created_at < %(until)s
    and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
group by r.backend, r.ordered_on, r.status

-- name: generations_billed
select r.backend, r.ordered_on as day, sum(spending.cost_usd) as cost_usd,
    coalesce(sum(spending.cost_usd) filter (where not spending.settled), 0) as unsettled_usd,
    count(*)::integer as calls
from runs r
join spending on spending.run_id = r.id and spending.workspace_id = %(workspace)s
where r.workspace_id = %(workspace)s and r.kind in ('generation', 'sheet')
    and r.created_at >= %(since)s and r.created_at < %(until)s
    and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
group by r.backend, r.ordered_on

-- name: whole_days
-- Whole UTC days, from the sums that triggers keep.
select days.day, days.space, sum(n)::integer as n, sum(approved)::integer as approved,
    array_agg(distinct calibration_id) filter (where calibration_id <> 0) as calibration_ids,
    sum(score_n)::integer as score_n, sum(score_x) as score_x, sum(score_xx) as score_xx,
    sum(score_y) as score_y, sum(score_yy) as score_yy, sum(score_xy) as score_xy,
    sum(similarity_n)::integer as similarity_n, sum(similarity_x) as similarity_x, sum(similarity_xx) as similarity_xx,
    sum(similarity_y) as similarity_y, sum(similarity_yy) as similarity_yy, sum(similarity_xy) as similarity_xy,
    sum(quality_n)::integer as quality_n, sum(quality_x) as quality_x, sum(quality_xx) as quality_xx,
    sum(quality_y) as quality_y, sum(quality_yy) as quality_yy, sum(quality_xy) as quality_xy,
    sum(alignment_n)::integer as alignment_n, sum(alignment_x) as alignment_x, sum(alignment_xx) as alignment_xx,
    sum(alignment_y) as alignment_y, sum(alignment_yy) as alignment_yy, sum(alignment_xy) as alignment_xy
from validation_days as days
join projects on projects.id = days.project_id
where projects.workspace_id = %(workspace)s and days.day >= %(first)s and days.day < %(last)s
    and (%(project_id)s::integer is null or days.project_id = %(project_id)s)
group by days.day, days.space

-- name: parts_of_days
-- The ends of a window that do not fall on midnight, from the rows themselves.
with seen as (
    select s.*, (s.validation_date at time zone 'UTC')::date as day,
        extract(epoch from s.validation_date - date_trunc('day', s.validation_date, 'UTC'))
            ::double precision / 86400 as x
    from character_consistency_scores s
    join characters c on c.id = s.character_id
    join projects p on p.id = c.project_id
    where p.workspace_id = %(workspace)s
        and (%(project_id)s::integer is null or c.project_id = %(project_id)s)
        and s.validation_date >= %(since)s and s.validation_date < %(until)s
)
select day, space, count(*)::integer as n,
    count(*) filter (where verdict = 'approved')::integer as approved,
    array_agg(distinct calibration_id) filter (where calibration_id is not null)
        as calibration_ids,
    count(consistency_score)::integer as score_n, coalesce(sum(x) filter (where consistency_score is not null), 0) as score_x,
    coalesce(sum(x * x) filter (where consistency_score is not null), 0) as score_xx,
    coalesce(sum(consistency_score), 0) as score_y, coalesce(sum(consistency_score * consistency_score), 0) as score_yy,
    coalesce(sum(x * consistency_score), 0) as score_xy,
    count(similarity)::integer as similarity_n, coalesce(sum(x) filter (where similarity is not null), 0) as similarity_x,
    coalesce(sum(x * x) filter (where similarity is not null), 0) as similarity_xx,
    coalesce(sum(similarity), 0) as similarity_y, coalesce(sum(similarity * similarity), 0) as similarity_yy,
    coalesce(sum(x * similarity), 0) as similarity_xy,
    count(quality)::integer as quality_n, coalesce(sum(x) filter (where quality is not null), 0) as quality_x,
    coalesce(sum(x * x) filter (where quality is not null), 0) as quality_xx,
    coalesce(sum(quality), 0) as quality_y, coalesce(sum(quality * quality), 0) as quality_yy,
    coalesce(sum(x * quality), 0) as quality_xy,
    count(alignment)::integer as alignment_n, coalesce(sum(x) filter (where alignment is not null), 0) as alignment_x,
    coalesce(sum(x * x) filter (where alignment is not null), 0) as alignment_xx,
    coalesce(sum(alignment), 0) as alignment_y, coalesce(sum(alignment * alignment), 0) as alignment_yy,
    coalesce(sum(x * alignment), 0) as alignment_xy
from seen
group by day, space

-- name: characters_used
-- Characters that were used in the window, the most used first. `limit 1` asks for each row by the
-- primary key: joined, all characters would be read for a page of them.
with used as (
    select r.character_id, true as drawn, r.created_at
    from runs r
    where r.workspace_id = %(workspace)s and r.kind in ('generation', 'sheet')
        and r.created_at >= %(since)s and r.created_at < %(until)s
        and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
        and r.character_id is not null
    union all
    select known.id, true, r.created_at
    from runs r
    cross join lateral jsonb_array_elements_text(
        case when jsonb_typeof(r.companion_ids) = 'array' then r.companion_ids else '[]' end
    ) as companion (id)
    cross join lateral (
        select c.id
        from characters c
        where c.id = case when companion.id ~ '^[0-9]{1,9}$' then companion.id::integer end
        limit 1
    ) as known
    where r.workspace_id = %(workspace)s and r.companion_ids <> '[]'
        and r.kind in ('generation', 'sheet')
        and r.created_at >= %(since)s and r.created_at < %(until)s
        and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
    union all
    select character_id, false, created_at
    from pictures
    where workspace_id = %(workspace)s and character_id is not null
        and created_at >= %(since)s and created_at < %(until)s
        and (%(project_id)s::integer is null or project_id = %(project_id)s)
),
uses as (
    select character_id, count(*) filter (where drawn)::integer as generations,
        count(*) filter (where not drawn)::integer as pictures, max(created_at) as last_used
    from used
    group by character_id
),
cut as (
    select *
    from uses
    where %(after_generations)s::integer is null
        or (-generations, -pictures, character_id)
            > (-%(after_generations)s::integer, -%(after_pictures)s::integer, %(after_id)s::integer)
    order by generations desc, pictures desc, character_id
    limit %(limit)s
)
select c.id as character_id, c.name, c.project_id, cut.generations, cut.pictures, cut.last_used,
    (select count(*) from scenes s
        where s.project_id = c.project_id and s.characters @> jsonb_build_array(c.name)
    )::integer as scenes
from cut
cross join lateral (
    select id, name, project_id from characters where id = cut.character_id limit 1
) as c
order by cut.generations desc, cut.pictures desc, c.id

-- name: characters_unused
-- Those that no run drew and no picture shows in the window, in the order in which they were made.
with companions as materialized (
    select distinct companion.id
    from runs r
    cross join lateral jsonb_array_elements_text(
        case when jsonb_typeof(r.companion_ids) = 'array' then r.companion_ids else '[]' end
    ) as companion (id)
    where r.workspace_id = %(workspace)s and r.companion_ids <> '[]'
        and r.kind in ('generation', 'sheet')
        and r.created_at >= %(since)s and r.created_at < %(until)s
),
cut as (
    select c.id, c.name, c.project_id
    from characters c
    join projects p on p.id = c.project_id
    where p.workspace_id = %(workspace)s and c.id > %(after_id)s
        and (%(project_id)s::integer is null or c.project_id = %(project_id)s)
        and not exists (
            select from runs r
            where r.character_id = c.id and r.kind in ('generation', 'sheet')
                and r.created_at >= %(since)s and r.created_at < %(until)s
        )
        and not exists (
            select from pictures
            where pictures.character_id = c.id
                and pictures.created_at >= %(since)s and pictures.created_at < %(until)s
        )
        and c.id::text not in (select id from companions)
    order by c.id
    limit %(limit)s
)
select cut.id as character_id, cut.name, cut.project_id, 0 as generations, 0 as pictures,
    null::timestamptz as last_used,
    (select count(*) from scenes s
        where s.project_id = cut.project_id and s.characters @> jsonb_build_array(cut.name)
    )::integer as scenes
from cut
order by cut.id
