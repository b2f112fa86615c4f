-- What statements are worked out from changes seldom and is read often: whoever remembers it compares its version.

-- The number of the transaction that changed it last. One row of a tenant is written once a transaction, and whoever changes a
-- tenant's history holds the tenant's lock, so nobody waits for it who would not wait anyway.
alter table known_tenants add column facts_version bigint not null default 0;

-- No writer can forget to say it. Without a tenant (the owner's own changes) it is said to all whose rows are seen.
create function facts_changed() returns trigger
language plpgsql as $$
declare
    changed_in bigint := pg_current_xact_id()::text::bigint;
    tenant     uuid   := nullif(current_setting('pledge.tenant', true), '')::uuid;
begin
    update known_tenants set facts_version = changed_in
    where (tenant is null or tenant_id = tenant) and facts_version <> changed_in;
    return null;
end
$$;

create trigger facts_changed after insert or update or delete on component_transitions
    for each statement execute function facts_changed();
create trigger facts_changed after insert or update or delete on declared_outages
    for each statement execute function facts_changed();
create trigger facts_changed after insert or update or delete on maintenance
    for each statement execute function facts_changed();
create trigger facts_changed after insert or update or delete on exclusions
    for each statement execute function facts_changed();
create trigger facts_changed after insert or update or delete on known_notices
    for each statement execute function facts_changed();
create trigger facts_changed after insert or update or delete on known_subscriptions
    for each statement execute function facts_changed();
