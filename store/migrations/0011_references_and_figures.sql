-- Why: references are listed and dropped, validations read over time, figures counted from rows.

create index references_of_character on character_references (character_id, id);

alter table character_consistency_scores
    add column quality double precision,
    add column alignment double precision,
    add column measured_by text;
comment on column character_consistency_scores.quality is
    'how well the picture is made, 0 to 1, by its pixels alone';
comment on column character_consistency_scores.alignment is
    'how much of what was asked is on it, 0 to 1; measured_by says what told';

update character_consistency_scores as scores
set quality = (tried.facts ->> 'quality')::double precision,
    alignment = (tried.facts ->> 'alignment')::double precision,
    measured_by = tried.facts ->> 'measured_by'
from runs,
    lateral jsonb_array_elements(
        case when jsonb_typeof(runs.result -> 'attempts') = 'array'
            then runs.result -> 'attempts' else '[]' end
    ) as tried (facts)
where runs.id = scores.run_id
    and tried.facts ->> 'score_id' = scores.id::text;

drop index scores_of_character;
create index scores_of_character
    on character_consistency_scores (character_id, validation_date desc, id desc);
create index scores_by_date on character_consistency_scores (validation_date)
    include (character_id, consistency_score, similarity, quality, alignment, verdict, space);
create index scores_of_reference on character_consistency_scores (reference_id)
    where reference_id is not null;

alter table runs
    add column backend text generated always as (input #>> '{order,backend}') stored,
    add column companion_ids jsonb generated always as (input #> '{order,companion_ids}') stored,
    add column pictures_tried integer generated always as (
        case when jsonb_typeof(result -> 'attempts') = 'array'
            then jsonb_array_length(result -> 'attempts') end
    ) stored;
comment on column runs.backend is 'who draws, chosen when it was ordered';

create index runs_made on runs (workspace_id, created_at) where kind in ('generation', 'sheet');
create index runs_of_several on runs (workspace_id, created_at)
    where companion_ids <> '[]' and kind in ('generation', 'sheet');
create index runs_of_scene on runs ((input #>> '{order,scene_id}'), created_at desc)
    where input #>> '{order,scene_id}' is not null;
create index pictures_made on pictures (workspace_id, created_at)
    include (character_id, project_id);
create index scenes_by_cast on scenes using gin (characters jsonb_path_ops);
