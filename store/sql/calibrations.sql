-- name: find
select id, space, domain, data_set, n, ece, parameters, fitted_at
from calibrations
where space = %(space)s and domain = %(domain)s
order by fitted_at desc
limit 1

-- name: put
insert into calibrations (space, domain, data_set, n, ece, parameters, fitted_at)
values (%(space)s, %(domain)s, %(data_set)s, %(n)s, %(ece)s, %(parameters)s, %(fitted_at)s)
on conflict (space, domain, data_set) do update
set n = excluded.n, ece = excluded.ece, parameters = excluded.parameters,
    fitted_at = excluded.fitted_at
returning id, space, domain, data_set, n, ece, parameters, fitted_at
