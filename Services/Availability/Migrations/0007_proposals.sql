-- Time in which services were down by what people saw of an incident, and which nothing measured: proposed as outages, until
-- somebody decides.
create table outage_proposals (
    tenant_id         uuid        not null,
    id                uuid        not null,
    incident_id       uuid        not null,
    service_id        uuid        not null,
    service_key       text        not null,
    -- The incident's.
    title             text        not null,
    starts_at         timestamptz not null,
    -- Null while the incident goes on.
    ends_at           timestamptz,
    state             text        not null check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
    -- Which components were down; null until it is approved.
    components        text[],
    -- Who declared the incident.
    proposed_by       text        not null,
    decided_by        text,
    decided_at        timestamptz,
    decision_reason   text,
    -- The incident's, of which this tells.
    incident_revision bigint      not null,
    version           bigint      not null,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, incident_id, service_id),
    -- The database, too, holds that nobody approves what they proposed.
    check (decided_by is null or decided_by <> proposed_by)
);
select protect_tenant_table('outage_proposals');
