-- Incidents: operational events with updates.
create table incidents (
    tenant_id   uuid    not null,
    id          uuid    not null,
    services    uuid[]  not null,
    status      text    not null check (status in ('investigating', 'identified', 'monitoring', 'resolved')),
    published   boolean not null,
    revision    bigint  not null,
    -- The incident with its clocks, as the model keeps it, and the versions of the agreements by which they run.
    state       jsonb   not null,
    terms       jsonb   not null,
    -- Null: nothing becomes late or over by itself.
    due_at      timestamptz,
    primary key (tenant_id, id)
);
create index incidents_unresolved on incidents using gin (services) where status <> 'resolved';
create index incidents_due on incidents (due_at) where due_at is not null;

-- What was said about them. Only ever added to.
create table incident_updates (
    tenant_id   uuid        not null,
    id          uuid        not null,
    incident_id uuid        not null,
    status      text        not null,
    priority    text,
    text        text        not null,
    reason      text,
    author      text        not null,
    created_at  timestamptz not null,
    primary key (tenant_id, id)
);
create index incident_updates_incident on incident_updates (tenant_id, incident_id, id);

-- To which incident a measured outage belongs: to one, for good.
create table incident_outages (
    tenant_id   uuid not null,
    outage_id   uuid not null,
    incident_id uuid not null,
    primary key (tenant_id, outage_id)
);

select protect_tenant_table('incidents');
select protect_tenant_table('incident_updates');
select protect_tenant_table('incident_outages');
revoke update on incident_updates, incident_outages from ${app}, ${worker};
-- The deadlines are looked for in all tenants at once, and worked off in one after the other.
create policy worker on incidents for select to ${worker} using (true);
