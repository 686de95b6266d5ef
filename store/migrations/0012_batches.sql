-- Why: the newest generations of a project, and of a workspace, are listed without reading them all.

create index runs_made_in_project on runs (project_id, id desc)
    where kind in ('generation', 'sheet', 'batch');
create index runs_made_in_workspace on runs (workspace_id, id desc)
    where kind in ('generation', 'sheet', 'batch');
