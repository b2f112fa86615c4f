-- Small files that come with tickets. Only ever added to.
create table ticket_attachments (
    tenant_id  uuid        not null,
    id         uuid        not null,
    ticket_id  uuid        not null,
    name       text        not null,
    type       text        not null,
    size_bytes bigint      not null,
    sha256     text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    audience   text        not null check (audience in ('public', 'internal')),
    party      text        not null check (party in ('customer', 'provider')),
    author     text        not null,
    created_at timestamptz not null,
    bytes      bytea       not null check (octet_length(bytes) = size_bytes),
    primary key (tenant_id, id)
);
create index ticket_attachments_ticket on ticket_attachments (tenant_id, ticket_id, id);
select protect_tenant_table('ticket_attachments');
revoke update on ticket_attachments from ${app}, ${worker};
