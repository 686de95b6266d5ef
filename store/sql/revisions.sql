-- name: add
insert into revisions (kind, subject_id, version, document, author, run_id)
values (%(kind)s, %(subject_id)s, %(version)s, %(document)s, %(author)s, %(run_id)s)

-- name: all_of
select version, document, author, run_id, created_at
from revisions
where kind = %(kind)s and subject_id = %(subject_id)s
order by version

-- name: page
select version, document, author, run_id, created_at
from revisions
where kind = %(kind)s and subject_id = %(subject_id)s
    and (%(before)s::bigint is null or version < %(before)s)
order by version desc
limit %(limit)s + 1

-- name: one
select version, document, author, run_id, created_at
from revisions
where kind = %(kind)s and subject_id = %(subject_id)s and version = %(version)s
