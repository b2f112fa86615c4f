-- What never changes about customers' tickets, kept from Ticketing's events: a claim may come of one.
create table known_tickets (
    tenant_id   uuid        not null,
    id          uuid        not null,
    customer_id uuid        not null,
    -- Null: it is about no service in particular.
    service_id  uuid,
    opened_at   timestamptz not null,
    primary key (tenant_id, id)
);
create index known_tickets_customer on known_tickets (tenant_id, customer_id);
select protect_tenant_table('known_tickets');

alter table claims add column ticket_id uuid;
create index claims_ticket on claims (tenant_id, ticket_id, id) where ticket_id is not null;
