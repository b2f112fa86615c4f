-- The first answer to each Idempotency-Key, written in the transaction of its effect.
create table idempotency_keys (
    tenant_id   uuid        not null,
    -- SHA-256 of principal, method, route and key: the scope of a key, at a fixed length.
    scope       bytea       not null,
    -- SHA-256 of the request: the same key with another request is refused.
    fingerprint bytea       not null,
    status      integer     not null,
    headers     text        not null,
    body        bytea       not null,
    created_at  timestamptz not null default now(),
    primary key (tenant_id, scope)
);
create index idempotency_keys_created on idempotency_keys (created_at);
select protect_tenant_table('idempotency_keys');
create policy worker_read on idempotency_keys for select to ${worker} using (true);
create policy worker_prune on idempotency_keys for delete to ${worker} using (true);
