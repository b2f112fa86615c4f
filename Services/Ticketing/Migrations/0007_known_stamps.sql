-- Counts the changes of what is known of a tenant, in the transactions that change it: what was read once holds for as long as
-- the count stands still.
create table known_stamps (
    tenant_id uuid   primary key,
    stamp     bigint not null
);
select protect_tenant_table('known_stamps');
