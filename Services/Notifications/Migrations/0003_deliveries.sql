-- Deliveries: what somebody is told of one event over one channel. The id is a hash of event, recipient and channel, so that
-- whatever tells of an event twice makes one delivery.
create table webhooks (
    tenant_id             uuid not null,
    id                    uuid not null,
    url                   text not null,
    description           text,
    -- Types of events, or beginnings of types that end in '.*'; none for all.
    types                 text[] not null,
    state                 text not null check (state in ('enabled', 'disabled')),
    disabled_reason       text,
    disabled_at           timestamptz,
    failing_since         timestamptz,
    -- The key itself: whoever signs must have it. Row level security and the database's own doors keep it.
    secret                bytea not null,
    previous_secret       bytea,
    previous_secret_until timestamptz,
    version               bigint not null,
    created_at            timestamptz not null,
    created_by            text not null,
    updated_at            timestamptz not null,
    primary key (tenant_id, id)
);
create index webhooks_enabled on webhooks (tenant_id) where state = 'enabled';

create table deliveries (
    tenant_id       uuid not null,
    id              uuid not null,
    event_id        uuid not null,
    event_type      text not null,
    topic           text,
    channel         text not null check (channel in ('email', 'webhook', 'in_app')),
    -- What shares the attempts that may be under way at once: the webhook, or for mail the tenant.
    lane            uuid not null,
    webhook_id      uuid,
    customer_id     uuid,
    member_id       uuid,
    recipient       text not null,
    language        text,
    subject         text,
    -- The words as they are sent, at every attempt the same: of a webhook the event, byte for byte.
    body            text not null,
    -- What its arrival gives notice of.
    notice_kind     text check (notice_kind in ('change_of_terms', 'maintenance')),
    agreement_id    uuid,
    version         int,
    maintenance_id  uuid,
    -- Until when a notice is in time.
    notice_due_at   timestamptz,
    state           text not null check (state in ('pending', 'delivered', 'dead')),
    attempts        int not null default 0,
    unanswered      int not null default 0,
    -- An attempt has begun whose outcome is not known yet; due_at says when that is given up.
    attempting      boolean not null default false,
    due_at          timestamptz,
    last_attempt_at timestamptz,
    last_answer     text,
    delivered_at    timestamptz,
    traceparent     text,
    created_at      timestamptz not null,
    primary key (tenant_id, id),
    check ((channel = 'webhook') = (webhook_id is not null)),
    check ((state = 'pending') = (due_at is not null))
);
create index deliveries_due on deliveries (channel, due_at, id) where due_at is not null;
create index deliveries_customer on deliveries (tenant_id, customer_id, id) where customer_id is not null;
create index deliveries_webhook on deliveries (tenant_id, webhook_id, id) where webhook_id is not null;
create index deliveries_created on deliveries (created_at) where state <> 'pending';

select protect_tenant_table('webhooks');
select protect_tenant_table('deliveries');
-- What is due is taken across tenants, and what is old is removed.
create policy every_tenant on deliveries to ${worker} using (true) with check (true);
