-- The error budgets of open windows, what was told of each, and when to look at it next.
create table budget_watches (
    tenant_id       uuid        not null,
    -- The id of the statement that the window will have.
    id              uuid        not null,
    agreement_id    uuid        not null,
    version         integer     not null,
    commitment      text        not null,
    service_id      uuid        not null,
    -- Null: for everybody whom the version binds.
    subscription_id uuid,
    window_start    timestamptz not null,
    window_end      timestamptz not null,
    -- The highest that was told and stands: 0 nothing, 1 half of the budget, 2 four fifths, 3 all, 4 a breach that is certain.
    told            smallint    not null default 0 check (told between 0 and 4),
    due_at          timestamptz not null,
    primary key (tenant_id, id)
);
create index budget_watches_due on budget_watches (due_at);
create index budget_watches_service on budget_watches (tenant_id, service_id);
select protect_tenant_table('budget_watches');
create policy worker on budget_watches for select to ${worker} using (true);

-- Windows that are open already. The owner sees no tenant's rows unless it asks to.
alter table statement_work no force row level security;
alter table budget_watches no force row level security;
insert into budget_watches (tenant_id, id, agreement_id, version, commitment, service_id, subscription_id, window_start,
    window_end, due_at)
select tenant_id, id, agreement_id, version, commitment, service_id, subscription_id, window_start, window_end, window_start
from statement_work where reason = 'window_ended' and window_end > now();
alter table statement_work force row level security;
alter table budget_watches force row level security;
