-- name: claim
insert into effects (key, run_id, node) values (%(key)s, %(run_id)s, %(node)s)
on conflict (key) do nothing

-- name: result
select result from effects where key = %(key)s

-- name: keep
insert into effects (key, run_id, node, result)
select %(key)s, runs.id, %(node)s, %(result)s from runs where runs.id = %(run_id)s
on conflict (key) do update set result = excluded.result

-- name: release
delete from effects where key = %(key)s and result is null
