-- name: today
select (now() at time zone 'utc')::date as day

-- name: hold_day
select pg_advisory_xact_lock(hashtextextended(
    'spending:' || %(workspace)s || ':' || %(user)s || ':' || %(day)s::date, 0
))

-- name: total
select coalesce(sum(cost_usd), 0)::double precision as usd from spending
where workspace_id = %(workspace)s and user_id = %(user)s and day = %(day)s

-- name: reserve
insert into spending (id, workspace_id, user_id, day, run_id, backend, model, cost_usd)
values (
    %(id)s, %(workspace)s, %(user)s, %(day)s, (select id from runs where id = %(run_id)s),
    %(backend)s, %(model)s, %(cost_usd)s
)

-- name: settle
update spending
set model = %(model)s, cost_usd = %(cost_usd)s, input_tokens = %(input_tokens)s, output_tokens = %(output_tokens)s,
    settled = %(settled)s
where id = %(id)s and workspace_id = %(workspace)s and user_id = %(user)s

-- name: by_model
select backend, model, count(*)::integer as calls, sum(cost_usd)::double precision as cost_usd,
    coalesce(sum(cost_usd) filter (where not settled), 0)::double precision as unsettled_usd,
    sum(input_tokens)::bigint as input_tokens, sum(output_tokens)::bigint as output_tokens
from spending
where workspace_id = %(workspace)s and user_id = %(user)s and day = %(day)s
group by backend, model
order by sum(cost_usd) desc, backend, model

-- name: newest
select id, day, run_id, backend, model, cost_usd::double precision as cost_usd, input_tokens,
    output_tokens, settled, created_at
from spending
where workspace_id = %(workspace)s and user_id = %(user)s
    and (%(before)s::uuid is null or id < %(before)s)
order by id desc
limit %(limit)s
