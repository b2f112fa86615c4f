-- Every revision of a statement, and that it settled, is an entry of its tenant's chain: each holds the hash of the one before,
-- and is signed, so that what was once said cannot be changed, left out or moved without anybody's noticing.
create table statement_chain (
    tenant_id     uuid        not null,
    -- From 1 and without gaps. Entries are made under the tenant's lock; two of one number are two chains, and refused.
    sequence      bigint      not null check (sequence > 0),
    previous_hash text        not null,
    content_hash  text        not null,
    signed_at     timestamptz not null,
    -- The name of the key that signed it.
    key           text        not null,
    hash          text        not null,
    signature     text        not null,
    -- What it records, as it was hashed.
    content       text        not null,
    -- Of the content, to find it by.
    statement_id  uuid        not null,
    revision      integer     not null,
    primary key (tenant_id, sequence),
    check ((sequence = 1) = (previous_hash = repeat('0', 64)))
);
create index statement_chain_statement on statement_chain (tenant_id, statement_id, revision);
select protect_tenant_table('statement_chain');

-- Nobody changes an entry, and all of a tenant's go only with the tenant: what is known of it is removed first.
revoke update, truncate on statement_chain from ${app};
revoke insert, update, delete, truncate on statement_chain from ${worker};

create function statement_chain_stays() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'DELETE' or exists (select from known_tenants where tenant_id = old.tenant_id) then
        raise exception 'entries of a chain are neither changed nor removed' using errcode = 'restrict_violation';
    end if;
    return old;
end
$$;
create trigger statement_chain_stays before update or delete on statement_chain
    for each row execute function statement_chain_stays();

-- Revisions that were kept before there were chains: the first entries of each tenant's, in the order in which they were made,
-- when its next statement is.
alter table known_tenants add column has_unchained_revisions boolean not null default false;
alter table known_tenants no force row level security;
alter table statement_revisions no force row level security;
update known_tenants set has_unchained_revisions = true where tenant_id in (select tenant_id from statement_revisions);
alter table known_tenants force row level security;
alter table statement_revisions force row level security;

-- Whose act has a statement made anew; null where time or another service's event does.
alter table statement_work add column made_by text;
-- Who sent a batch; null for one that the service made itself.
alter table measurement_batches add column sent_by text;
