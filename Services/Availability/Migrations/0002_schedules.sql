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
create index known_schedules_first on known_schedules (tenant_id, agreement_id, version, effective_from);
create index known_schedules_customer on known_schedules (tenant_id, customer_id);
select protect_tenant_table('known_schedules');
