-- How far this service has come with others' events. The position moves in the transaction of the event's effect, so that the
-- effect happens exactly once; owner and epoch are checked by the same statement, so that a replica that has lost its lease
-- cannot write.
create table subscription_cursors (
    consumer         text     not null,
    producer         text     not null,
    partition        smallint not null check (partition between 0 and 15),
    -- The last event whose effect is committed.
    position         bigint   not null default 0,
    -- The replica that reads the partition now; null when it was given back in an orderly way.
    owner            uuid,
    -- Grows with every change of hands.
    epoch            bigint   not null default 0,
    expires_at       timestamptz not null default '-infinity',
    -- Attempts at the event after `position`, counted before each so that one that kills the process counts too.
    failing_position bigint   not null default 0,
    attempts         integer  not null default 0,
    primary key (consumer, producer, partition)
);
alter table subscription_cursors set (fillfactor = 50);

-- The replicas that share the partitions of a consumer.
create table subscription_members (
    consumer text        not null,
    instance uuid        not null,
    seen_at  timestamptz not null,
    primary key (consumer, instance)
);

-- Events whose effect failed again and again: put aside, so that those behind them go on; shown, retried or discarded by an
-- operator.
create table dead_letters (
    tenant_id   uuid        not null,
    event_id    uuid        not null,
    consumer    text        not null,
    producer    text        not null,
    partition   smallint    not null,
    position    bigint      not null,
    type        text        not null,
    subject     text        not null,
    envelope    text        not null,
    error       text        not null,
    attempts    integer     not null,
    died_at     timestamptz not null default clock_timestamp(),
    -- Null while it waits for a decision; then 'retried' or 'discarded'.
    outcome     text check (outcome in ('retried', 'discarded')),
    outcome_at  timestamptz,
    primary key (tenant_id, event_id, consumer)
);
create index dead_letters_waiting on dead_letters (died_at, event_id) where outcome is null;
select protect_tenant_table('dead_letters');
create policy worker_read on dead_letters for select to ${worker} using (true);
