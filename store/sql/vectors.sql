-- name: keep
insert into picture_embeddings (picture_id, space, project_id, character_id, sha256, embedding)
values (%(picture_id)s, %(space)s, %(project_id)s, %(character_id)s, %(sha256)s, %(vector)s::halfvec)
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
    pictures.label, 1 - (mine.embedding <=> %(vector)s::halfvec) as similarity
from mine
join pictures on pictures.id = mine.picture_id and pictures.workspace_id = %(workspace)s
left join characters on characters.id = mine.character_id
order by mine.embedding <=> %(vector)s::halfvec
limit %(limit)s
