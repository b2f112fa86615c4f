-- Who had notice of which maintenance, and when, as Notifications proves it.
create table known_notices (
    tenant_id      uuid        not null,
    maintenance_id uuid        not null,
    customer_id    uuid        not null,
    notice_id      uuid        not null,
    given_at       timestamptz not null,
    primary key (tenant_id, maintenance_id, customer_id, notice_id)
);
create index known_notices_customer on known_notices (tenant_id, customer_id);
select protect_tenant_table('known_notices');
create index known_subscriptions_service on known_subscriptions (tenant_id, service_id, starts_at);
