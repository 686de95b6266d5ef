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

