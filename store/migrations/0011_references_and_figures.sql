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

create index runs_made on runs (workspace_id, created_at)
    include (id, project_id, character_id, backend, status, retries, take_ups, pictures_tried,
        worked_s, finished_at)
    where kind in ('generation', 'sheet');
create index runs_of_several on runs (workspace_id, created_at)
    where companion_ids <> '[]' and kind in ('generation', 'sheet');
create index runs_of_scene on runs ((input #>> '{order,scene_id}'), created_at desc)
    where input #>> '{order,scene_id}' is not null;
create index pictures_made on pictures (workspace_id, created_at)
    include (character_id, project_id);
create index scenes_by_cast on scenes using gin (characters jsonb_path_ops);

create table validation_days (
    project_id integer not null references projects on delete cascade,
    day date not null,
    space text not null,
    calibration_id integer not null default 0,
    n integer not null default 0,
    approved integer not null default 0,
    score_n integer not null default 0,
    score_x double precision not null default 0,
    score_xx double precision not null default 0,
    score_y double precision not null default 0,
    score_yy double precision not null default 0,
    score_xy double precision not null default 0,
    similarity_n integer not null default 0,
    similarity_x double precision not null default 0,
    similarity_xx double precision not null default 0,
    similarity_y double precision not null default 0,
    similarity_yy double precision not null default 0,
    similarity_xy double precision not null default 0,
    quality_n integer not null default 0,
    quality_x double precision not null default 0,
    quality_xx double precision not null default 0,
    quality_y double precision not null default 0,
    quality_yy double precision not null default 0,
    quality_xy double precision not null default 0,
    alignment_n integer not null default 0,
    alignment_x double precision not null default 0,
    alignment_xx double precision not null default 0,
    alignment_y double precision not null default 0,
    alignment_yy double precision not null default 0,
    alignment_xy double precision not null default 0,
    primary key (project_id, day, space, calibration_id)
);
comment on table validation_days is
    'sums over the scores of a project and UTC day, kept by triggers: x is the share of the day gone';
comment on column validation_days.calibration_id is '0 stands for none';

create function count_validations() returns trigger language plpgsql as $$
declare
    sign integer := tg_argv[0];
begin
    insert into validation_days as kept (
        project_id, day, space, calibration_id, n, approved,
        score_n, score_x, score_xx, score_y, score_yy, score_xy, similarity_n, similarity_x,
        similarity_xx, similarity_y, similarity_yy, similarity_xy, quality_n, quality_x, quality_xx,
        quality_y, quality_yy, quality_xy, alignment_n, alignment_x, alignment_xx, alignment_y,
        alignment_yy, alignment_xy
    )
    select s.project_id, s.day, s.space, s.calibration, sign * count(*),
        sign * count(*) filter (where verdict = 'approved'),
        sign * count(consistency_score), sign * coalesce(sum(x) filter (where consistency_score is not null), 0),
        sign * coalesce(sum(x * x) filter (where consistency_score is not null), 0), sign * coalesce(sum(consistency_score), 0),
        sign * coalesce(sum(consistency_score * consistency_score), 0), sign * coalesce(sum(x * consistency_score), 0),
        sign * count(similarity), sign * coalesce(sum(x) filter (where similarity is not null), 0),
        sign * coalesce(sum(x * x) filter (where similarity is not null), 0), sign * coalesce(sum(similarity), 0),
        sign * coalesce(sum(similarity * similarity), 0), sign * coalesce(sum(x * similarity), 0),
        sign * count(quality), sign * coalesce(sum(x) filter (where quality is not null), 0),
        sign * coalesce(sum(x * x) filter (where quality is not null), 0), sign * coalesce(sum(quality), 0),
        sign * coalesce(sum(quality * quality), 0), sign * coalesce(sum(x * quality), 0),
        sign * count(alignment), sign * coalesce(sum(x) filter (where alignment is not null), 0),
        sign * coalesce(sum(x * x) filter (where alignment is not null), 0), sign * coalesce(sum(alignment), 0),
        sign * coalesce(sum(alignment * alignment), 0), sign * coalesce(sum(x * alignment), 0)
    from (
        select changed.*, characters.project_id, coalesce(changed.calibration_id, 0) as calibration,
            (changed.validation_date at time zone 'UTC')::date as day,
            extract(epoch from changed.validation_date
                - date_trunc('day', changed.validation_date, 'UTC'))::double precision
                / 86400 as x
        from changed
        join characters on characters.id = changed.character_id
        join projects on projects.id = characters.project_id
    ) as s
    group by s.project_id, s.day, s.space, s.calibration
    order by s.project_id, s.day, s.space, s.calibration
    on conflict (project_id, day, space, calibration_id) do update
    set
        n = kept.n + excluded.n,
        approved = kept.approved + excluded.approved,
        score_n = kept.score_n + excluded.score_n,
        score_x = kept.score_x + excluded.score_x,
        score_xx = kept.score_xx + excluded.score_xx,
        score_y = kept.score_y + excluded.score_y,
        score_yy = kept.score_yy + excluded.score_yy,
        score_xy = kept.score_xy + excluded.score_xy,
        similarity_n = kept.similarity_n + excluded.similarity_n,
        similarity_x = kept.similarity_x + excluded.similarity_x,
        similarity_xx = kept.similarity_xx + excluded.similarity_xx,
        similarity_y = kept.similarity_y + excluded.similarity_y,
        similarity_yy = kept.similarity_yy + excluded.similarity_yy,
        similarity_xy = kept.similarity_xy + excluded.similarity_xy,
        quality_n = kept.quality_n + excluded.quality_n,
        quality_x = kept.quality_x + excluded.quality_x,
        quality_xx = kept.quality_xx + excluded.quality_xx,
        quality_y = kept.quality_y + excluded.quality_y,
        quality_yy = kept.quality_yy + excluded.quality_yy,
        quality_xy = kept.quality_xy + excluded.quality_xy,
        alignment_n = kept.alignment_n + excluded.alignment_n,
        alignment_x = kept.alignment_x + excluded.alignment_x,
        alignment_xx = kept.alignment_xx + excluded.alignment_xx,
        alignment_y = kept.alignment_y + excluded.alignment_y,
        alignment_yy = kept.alignment_yy + excluded.alignment_yy,
        alignment_xy = kept.alignment_xy + excluded.alignment_xy;
    return null;
end
$$;

create function drop_validations() returns trigger language plpgsql as $$
begin
    -- While the character is still there, so that what counts them knows the project.
    delete from character_consistency_scores where character_id = old.id;
    return old;
end
$$;
create trigger scores_go_first before delete on characters
    for each row execute function drop_validations();

create trigger scores_added after insert on character_consistency_scores
    referencing new table as changed
    for each statement execute function count_validations('1');
create trigger scores_changed_to after update on character_consistency_scores
    referencing new table as changed
    for each statement execute function count_validations('1');
-- What was there before is counted once, while nothing discounts it.
update character_consistency_scores set verdict = verdict;
create trigger scores_changed_from after update on character_consistency_scores
    referencing old table as changed
    for each statement execute function count_validations('-1');
create trigger scores_gone after delete on character_consistency_scores
    referencing old table as changed
    for each statement execute function count_validations('-1');
