-- What the end of a subscription brings: a version that waited for notice to that customer need not wait any more.

-- When that was looked at; null while it is to come, and again when the end is moved.
alter table subscriptions add column departed_at timestamptz;
-- Ends that are to come.
create index subscriptions_departing on subscriptions (ends_at) where ends_at is not null and departed_at is null;
-- The clock looks for them across all tenants.
create policy every_tenant on subscriptions for select to ${worker} using (true);
