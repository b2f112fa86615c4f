-- Statements by what binds each customer: the version that a contract names, its billing month, its plan, and what else is
-- known of it.

-- The whole state of the subscription, as the event told it; null where it was told before this was kept, until the next one.
alter table known_subscriptions add column state text;
alter table known_subscriptions add column billing_anchor_day smallint not null default 1;
create index known_subscriptions_agreement on known_subscriptions (tenant_id, agreement_id, service_id);

-- Null: for everybody whom the version binds. Else for one contract, whose window, or what is known of it, is its own.
alter table statements add column subscription_id uuid;
alter table statement_work add column subscription_id uuid;
create index statements_subscription on statements (tenant_id, subscription_id) where subscription_id is not null;
