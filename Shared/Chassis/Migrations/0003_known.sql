-- Copies of what another service owns, kept from its events alone. A service's migration names those that it keeps:
--   select create_known_table('customers');
-- makes known_customers. What is filtered by stands in columns of its own; the rest is the state as the event told it.
create function create_known_table(thing text) returns void
language plpgsql as $$
declare
    table_name text := 'known_' || thing;
begin
    execute format(
        'create table %I (
            tenant_id uuid    not null,
            id        uuid    not null,
            -- Of an agreement the version; of all else 0.
            version   integer not null default 0,
            -- The short name, unique among the tenant''s; null where there is none.
            key       text,
            -- The customer that it belongs to; null where it belongs to none.
            customer  uuid,
            state     jsonb   not null,
            primary key (tenant_id, id, version)
        )', table_name);
    execute format('create index on %I (tenant_id, key) where key is not null', table_name);
    execute format('create index on %I (tenant_id, customer) where customer is not null', table_name);
    perform protect_tenant_table(table_name::regclass);
end
$$;
