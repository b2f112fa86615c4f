-- How members want to be told; whoever is not here is told of everything.
create table preferences (
    tenant_id  uuid not null,
    member_id  uuid not null,
    language   text not null,
    -- The channels of every topic.
    topics     jsonb not null,
    version    bigint not null,
    updated_at timestamptz not null,
    updated_by text not null,
    primary key (tenant_id, member_id)
);
select protect_tenant_table('preferences');
