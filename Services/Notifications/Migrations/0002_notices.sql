-- Notices: messages that an agreement obliges the tenant to give, with what proves them. Only ever added to: they go with the
-- tenant, and nothing else removes or changes one.
create table notices (
    tenant_id      uuid not null,
    id             uuid not null,
    kind           text not null check (kind in ('change_of_terms', 'maintenance')),
    agreement_id   uuid,
    version        int,
    maintenance_id uuid,
    channel        text not null,
    given_at       timestamptz not null,
    recipient      text,
    -- The words, where they were handed in; their SHA-256 always.
    text           text,
    text_hash      text not null check (text_hash ~ '^[0-9a-f]{64}$'),
    recorded_by    text not null,
    created_at     timestamptz not null,
    primary key (tenant_id, id),
    check ((kind = 'change_of_terms') = (agreement_id is not null and version is not null)),
    check ((kind = 'maintenance') = (maintenance_id is not null))
);
create index notices_agreement on notices (tenant_id, agreement_id, version, id) where agreement_id is not null;
create index notices_maintenance on notices (tenant_id, maintenance_id, id) where maintenance_id is not null;

create table notice_customers (
    tenant_id   uuid not null,
    notice_id   uuid not null,
    customer_id uuid not null,
    primary key (tenant_id, notice_id, customer_id),
    foreign key (tenant_id, notice_id) references notices (tenant_id, id) on delete cascade
);
create index notice_customers_customer on notice_customers (tenant_id, customer_id, notice_id);

-- Maintenance that notice can be given of, kept from the events of Availability.
create table known_maintenance (
    tenant_id      uuid not null,
    maintenance_id uuid not null,
    primary key (tenant_id, maintenance_id)
);

select protect_tenant_table('notices');
select protect_tenant_table('notice_customers');
select protect_tenant_table('known_maintenance');
revoke update on notices, notice_customers from ${app}, ${worker};
