-- Exclusions that count in the statements of some customers only.

-- Null: in everybody's. Else in order.
alter table exclusions add column customers uuid[];

-- Those that were approved, by the customers in whose statements they count: what decides which statements are a customer's own.
create table customer_exclusions (
    tenant_id    uuid        not null,
    customer_id  uuid        not null,
    exclusion_id uuid        not null,
    service_id   uuid        not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null,
    primary key (tenant_id, customer_id, exclusion_id)
);
select protect_tenant_table('customer_exclusions');
