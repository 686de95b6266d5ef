-- name: keep
insert into picture_embeddings (picture_id, space, project_id, character_id, sha256, embedding)
select pictures.id, %(space)s, %(project_id)s, %(character_id)s, %(sha256)s, %(vector)s::halfvec
from pictures
where pictures.id = %(picture_id)s
for key share
on conflict (picture_id, space) do update set embedding = excluded.embedding

-- name: nearest
-- Project by project, all its rows are ranked exactly, through the index of the project; adding
-- zero keeps the planner from an approximate index, should there be one. Only what is found is joined.
with found as materialized (
    select near.*
    from projects p
    cross join lateral (
        select e.picture_id, e.sha256, e.character_id,
            (e.embedding <=> %(vector)s::halfvec) + 0 as distance
        from picture_embeddings e
        where e.project_id = p.id and e.space = %(space)s
            and (%(without)s::text is null or e.sha256 <> %(without)s)
        order by distance, e.picture_id
        limit %(limit)s
    ) as near
    where p.workspace_id = %(workspace)s
        and (%(project_id)s::integer is null or p.id = %(project_id)s)
    order by near.distance, near.picture_id
    limit %(limit)s
)
select found.picture_id, found.sha256, found.character_id, characters.name as character,
    pictures.label, pictures.project_id, 1 - found.distance as similarity
from found
join pictures on pictures.id = found.picture_id
left join characters on characters.id = found.character_id
order by found.distance, found.picture_id
