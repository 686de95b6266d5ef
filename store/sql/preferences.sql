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
-- One pass over the window: all together (no preference), by preference (no parameter), by what
-- was set. A run counts once in each.
with made as (
    select r.id, r.preferences,
        r.verdict = 'approved' or exists (
            select from character_references c
            where c.picture_id = case when r.best_picture ~ '^[0-9a-f-]{36}$'
                    then r.best_picture::uuid end
                and c.approved_at is not null
        ) as accepted
    from runs r
    where r.workspace_id = %(workspace)s and r.kind = 'generation' and r.status = 'completed'
        and r.created_at >= %(since)s and r.created_at < %(until)s
        and (%(project_id)s::integer is null or r.project_id = %(project_id)s)
),
steered as (
    select made.id, made.accepted, said ->> 'preference' as preference,
        said ->> 'parameter' as parameter, said -> 'value' as value, said ->> 'source' as source
    from made, jsonb_array_elements(made.preferences) as of (said)
)
(select null as preference, null as parameter, null::jsonb as value, null as source,
    count(*)::integer as n, count(*) filter (where accepted)::integer as accepted
from made)
union all
(select preference, null, null, null, count(distinct id)::integer,
    count(distinct id) filter (where accepted)::integer
from steered
group by preference)
union all
(select preference, parameter, value, source, count(distinct id)::integer as uses,
    count(distinct id) filter (where accepted)::integer
from steered
group by preference, parameter, value, source
order by uses desc, preference, parameter, value
limit %(most)s + 1)
