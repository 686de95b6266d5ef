-- name: withdraw
delete from procrastinate_jobs
where status = 'todo' and task_name like 'drive\_%%' and args ->> 'run_id' = %(run_id)s

-- name: in
select clock_timestamp() + make_interval(secs => %(wait_s)s)
