-- Agreements: who is who, what is sold, what was promised, who subscribes.
--
-- Every key begins with the tenant, and so does every foreign key: a row can only refer to rows of its own tenant. Nothing is
-- written for a tenant that is not there (any more): a token outlives its tenant by some minutes.
-- Ids are UUIDv7, so lists page through them in the order of creation by the primary key.
-- created_by and updated_by name the principal (key_…) of the request, for the audit.

create table tenants (
    tenant_id   uuid primary key,
    -- Unique on the platform: it is part of the public address of the tenant's status page.
    key         text not null unique,
    name        text not null,
    time_zone   text not null,
    revision    bigint not null default 1,
    created_at  timestamptz not null,
    created_by  text not null,
    updated_at  timestamptz not null,
    updated_by  text not null
);

create table customers (
    tenant_id     uuid not null,
    id            uuid not null,
    key           text not null,
    name          text not null,
    time_zone     text,
    contact_email text,
    revision      bigint not null default 1,
    created_at    timestamptz not null,
    created_by    text not null,
    updated_at    timestamptz not null,
    updated_by    text not null,
    primary key (tenant_id, id),
    constraint customers_tenant foreign key (tenant_id) references tenants (tenant_id),
    constraint customers_key unique (tenant_id, key)
);

create table members (
    tenant_id   uuid not null,
    id          uuid not null,
    customer_id uuid not null,
    name        text not null,
    email       text not null,
    role        text not null check (role in ('owner', 'member')),
    time_zone   text,
    revision    bigint not null default 1,
    created_at  timestamptz not null,
    created_by  text not null,
    updated_at  timestamptz not null,
    updated_by  text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade
);
create unique index members_email on members (tenant_id, customer_id, lower(email));
create index members_customer on members (tenant_id, customer_id, id);

create table api_keys (
    tenant_id    uuid not null,
    id           uuid not null,
    name         text not null,
    roles        text[] not null check (cardinality(roles) > 0),
    customer_id  uuid,
    -- What people recognise a key by; the key itself is nowhere, only its SHA-256. Keys are 256 random bits, so a plain
    -- hash is as good as a slow one.
    prefix       text not null,
    hash         bytea not null check (octet_length(hash) = 32),
    created_at   timestamptz not null,
    created_by   text not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    revoked_by   text,
    last_used_at timestamptz,
    primary key (tenant_id, id),
    constraint api_keys_tenant foreign key (tenant_id) references tenants (tenant_id),
    constraint api_keys_hash unique (tenant_id, hash),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade
);

create table services (
    tenant_id   uuid not null,
    id          uuid not null,
    key         text not null,
    name        text not null,
    -- An array of components with their sources.
    components  jsonb not null,
    tree        jsonb not null,
    revision    bigint not null default 1,
    created_at  timestamptz not null,
    created_by  text not null,
    updated_at  timestamptz not null,
    updated_by  text not null,
    primary key (tenant_id, id),
    constraint services_tenant foreign key (tenant_id) references tenants (tenant_id),
    constraint services_key unique (tenant_id, key)
);

create table calendars (
    tenant_id   uuid not null,
    id          uuid not null,
    key         text not null,
    name        text not null,
    time_zone   text not null,
    weekly      jsonb not null,
    holidays    text[] not null,
    revision    bigint not null default 1,
    created_at  timestamptz not null,
    created_by  text not null,
    updated_at  timestamptz not null,
    updated_by  text not null,
    primary key (tenant_id, id),
    constraint calendars_tenant foreign key (tenant_id) references tenants (tenant_id),
    constraint calendars_key unique (tenant_id, key)
);

create table agreements (
    tenant_id   uuid not null,
    id          uuid not null,
    key         text not null,
    title       text not null,
    revision    bigint not null default 1,
    created_at  timestamptz not null,
    created_by  text not null,
    updated_at  timestamptz not null,
    updated_by  text not null,
    primary key (tenant_id, id),
    constraint agreements_tenant foreign key (tenant_id) references tenants (tenant_id),
    constraint agreements_key unique (tenant_id, key)
);

create table agreement_versions (
    tenant_id       uuid not null,
    agreement_id    uuid not null,
    version         int not null check (version > 0),
    -- What the author wrote, byte for byte, and in which language.
    source          text not null,
    media_type      text not null check (media_type in ('application/yaml', 'application/json')),
    -- The same as JSON; text, not jsonb, because the author's order of members is part of the document.
    document        text not null,
    -- What the document says and Pledge does not execute yet.
    not_evaluated   jsonb not null,
    -- Service ids by the keys that the document uses; bound at publication.
    services        jsonb not null default '{}',
    published_at    timestamptz,
    published_by    text,
    effective_from  timestamptz,
    effective_until timestamptz,
    -- When agreement.effective was told.
    announced_at    timestamptz,
    revision        bigint not null default 1,
    created_at      timestamptz not null,
    created_by      text not null,
    updated_at      timestamptz not null,
    updated_by      text not null,
    primary key (tenant_id, agreement_id, version),
    foreign key (tenant_id, agreement_id) references agreements (tenant_id, id) on delete cascade,
    check ((published_at is null) = (effective_from is null)),
    check (effective_until > effective_from)
);
-- Versions in force follow each other: no two of an agreement start at once.
create unique index agreement_versions_effective on agreement_versions (tenant_id, agreement_id, effective_from)
    where effective_from is not null;
-- What will come into force; nearly always empty.
create index agreement_versions_due on agreement_versions (effective_from)
    where effective_from is not null and announced_at is null;

-- A published version never changes, whoever asks: only its end and its announcement are still to come.
create function published_version_is_immutable() returns trigger language plpgsql as $$
begin
    if old.published_at is not null and (
        new.source, new.media_type, new.document, new.not_evaluated, new.services, new.published_at, new.published_by,
        new.effective_from
    ) is distinct from (
        old.source, old.media_type, old.document, old.not_evaluated, old.services, old.published_at, old.published_by,
        old.effective_from
    ) then
        raise exception 'a published version is immutable' using errcode = 'integrity_constraint_violation',
            constraint = 'agreement_versions_immutable';
    end if;
    return new;
end $$;
create trigger immutable before update on agreement_versions
    for each row execute function published_version_is_immutable();

create table subscriptions (
    tenant_id          uuid not null,
    id                 uuid not null,
    customer_id        uuid not null,
    service_id         uuid not null,
    agreement_id       uuid not null,
    -- Null: whichever version is in force.
    agreement_version  int,
    plan               text not null,
    currency           text not null,
    fees               jsonb not null,
    billing_anchor_day int not null check (billing_anchor_day between 1 and 31),
    trial              boolean not null,
    starts_at          timestamptz not null,
    ends_at            timestamptz check (ends_at > starts_at),
    revision           bigint not null default 1,
    created_at         timestamptz not null,
    created_by         text not null,
    updated_at         timestamptz not null,
    updated_by         text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
    foreign key (tenant_id, service_id) references services (tenant_id, id),
    foreign key (tenant_id, agreement_id) references agreements (tenant_id, id),
    foreign key (tenant_id, agreement_id, agreement_version)
        references agreement_versions (tenant_id, agreement_id, version)
);
create index subscriptions_customer on subscriptions (tenant_id, customer_id, service_id, starts_at);
create index subscriptions_service on subscriptions (tenant_id, service_id, customer_id);
create index subscriptions_agreement on subscriptions (tenant_id, agreement_id, customer_id);

-- A transaction sees and writes the rows of the tenant that it has set, and none without.
select protect_tenant_table('tenants');
select protect_tenant_table('customers');
select protect_tenant_table('members');
select protect_tenant_table('api_keys');
select protect_tenant_table('services');
select protect_tenant_table('calendars');
select protect_tenant_table('agreements');
select protect_tenant_table('agreement_versions');
select protect_tenant_table('subscriptions');

-- The platform's operator lists tenants, and the clock looks for versions that come into force, across all tenants: two
-- reads, by the worker, and nothing else.
create policy every_tenant on tenants for select to ${worker} using (true);
create policy every_tenant on agreement_versions for select to ${worker} using (true);
