-- What is looked at whenever a ticket is opened: a version without its document, which is large and immutable.
alter table known_agreements add column head jsonb generated always as (state - 'document') stored;

-- From when versions that wait for notice are in force for each customer, as Agreements tells it.
create table known_schedules (
    tenant_id      uuid    not null,
    agreement_id   uuid    not null,
    version        integer not null,
    customer_id    uuid    not null,
    -- Null: there is no proof of notice yet.
    effective_from timestamptz,
    revision       bigint  not null,
    primary key (tenant_id, agreement_id, version, customer_id)
);
create index known_schedules_customer on known_schedules (tenant_id, customer_id);

-- Tickets as they stand; what lists are narrowed to is in columns of its own.
create table tickets (
    tenant_id   uuid        not null,
    id          uuid        not null,
    customer_id uuid        not null,
    service_id  uuid,
    status      text        not null check (status in ('new', 'open', 'waiting_on_customer', 'resolved', 'closed')),
    priority    text,
    assignee    text,
    revision    bigint      not null,
    state       jsonb       not null,
    primary key (tenant_id, id)
);
create index tickets_customer on tickets (tenant_id, customer_id, id);
create index tickets_unresolved on tickets (tenant_id, id) where status not in ('resolved', 'closed');

-- What happened to a ticket, in order: what its clocks are judged by. Only ever added to.
create table ticket_events (
    tenant_id uuid        not null,
    ticket_id uuid        not null,
    number    integer     not null,
    kind      text        not null,
    at        timestamptz not null,
    actor     text        not null,
    priority  text,
    reason    text,
    primary key (tenant_id, ticket_id, number)
);

-- What was said. Only ever added to.
create table ticket_messages (
    tenant_id  uuid        not null,
    id         uuid        not null,
    ticket_id  uuid        not null,
    audience   text        not null check (audience in ('public', 'internal')),
    party      text        not null check (party in ('customer', 'provider')),
    author     text        not null,
    automatic  boolean     not null,
    text       text        not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    -- A customer says nothing behind its own back, and no person is a machine.
    check (party = 'provider' or (audience = 'public' and not automatic))
);
create index ticket_messages_ticket on ticket_messages (tenant_id, ticket_id, id);

select protect_tenant_table('known_schedules');
select protect_tenant_table('tickets');
select protect_tenant_table('ticket_events');
select protect_tenant_table('ticket_messages');
revoke update on ticket_events, ticket_messages from ${app}, ${worker};

-- The clocks of tickets as they were left, and when each must be looked at again.
create table ticket_clocks (
    tenant_id uuid  not null,
    ticket_id uuid  not null,
    measure   text  not null check (measure in ('acknowledgement', 'first_response', 'resolution')),
    state     jsonb not null,
    -- Null: nothing becomes late by itself.
    due_at    timestamptz,
    primary key (tenant_id, ticket_id, measure)
);
create index ticket_clocks_due on ticket_clocks (due_at) where due_at is not null;

-- Verdicts, and that they do not stand any more. Only ever added to.
create table clock_stamps (
    tenant_id  uuid        not null,
    -- The ticket or incident.
    subject_id uuid        not null,
    measure    text        not null,
    number     bigint generated always as identity,
    stamped_at timestamptz not null,
    outcome    text check (outcome in ('met', 'breached')),
    restated   text check (restated in ('reclassified', 'reopened')),
    clause     text,
    stamp      jsonb       not null,
    primary key (tenant_id, subject_id, measure, number)
);

select protect_tenant_table('ticket_clocks');
select protect_tenant_table('clock_stamps');
revoke update on clock_stamps from ${app}, ${worker};
-- The deadlines are looked for in all tenants at once, and worked off in one after the other.
create policy worker on ticket_clocks for select to ${worker} using (true);
