-- name: keep
insert into character_consistency_scores (
    character_id, picture_id, reference_id, reference_image_path, consistency_score, similarity,
    verdict, space, domain, calibration_id, design, report, run_id
)
values (
    %(character_id)s, %(picture_id)s, %(reference_id)s, %(reference_sha256)s, %(score)s,
    %(similarity)s, %(verdict)s, %(space)s, %(domain)s, %(calibration_id)s, %(design)s, %(report)s,
    %(run_id)s
)
returning id

-- name: note_on_character
update characters
set consistency_score = %(score)s, last_validation_date = now()
where id = %(character_id)s

-- name: history
select id, picture_id, reference_id, reference_image_path as reference_sha256,
    consistency_score as score, similarity, verdict, space, domain, calibration_id, design, report,
    run_id, validation_date as at
from character_consistency_scores
where character_id = %(character_id)s
order by validation_date desc, id desc
limit %(limit)s
