-- name: keep
insert into picture_embeddings (picture_id, space, project_id, character_id, sha256, embedding)
select pictures.id, %(space)s, %(project_id)s, %(character_id)s, %(sha256)s, %(vector)s::halfvec
from pictures
where pictures.id = %(picture_id)s
for key share
on conflict (picture_id, space) do update set embedding = excluded.embedding

-- name: nearest
-- The project's rows are ranked exactly: below some thousand rows that is faster than an index
-- and never loses one. `materialized` keeps the planner from reaching for an approximate index.
with mine as materialized (
    select picture_id, sha256, character_id, embedding
    from picture_embeddings
    where project_id = %(project_id)s and space = %(space)s
        and (%(without)s::text is null or sha256 <> %(without)s)
)
select mine.picture_id, mine.sha256, mine.character_id, characters.name as character,
    pictures.label, pictures.project_id, 1 - (mine.embedding <=> %(vector)s::halfvec) as similarity
from mine
join pictures on pictures.id = mine.picture_id and pictures.workspace_id = %(workspace)s
left join characters on characters.id = mine.character_id
order by mine.embedding <=> %(vector)s::halfvec, mine.picture_id
limit %(limit)s

-- name: nearest_in_workspace
-- Project by project through the index of each, then ranked exactly together.
with mine as materialized (
    select e.picture_id, e.sha256, e.character_id, e.embedding
    from projects p
    join picture_embeddings e on e.project_id = p.id and e.space = %(space)s
    where p.workspace_id = %(workspace)s
        and (%(without)s::text is null or e.sha256 <> %(without)s)
)
select mine.picture_id, mine.sha256, mine.character_id, characters.name as character,
    pictures.label, pictures.project_id, 1 - (mine.embedding <=> %(vector)s::halfvec) as similarity
from mine
join pictures on pictures.id = mine.picture_id and pictures.workspace_id = %(workspace)s
left join characters on characters.id = mine.character_id
order by mine.embedding <=> %(vector)s::halfvec, mine.picture_id
limit %(limit)s
