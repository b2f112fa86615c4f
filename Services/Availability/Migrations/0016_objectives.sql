-- What objectives came to is kept when their windows end, as statements are.

-- The latest revision of each.
create table objective_results (
    tenant_id       uuid        not null,
    id              uuid        not null,
    agreement_id    uuid        not null,
    version         integer     not null,
    -- The objective's name in the agreement.
    commitment      text        not null,
    service_id      uuid        not null,
    window_start    timestamptz not null,
    window_end      timestamptz not null,
    -- Null: for everybody whom the version binds.
    subscription_id uuid,
    state           text        not null check (state in ('provisional', 'final')),
    revision        integer     not null,
    -- What decides whether a new evaluation says anything new.
    fingerprint     text        not null,
    body            text        not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (tenant_id, id)
);
create index objective_results_service on objective_results (tenant_id, service_id, window_start);
select protect_tenant_table('objective_results');

-- Every revision, for ever.
create table objective_revisions (
    tenant_id uuid        not null,
    id        uuid        not null,
    revision  integer     not null,
    reason    text        not null,
    body      text        not null,
    made_at   timestamptz not null,
    primary key (tenant_id, id, revision),
    foreign key (tenant_id, id) references objective_results (tenant_id, id) on delete cascade
);
select protect_tenant_table('objective_revisions');

-- What has to be evaluated, when, and why.
create table objective_work (
    tenant_id       uuid        not null,
    id              uuid        not null,
    agreement_id    uuid        not null,
    version         integer     not null,
    -- Empty: no window, but all windows of the version, or of the contract, have yet to be waited for.
    commitment      text        not null,
    service_id      uuid        not null,
    window_start    timestamptz not null,
    window_end      timestamptz not null,
    subscription_id uuid,
    due_at          timestamptz not null,
    reason          text        not null,
    -- Whose act has it made anew; null where time or another service's event does.
    made_by         text,
    primary key (tenant_id, id)
);
create index objective_work_due on objective_work (due_at);
create index objective_work_service on objective_work (tenant_id, service_id);
select protect_tenant_table('objective_work');
create policy worker on objective_work for select to ${worker} using (true);

-- What was agreed before: its windows are waited for from now on. The owner sees no tenant's rows unless it asks to.
alter table known_agreements no force row level security;
alter table known_subscriptions no force row level security;
alter table objective_work no force row level security;
insert into objective_work (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
    subscription_id, due_at, reason)
select tenant_id, gen_random_uuid(), agreement_id, version, '', agreement_id, effective_from, effective_from, null::uuid, now(),
    'agreement'
from known_agreements
union all
select tenant_id, gen_random_uuid(), agreement_id, 0, '', service_id, starts_at, starts_at, subscription_id, now(),
    'subscription'
from known_subscriptions;
alter table known_agreements force row level security;
alter table known_subscriptions force row level security;
alter table objective_work force row level security;
