-- Who may touch what, in every service's database. The owner of the tables runs migrations and nothing else.

-- Tables made from here on serve both roles; what they may see in them is the business of row level security.
-- A table that only grows takes back what it must: revoke update, delete on … from ${app}.
alter default privileges in schema public grant select, insert, update, delete on tables to ${app}, ${worker};
alter default privileges in schema public grant usage, select on sequences to ${app}, ${worker};

-- Closes a table to all but the tenant that a transaction names. Called in a migration after each table of tenants' rows:
--   select protect_tenant_table('customers');
-- A transaction that names no tenant sees no rows: the setting is null at first, and '' after a transaction-local one ended.
create function protect_tenant_table(tenant_table regclass) returns void
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', tenant_table);
    execute format('alter table %s force row level security', tenant_table);
    execute format(
        'create policy tenant on %s '
        'using (tenant_id = nullif(current_setting(''pledge.tenant'', true), '''')::uuid) '
        'with check (tenant_id = nullif(current_setting(''pledge.tenant'', true), '''')::uuid)',
        tenant_table);
end
$$;
