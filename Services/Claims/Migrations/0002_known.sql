-- More copies of what others own, kept from their events.

-- From when versions that wait for notice are in force for each customer, as Agreements tells it.
create table known_schedules (
    tenant_id      uuid    not null,
    agreement_id   uuid    not null,
    version        integer not null,
    customer_id    uuid    not null,
    -- Null: there is no proof of notice yet.
    effective_from timestamptz,
    revision       bigint  not null,
    primary key (tenant_id, agreement_id, version, customer_id)
);
create index known_schedules_customer on known_schedules (tenant_id, customer_id);
select protect_tenant_table('known_schedules');

-- Fees that were charged. Times of one class of a subscription do not overlap: no fee is counted twice.
create table known_fees (
    tenant_id       uuid        not null,
    id              uuid        not null,
    subscription_id uuid        not null,
    customer_id     uuid        not null,
    fee_class       text        not null,
    starts_at       timestamptz not null,
    ends_at         timestamptz not null check (ends_at > starts_at),
    revision        bigint      not null,
    state           jsonb       not null,
    primary key (tenant_id, id),
    unique (tenant_id, subscription_id, fee_class, starts_at)
);
create index known_fees_customer on known_fees (tenant_id, customer_id, starts_at);
select protect_tenant_table('known_fees');

-- The latest revision of the statement of each window that has ended, as Availability tells it.
create table known_statements (
    tenant_id    uuid        not null,
    id           uuid        not null,
    agreement_id uuid        not null,
    version      integer     not null,
    commitment   text        not null,
    service_id   uuid        not null,
    window_start timestamptz not null,
    window_end   timestamptz not null,
    revision     integer     not null,
    -- Whether its settling time is over.
    is_final     boolean     not null,
    -- When this revision came to be known.
    told_at      timestamptz not null,
    body         text        not null,
    -- When the service was down.
    counted_down text        not null,
    primary key (tenant_id, id)
);
create index known_statements_window
    on known_statements (tenant_id, agreement_id, version, commitment, service_id, window_end);
select protect_tenant_table('known_statements');
