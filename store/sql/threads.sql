-- name: add
insert into threads (id, workspace_id, user_id, project_id, title)
values (%(thread_id)s, %(workspace)s, %(user)s, %(project_id)s, %(title)s)
returning id, user_id, project_id, title, summary, created_at, updated_at

-- name: of_caller
insert into threads (id, workspace_id, user_id, project_id, title, external_id)
values (%(thread_id)s, %(workspace)s, %(user)s, %(project_id)s, '', %(external_id)s)
on conflict (workspace_id, external_id) do update set external_id = excluded.external_id
returning id, user_id, project_id, title, summary, created_at, updated_at

-- name: known_as
select id, user_id, project_id, title, summary, created_at, updated_at
from threads
where workspace_id = %(workspace)s and external_id = %(external_id)s

-- name: get
select id, user_id, project_id, title, summary, created_at, updated_at
from threads
where workspace_id = %(workspace)s and id = %(thread_id)s

-- name: page
select id, user_id, project_id, title, summary, created_at, updated_at
from threads
where workspace_id = %(workspace)s
    and (%(before_at)s::timestamptz is null
        or (updated_at, id) < (%(before_at)s::timestamptz, %(before_id)s::uuid))
    and (%(search)s::text is null
        or title ilike %(search)s
        or exists (
            select from messages where messages.thread_id = threads.id and text ilike %(search)s
        ))
order by updated_at desc, id desc
limit %(limit)s + 1

-- name: change
update threads
set title = coalesce(%(title)s, title), project_id = coalesce(%(project_id)s, project_id),
    updated_at = now()
where workspace_id = %(workspace)s and id = %(thread_id)s
returning id, user_id, project_id, title, summary, created_at, updated_at

-- name: remove
with turns as (
    delete from runs
    where workspace_id = %(workspace)s and thread_id = %(thread_id)s and kind = 'turn'
)
delete from threads where workspace_id = %(workspace)s and id = %(thread_id)s

-- name: say
with touched as (
    update threads
    set updated_at = now(),
        title = case when title = '' and %(role)s = 'user' then left(%(text)s, 60) else title end
    where workspace_id = %(workspace)s and id = %(thread_id)s
    returning id
)
insert into messages (thread_id, seq, run_id, role, text, content)
select touched.id,
    (select coalesce(max(seq), 0) + 1 from messages where thread_id = %(thread_id)s),
    %(run_id)s, %(role)s, %(text)s, %(content)s
from touched
returning thread_id, seq, run_id, role, text, content, created_at

-- name: messages
select messages.thread_id, seq, run_id, role, text, content, messages.created_at
from messages
join threads on threads.id = messages.thread_id
where threads.workspace_id = %(workspace)s and messages.thread_id = %(thread_id)s and seq > %(after)s
order by seq
limit %(limit)s + 1

-- name: latest
select messages.thread_id, seq, run_id, role, text, content, messages.created_at
from messages
join threads on threads.id = messages.thread_id
where threads.workspace_id = %(workspace)s and messages.thread_id = %(thread_id)s
order by seq desc
limit %(limit)s

-- name: hold
insert into interrupts (id, run_id, thread_id, prompt, tool_call)
values (%(interrupt_id)s, %(run_id)s, %(thread_id)s, %(prompt)s, %(tool_call)s)
returning id, run_id, thread_id, prompt, tool_call, answer, created_at, answered_at

-- name: open_interrupt
select interrupts.id, run_id, thread_id, prompt, tool_call, answer, interrupts.created_at, answered_at
from interrupts
join threads on threads.id = interrupts.thread_id
where threads.workspace_id = %(workspace)s and thread_id = %(thread_id)s and answered_at is null

-- name: interrupt
select interrupts.id, run_id, thread_id, prompt, tool_call, answer, interrupts.created_at, answered_at
from interrupts
join threads on threads.id = interrupts.thread_id
where threads.workspace_id = %(workspace)s and thread_id = %(thread_id)s
    and interrupts.id = %(interrupt_id)s

-- name: answer
update interrupts
set answer = %(answer)s, answered_at = now()
where id = %(interrupt_id)s and thread_id = %(thread_id)s and answered_at is null
returning id, run_id, thread_id, prompt, tool_call, answer, created_at, answered_at

-- name: last_answer
select interrupts.answer
from interrupts
join threads on threads.id = interrupts.thread_id
where threads.workspace_id = %(workspace)s and interrupts.run_id = %(run_id)s
    and answered_at is not null
order by answered_at desc
limit 1
