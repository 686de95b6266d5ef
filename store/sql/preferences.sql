-- name: all
select preference_type, preference_data, updated_at
from user_preferences
where workspace_id = %(workspace)s and user_id = %(user)s
order by id

-- name: lock
select pg_advisory_xact_lock(hashtextextended(%(whose)s, 0))

-- name: put
insert into user_preferences (workspace_id, user_id, preference_type, preference_data)
values (%(workspace)s, %(user)s, %(preference_type)s, %(preference_data)s)
on conflict (workspace_id, user_id, preference_type)
do update set preference_data = excluded.preference_data, updated_at = now()
where user_preferences.preference_data is distinct from excluded.preference_data

-- name: remove
delete from user_preferences
where workspace_id = %(workspace)s and user_id = %(user)s and preference_type = %(preference_type)s


-- name: effects
-- All together (no preference), by preference (no parameter), by what was set; a run counts once in
-- each. The first reads an index alone, the others only the runs that preferences steered.
with made as (
    select r.verdict = 'approved' or exists (
        select from character_references c
        where c.picture_id::text = r.best_picture and c.approved_at is not null
    ) as accepted
    from runs r
    where r.workspace_id = %(workspace)s and r.kind = 'generation' and r.status = 'completed'
        and r.created_at >= %(since)s and r.created_at < %(until)s
        and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
),
steered as materialized (
    select r.id, said ->> 'preference' as preference, said ->> 'parameter' as parameter,
        said -> 'value' as value, said ->> 'source' as source,
        r.verdict = 'approved' or exists (
            select from character_references c
            where c.picture_id::text = r.best_picture and c.approved_at is not null
        ) as accepted
    from runs r, jsonb_array_elements(r.preferences) as of (said)
    where r.workspace_id = %(workspace)s and r.kind = 'generation' and r.status = 'completed'
        and r.preferences is not null
        and r.created_at >= %(since)s and r.created_at < %(until)s
        and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
)
(select null as preference, null as parameter, null::jsonb as value, null as source,
    count(*)::integer as n, count(*) filter (where accepted)::integer as accepted
from made)
union all
(select preference, null, null, null, count(*)::integer,
    count(*) filter (where accepted)::integer
from (select distinct id, preference, accepted from steered) as once
group by preference)
union all
(select preference, parameter, value, source, count(*)::integer as uses,
    count(*) filter (where accepted)::integer
from steered
group by preference, parameter, value, source
order by uses desc, preference, parameter, value
limit %(most)s + 1)
