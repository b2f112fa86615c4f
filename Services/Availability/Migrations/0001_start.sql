-- Measurements become outages, outages become statements. Times are whole seconds, intervals half open; scalar columns, not
-- ranges, because their operators are leakproof, so that row level security does not keep them from the indexes.

-- ---- Copies of what other services own, fed by their events alone -----------------------------------------------------

create table known_tenants (
    tenant_id           uuid   not null primary key,
    key                 text   not null,
    name                text   not null,
    time_zone           text   not null,
    revision            bigint not null,
    -- Grows with every change of a service definition: whoever caches definitions compares it.
    definitions_version bigint not null default 1,
    -- Grows with every change of agreements or subscriptions, for the same purpose.
    terms_version       bigint not null default 1
);
select protect_tenant_table('known_tenants');

-- Every edition of a service's definition; history is derived by the edition that was in force.
create table known_services (
    tenant_id      uuid   not null,
    service_id     uuid   not null,
    revision       bigint not null,
    key            text   not null,
    effective_from timestamptz not null,
    definition     text   not null,
    primary key (tenant_id, service_id, revision)
);
select protect_tenant_table('known_services');

create table known_customers (
    tenant_id   uuid   not null,
    customer_id uuid   not null,
    key         text   not null,
    name        text   not null,
    revision    bigint not null,
    primary key (tenant_id, customer_id)
);
select protect_tenant_table('known_customers');

create table known_agreements (
    tenant_id       uuid    not null,
    agreement_id    uuid    not null,
    version         integer not null,
    key             text    not null,
    title           text    not null,
    effective_from  timestamptz  not null,
    effective_until timestamptz,
    -- The whole state of the version, as the event told it.
    state           text        not null,
    primary key (tenant_id, agreement_id, version)
);
select protect_tenant_table('known_agreements');

create table known_subscriptions (
    tenant_id       uuid   not null,
    subscription_id uuid   not null,
    customer_id     uuid   not null,
    service_id      uuid   not null,
    agreement_id    uuid   not null,
    agreement_version integer,
    starts_at       timestamptz not null,
    ends_at         timestamptz,
    revision        bigint not null,
    primary key (tenant_id, subscription_id)
);
create index known_subscriptions_customer on known_subscriptions (tenant_id, customer_id);
select protect_tenant_table('known_subscriptions');

-- ---- Measurements -----------------------------------------------------------------------------------------------------

-- What was acknowledged and is not folded yet: one row a request. Rows live for milliseconds.
create table measurement_batches (
    tenant_id   uuid        not null,
    id          bigint      not null generated always as identity,
    received_at timestamptz not null default now(),
    samples     integer     not null,
    payload     bytea       not null,
    primary key (tenant_id, id)
);
alter table measurement_batches alter column payload set storage external;
alter table measurement_batches set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
select protect_tenant_table('measurement_batches');
create policy worker on measurement_batches for select to ${worker} using (true);

-- What blocks of samples are of.
create table series (
    tenant_id  uuid     not null,
    id         bigint   not null generated always as identity,
    service_id uuid     not null,
    component  text     not null,
    kind       smallint not null,
    instance   text     not null,
    primary key (tenant_id, id),
    unique (tenant_id, service_id, component, kind, instance)
);
select protect_tenant_table('series');

-- The samples of a series in an hour of the epoch: ascending, one a second, as distances (see SampleBlock).
create table series_blocks (
    tenant_id uuid    not null,
    series_id bigint  not null,
    hour      integer not null,
    samples   integer not null,
    payload   bytea   not null,
    primary key (tenant_id, series_id, hour),
    foreign key (tenant_id, series_id) references series (tenant_id, id) on delete cascade
) with (fillfactor = 70);
select protect_tenant_table('series_blocks');

create table declared_outages (
    tenant_id   uuid    not null,
    service_id  uuid    not null,
    component   text    not null,
    external_id text    not null,
    revision    bigint  not null,
    starts_at   timestamptz  not null,
    -- Null while it goes on.
    ends_at     timestamptz,
    withdrawn   boolean not null,
    primary key (tenant_id, service_id, component, external_id),
    check (ends_at > starts_at)
);
select protect_tenant_table('declared_outages');

-- What came in that no definition names, for whoever looks for a typing error. Bounded a tenant.
create table unknown_series (
    tenant_id  uuid        not null,
    series     text        not null,
    reason     text        not null,
    count      bigint      not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    primary key (tenant_id, series)
);
create index unknown_series_recent on unknown_series (tenant_id, last_seen);
select protect_tenant_table('unknown_series');

-- ---- Outages ----------------------------------------------------------------------------------------------------------

-- A component's state over time, as its changes. 0 up, 1 down, 2 unknown.
create table component_transitions (
    tenant_id  uuid     not null,
    service_id uuid     not null,
    component  text     not null,
    at         timestamptz   not null,
    state      smallint not null check (state between 0 and 2),
    primary key (tenant_id, service_id, component, at)
);
select protect_tenant_table('component_transitions');

create table outages (
    tenant_id  uuid        not null,
    id         uuid        not null,
    service_id uuid        not null,
    -- Null for an outage of the service.
    component  text,
    starts_at  timestamptz      not null,
    -- While it is open, the moment at which it would end by itself.
    ends_at    timestamptz      not null,
    state      text        not null check (state in ('open', 'closed', 'withdrawn')),
    sources    text[]      not null,
    components text[]      not null,
    version    bigint      not null,
    created_at timestamptz      not null,
    updated_at timestamptz      not null,
    primary key (tenant_id, id),
    check (ends_at > starts_at)
);
create index outages_service on outages (tenant_id, service_id, starts_at);
create index outages_due on outages (ends_at) where state = 'open';
select protect_tenant_table('outages');
create policy worker on outages for select to ${worker} using (true);

-- ---- Maintenance and exclusions ---------------------------------------------------------------------------------------

create table maintenance (
    tenant_id    uuid   not null,
    id           uuid   not null,
    service_id   uuid   not null,
    service_key  text   not null,
    components   text[],
    kind         text   not null check (kind in ('scheduled', 'emergency')),
    starts_at    timestamptz not null,
    ends_at      timestamptz not null,
    title        text   not null,
    announced_at timestamptz not null,
    proof        text,
    state        text   not null check (state in ('announced', 'in_progress', 'completed', 'cancelled')),
    -- [{"from", "to", "announced_at"}]: what is covered, by which announcement.
    covered      text   not null,
    announced_by text   not null,
    version      bigint not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    -- When its state changes by itself; null when it does not.
    due_at       timestamptz,
    primary key (tenant_id, id),
    check (ends_at > starts_at)
);
create index maintenance_service on maintenance (tenant_id, service_id, starts_at);
create index maintenance_due on maintenance (due_at) where due_at is not null;
select protect_tenant_table('maintenance');
create policy worker on maintenance for select to ${worker} using (true);

create table exclusions (
    tenant_id       uuid   not null,
    id              uuid   not null,
    service_id      uuid   not null,
    service_key     text   not null,
    components      text[],
    ground          text   not null,
    starts_at       timestamptz not null,
    ends_at         timestamptz not null,
    evidence        text   not null,
    reason          text   not null,
    state           text   not null check (state in ('proposed', 'approved', 'refused')),
    proposed_by     text   not null,
    decided_by      text,
    decided_at      timestamptz,
    decision_reason text,
    version         bigint not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (tenant_id, id),
    check (ends_at > starts_at),
    -- The database, too, holds that nobody approves what they proposed.
    check (decided_by is null or decided_by <> proposed_by)
);
create index exclusions_service on exclusions (tenant_id, service_id, starts_at);
select protect_tenant_table('exclusions');

-- ---- Statements -------------------------------------------------------------------------------------------------------

-- The latest revision of the statement of each window that has ended.
create table statements (
    tenant_id    uuid    not null,
    id           uuid    not null,
    agreement_id uuid    not null,
    version      integer not null,
    commitment   text    not null,
    service_id   uuid    not null,
    window_start timestamptz  not null,
    window_end   timestamptz  not null,
    state        text    not null,
    revision     integer not null,
    -- The numbers that decide whether a new evaluation says anything new.
    fingerprint  text    not null,
    body         text    not null,
    -- Every second of the window, for the explanation.
    timeline     text    not null,
    created_at   timestamptz  not null,
    updated_at   timestamptz  not null,
    primary key (tenant_id, id)
);
create index statements_service on statements (tenant_id, service_id, window_start);
select protect_tenant_table('statements');

-- Every revision, for ever.
create table statement_revisions (
    tenant_id uuid    not null,
    id        uuid    not null,
    revision  integer not null,
    reason    text    not null,
    body      text    not null,
    made_at   timestamptz  not null,
    primary key (tenant_id, id, revision),
    foreign key (tenant_id, id) references statements (tenant_id, id) on delete cascade
);
select protect_tenant_table('statement_revisions');

-- What has to be evaluated, and when: windows that end, and closed ones whose facts have changed.
create table statement_work (
    tenant_id    uuid    not null,
    id           uuid    not null,
    agreement_id uuid    not null,
    version      integer not null,
    commitment   text    not null,
    service_id   uuid    not null,
    window_start timestamptz  not null,
    window_end   timestamptz  not null,
    due_at       timestamptz  not null,
    -- Why, for the revision that comes of it.
    reason       text    not null,
    primary key (tenant_id, id)
);
create index statement_work_due on statement_work (due_at);
create index statement_work_service on statement_work (tenant_id, service_id);
select protect_tenant_table('statement_work');
create policy worker on statement_work for select to ${worker} using (true);
