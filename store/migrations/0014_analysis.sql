-- Why: an analysis counts who took a template, and looks at the characters that were changed last,
-- without reading all characters.

create index characters_of_style_template on characters (style_template_id)
    where style_template_id is not null;
create index characters_of_template on characters (template_id) where template_id is not null;
create index characters_changed_last on characters (project_id, updated_at desc, id desc);
