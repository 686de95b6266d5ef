-- name: generations
-- One pass: all together, by backend, by day or week.
with made as (
    select r.id, r.backend, r.status, r.retries, r.take_ups, r.pictures_tried,
        date_trunc(%(bucket)s, r.created_at, 'UTC') as begins,
        case when r.status = 'completed' then r.worked_s end as worked_s,
        case when r.status = 'completed'
            then extract(epoch from r.finished_at - r.created_at)::double precision end as took_s
    from runs r
    where r.workspace_id = %(workspace)s and r.kind in ('generation', 'sheet')
        and r.created_at >= %(since)s and r.created_at < %(until)s
        and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
),
billed as (
    select made.id, sum(spending.cost_usd)::double precision as cost_usd,
        sum(spending.cost_usd) filter (where not spending.settled) as unsettled_usd,
        count(*) as calls
    from made
    join spending on spending.run_id = made.id and spending.workspace_id = %(workspace)s
    group by made.id
)
select grouping(made.backend) = 0 as of_backend, grouping(made.begins) = 0 as of_bucket,
    made.backend, made.begins,
    count(*)::integer as n,
    count(*) filter (where status = 'completed')::integer as completed,
    count(*) filter (where status = 'failed')::integer as failed,
    count(*) filter (where status = 'cancelled')::integer as cancelled,
    count(*) filter (where status in ('queued', 'running', 'waiting'))::integer as unfinished,
    count(*) filter (where status = 'completed')::double precision
        / nullif(count(*) filter (where status in ('completed', 'failed')), 0) as success_rate,
    coalesce(sum(pictures_tried), 0)::integer as pictures,
    count(pictures_tried)::integer as pictures_n,
    avg(pictures_tried)::double precision as pictures_each,
    coalesce(sum(retries), 0)::integer as retries,
    coalesce(sum(take_ups), 0)::integer as take_ups,
    percentile_cont(0.5) within group (order by worked_s) as worked_s_p50,
    percentile_cont(0.95) within group (order by worked_s) as worked_s_p95,
    percentile_cont(0.5) within group (order by took_s) as took_s_p50,
    percentile_cont(0.95) within group (order by took_s) as took_s_p95,
    coalesce(sum(billed.cost_usd), 0)::double precision as cost_usd,
    coalesce(sum(billed.unsettled_usd), 0)::double precision as unsettled_usd,
    coalesce(sum(billed.calls), 0)::integer as paid_calls
from made
left join billed on billed.id = made.id
group by grouping sets ((), (made.backend), (made.begins))
order by made.begins, count(*) desc, made.backend

-- name: quality
-- Sums of squares and products are over days since the window began, for slopes a day.
with seen as (
    select s.space, s.verdict, s.calibration_id, s.consistency_score as score, s.similarity,
        s.quality, s.alignment, date_trunc(%(bucket)s, s.validation_date, 'UTC') as begins,
        extract(epoch from s.validation_date - %(since)s)::double precision / 86400 as day
    from character_consistency_scores s
    join characters c on c.id = s.character_id
    join projects p on p.id = c.project_id
    where p.workspace_id = %(workspace)s
        and (%(project_id)s::integer is null or c.project_id = %(project_id)s)
        and s.validation_date >= %(since)s and s.validation_date < %(until)s
)
select space, begins, count(*)::integer as n,
    count(*) filter (where verdict = 'approved')::integer as approved,
    array_agg(distinct calibration_id) filter (where calibration_id is not null) as calibration_ids,
    count(score)::integer as score_n, avg(score) as score_mean,
    regr_sxx(score, day) as score_sxx, regr_syy(score, day) as score_syy,
    regr_sxy(score, day) as score_sxy,
    count(similarity)::integer as similarity_n, avg(similarity) as similarity_mean,
    regr_sxx(similarity, day) as similarity_sxx, regr_syy(similarity, day) as similarity_syy,
    regr_sxy(similarity, day) as similarity_sxy,
    count(quality)::integer as quality_n, avg(quality) as quality_mean,
    regr_sxx(quality, day) as quality_sxx, regr_syy(quality, day) as quality_syy,
    regr_sxy(quality, day) as quality_sxy,
    count(alignment)::integer as alignment_n, avg(alignment) as alignment_mean,
    regr_sxx(alignment, day) as alignment_sxx, regr_syy(alignment, day) as alignment_syy,
    regr_sxy(alignment, day) as alignment_sxy
from seen
group by grouping sets ((space), (space, begins))
order by space, begins nulls first

-- name: characters_used
-- Characters that were used in the window, the most used first.
with drew as (
    select r.character_id, r.created_at
    from runs r
    where r.workspace_id = %(workspace)s and r.kind in ('generation', 'sheet')
        and r.created_at >= %(since)s and r.created_at < %(until)s
        and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
        and r.character_id is not null
    union all
    select companion.id::integer, r.created_at
    from runs r
    cross join lateral jsonb_array_elements_text(
        case when jsonb_typeof(r.companion_ids) = 'array' then r.companion_ids else '[]' end
    ) as companion (id)
    where r.workspace_id = %(workspace)s and r.companion_ids <> '[]'
        and r.kind in ('generation', 'sheet')
        and r.created_at >= %(since)s and r.created_at < %(until)s
        and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
        and companion.id ~ '^[0-9]{1,9}$'
),
uses as (
    select character_id, sum(generations)::integer as generations, sum(pictures)::integer as pictures,
        max(last_used) as last_used
    from (
        select character_id, count(*) as generations, 0 as pictures, max(created_at) as last_used
        from drew
        group by character_id
        union all
        select character_id, 0, count(*), max(created_at)
        from pictures
        where workspace_id = %(workspace)s and character_id is not null
            and created_at >= %(since)s and created_at < %(until)s
            and (%(project_id)s::integer is null or project_id = %(project_id)s)
        group by character_id
    ) as counted
    group by character_id
),
cut as (
    select c.id, c.name, c.project_id, uses.generations, uses.pictures, uses.last_used
    from uses
    join characters c on c.id = uses.character_id
    join projects p on p.id = c.project_id and p.workspace_id = %(workspace)s
    where (%(project_id)s::integer is null or c.project_id = %(project_id)s)
        and (%(after_generations)s::integer is null
            or (-uses.generations, -uses.pictures, c.id)
                > (-%(after_generations)s::integer, -%(after_pictures)s::integer,
                    %(after_id)s::integer))
    order by uses.generations desc, uses.pictures desc, c.id
    limit %(limit)s
)
select cut.id as character_id, cut.name, cut.project_id, cut.generations, cut.pictures,
    cut.last_used,
    (select count(*) from scenes s
        where s.project_id = cut.project_id and s.characters @> jsonb_build_array(cut.name)
    )::integer as scenes
from cut
order by cut.generations desc, cut.pictures desc, cut.id

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
