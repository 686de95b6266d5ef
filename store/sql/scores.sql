-- name: keep
with picture as (
    select id from pictures where id = %(picture_id)s for key share
),
reference as (
    select id from character_references where id = %(reference_id)s for key share
)
insert into character_consistency_scores (
    character_id, picture_id, reference_id, reference_image_path, consistency_score, similarity,
    verdict, space, domain, calibration_id, design, report, run_id, quality, alignment, measured_by
)
values (
    %(character_id)s, (select id from picture), (select id from reference),
    %(reference_sha256)s, %(score)s, %(similarity)s, %(verdict)s, %(space)s, %(domain)s, %(calibration_id)s, %(design)s, %(report)s,
    %(run_id)s, %(quality)s, %(alignment)s, %(measured_by)s
)
returning id, validation_date

-- name: note_on_character
update characters
set consistency_score = %(score)s, last_validation_date = now()
where id = %(character_id)s

-- name: verdicts
select scores.verdict, count(*)::integer as count
from character_consistency_scores as scores
join characters on characters.id = scores.character_id
join projects on projects.id = characters.project_id
where projects.workspace_id = %(workspace)s and scores.character_id = %(character_id)s
group by scores.verdict

-- name: history
select id, picture_id, reference_id, reference_image_path as reference_sha256,
    consistency_score as score, similarity, verdict, space, domain, calibration_id, design, report,
    run_id, quality, alignment, measured_by, validation_date as at
from character_consistency_scores
where character_id = %(character_id)s
order by validation_date desc, id desc
limit %(limit)s

-- name: newest_of_picture
select id, picture_id, reference_id, reference_image_path as reference_sha256,
    consistency_score as score, similarity, verdict, space, domain, calibration_id, design, report,
    run_id, quality, alignment, measured_by, validation_date as at
from character_consistency_scores
where picture_id = %(picture_id)s and character_id = %(character_id)s
order by validation_date desc, id desc
limit 1

-- name: page
-- The page is cut first, so that only its rows are joined.
with cut as (
    select s.*
    from character_consistency_scores s
    where s.character_id = %(character_id)s
        and (%(since)s::timestamptz is null or s.validation_date >= %(since)s)
        and (%(until)s::timestamptz is null or s.validation_date < %(until)s)
        and (%(after_at)s::timestamptz is null
            or (s.validation_date, s.id) < (%(after_at)s::timestamptz, %(after_id)s::bigint))
    order by s.validation_date desc, s.id desc
    limit %(limit)s + 1
)
select cut.id, cut.character_id, cut.picture_id, cut.reference_id,
    cut.reference_image_path as reference_sha256, cut.consistency_score as score, cut.similarity,
    cut.verdict, cut.space, cut.domain, cut.calibration_id, cut.design, cut.report, cut.run_id,
    cut.quality, cut.alignment, cut.measured_by, cut.echo_assessment, cut.validation_date as at,
    pictures.label as picture_label, pictures.sha256 as picture_sha256,
    to_jsonb(calibrations) - 'parameters' as calibration
from cut
left join pictures on pictures.id = cut.picture_id
left join calibrations on calibrations.id = cut.calibration_id
order by cut.validation_date desc, cut.id desc

-- name: get
select s.id, s.character_id, s.picture_id, s.reference_id,
    s.reference_image_path as reference_sha256, s.consistency_score as score, s.similarity,
    s.verdict, s.space, s.domain, s.calibration_id, s.design, s.report, s.run_id, s.quality,
    s.alignment, s.measured_by, s.echo_assessment, s.validation_date as at,
    pictures.label as picture_label, pictures.sha256 as picture_sha256,
    to_jsonb(calibrations) - 'parameters' as calibration
from character_consistency_scores s
left join pictures on pictures.id = s.picture_id
left join calibrations on calibrations.id = s.calibration_id
where s.character_id = %(character_id)s and s.id = %(score_id)s

-- name: points
-- What a trend needs of the newest rows of a window, without the rest of their reports.
select s.consistency_score as score, s.similarity, s.verdict, s.space, s.calibration_id,
    s.validation_date as "when", coalesce(s.report -> 'codes', '[]') as codes,
    coalesce((
        select jsonb_object_agg(found ->> 'region', found -> 'difference')
        from jsonb_array_elements(
            case when jsonb_typeof(s.report -> 'regions') = 'array'
                then s.report -> 'regions' else '[]' end
        ) as found
        where jsonb_typeof(found -> 'difference') = 'number'
    ), '{}') as regions,
    (s.similarity is not null and s.report ? 'note' and not s.report ? 'regions') as itself
from character_consistency_scores s
where s.character_id = %(character_id)s
    and (%(since)s::timestamptz is null or s.validation_date >= %(since)s)
    and (%(until)s::timestamptz is null or s.validation_date < %(until)s)
order by s.validation_date desc, s.id desc
limit %(limit)s

-- name: note_opinion
update character_consistency_scores
set echo_assessment = %(opinion)s
where id = %(score_id)s
