-- How the promises about a customer's tickets were kept, month by month of the agreement's zone.

-- The latest revision of each.
create table support_statements (
    tenant_id    uuid        not null,
    id           uuid        not null,
    customer_id  uuid        not null,
    agreement_id uuid        not null,
    month        text        not null,
    month_start  timestamptz not null,
    -- The statement as others see it.
    state        jsonb       not null,
    primary key (tenant_id, id),
    unique (tenant_id, customer_id, agreement_id, month_start)
);
select protect_tenant_table('support_statements');

-- Every revision, for ever.
create table support_statement_revisions (
    tenant_id uuid    not null,
    id        uuid    not null,
    revision  integer not null,
    state     jsonb   not null,
    primary key (tenant_id, id, revision),
    foreign key (tenant_id, id) references support_statements (tenant_id, id) on delete cascade
);
select protect_tenant_table('support_statement_revisions');
revoke update on support_statement_revisions from ${app}, ${worker};

-- Which are to be made, settled or made anew, and when.
create table support_statement_work (
    tenant_id    uuid        not null,
    customer_id  uuid        not null,
    agreement_id uuid        not null,
    month        text        not null,
    month_start  timestamptz not null,
    month_end    timestamptz not null,
    due_at       timestamptz not null,
    primary key (tenant_id, customer_id, agreement_id, month_start)
);
create index support_statement_work_due on support_statement_work (due_at);
select protect_tenant_table('support_statement_work');
create policy worker on support_statement_work for select to ${worker} using (true);
