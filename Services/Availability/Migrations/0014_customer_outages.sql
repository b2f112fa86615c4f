-- Outages of some customers only: in no timeline, but in the statements of these customers.

-- Null: of everybody. Else in order.
alter table declared_outages add column customers uuid[];

-- Whose outage it is, while it is one; and since when it was before it was corrected or taken back, for a statement that was made
-- a customer's own stays so.
create table customer_outages (
    tenant_id   uuid        not null,
    customer_id uuid        not null,
    service_id  uuid        not null,
    component   text        not null,
    external_id text        not null,
    starts_at   timestamptz not null,
    -- Null while it goes on.
    ends_at     timestamptz,
    -- False: it is taken back, or not the customer's any more.
    counts      boolean     not null,
    former_from timestamptz,
    former_to   timestamptz,
    primary key (tenant_id, customer_id, service_id, component, external_id)
);
select protect_tenant_table('customer_outages');

-- As they are shown: each as it was declared. Null: what is derived of a timeline.
alter table outages add column customers uuid[];
alter table outages add column declared_as text;
create unique index outages_declared on outages (tenant_id, service_id, component, declared_as) where declared_as is not null;

-- Customers are named by their keys.
create index known_customers_key on known_customers (tenant_id, key);
