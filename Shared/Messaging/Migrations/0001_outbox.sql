-- What this service has told others. A row is written in the transaction of the state that it tells of, and never changed:
-- what became of it stands in outbox_positions.
create sequence outbox_seq;

-- seq follows the order of the inserts, which for one thing of one tenant is the order of its changes. It is not the order of
-- commits: the relay, not a cursor over seq, decides what has been told.
create table outbox (
    seq         bigint      not null default nextval('outbox_seq'),
    day         date        not null default (clock_timestamp() at time zone 'utc')::date,
    tenant_id   uuid        not null,
    event_id    uuid        not null,
    partition   smallint    not null check (partition between 0 and 15),
    type        text        not null,
    recorded_at timestamptz not null default clock_timestamp(),
    -- The CloudEvents JSON, byte for byte.
    envelope    text        not null,
    primary key (seq, day)
) partition by range (day);
select protect_tenant_table('outbox');
create policy worker_read on outbox for select to ${worker} using (true);
create policy worker_prune on outbox for delete to ${worker} using (true);
revoke update, delete, truncate on outbox from ${app};
revoke update, truncate on outbox from ${worker};

-- Holds the rows of a day whose own partition was not made in time: late housekeeping costs space, never an event.
create table outbox_rest partition of outbox default;
select protect_tenant_table('outbox_rest');
revoke all on outbox_rest from ${app}, ${worker};

-- Makes the partitions of the days from first to last, as the owner of the tables; returns how many were made. A day that
-- cannot be had now (somebody holds the table, or the rest already has rows of it) is left for the next call.
create function outbox_prepare(first_day date, last_day date) returns integer
language plpgsql security definer
set search_path = pg_catalog, public
set lock_timeout = '200ms'
as $$
declare
    wanted date;
    name   text;
    made   integer := 0;
begin
    for wanted in select generate_series(first_day, last_day, interval '1 day')::date loop
        name := 'outbox_' || to_char(wanted, 'YYYYMMDD');
        continue when to_regclass('public.' || name) is not null;
        begin
            execute format('create table public.%I (like public.outbox including all)', name);
            perform public.protect_tenant_table(format('public.%I', name)::regclass);
            execute format('revoke all on public.%I from ${app}, ${worker}', name);
            -- Attaching locks the parent less than "create … partition of" would: writers go on.
            execute format(
                'alter table public.outbox attach partition public.%I for values from (%L) to (%L)', name, wanted, wanted + 1);
            made := made + 1;
        exception
            when check_violation or lock_not_available or duplicate_table then null;
        end;
    end loop;
    return made;
end
$$;
revoke all on function outbox_prepare(date, date) from public;
grant execute on function outbox_prepare(date, date) to ${worker};

-- Drops the partitions of the days before the given one; returns how many went. Never asked for a day with events that have
-- no position yet.
create function outbox_drop_before(first_kept date) returns integer
language plpgsql security definer
set search_path = pg_catalog, public
set lock_timeout = '200ms'
as $$
declare
    name    text;
    dropped integer := 0;
begin
    for name in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.outbox'::regclass and c.relname ~ '^outbox_[0-9]{8}$'
            and to_date(substr(c.relname, 8), 'YYYYMMDD') < first_kept
        order by c.relname
    loop
        begin
            execute format('drop table public.%I', name);
            dropped := dropped + 1;
        exception
            when lock_not_available then null;
        end;
    end loop;
    return dropped;
end
$$;
revoke all on function outbox_drop_before(date) from public;
grant execute on function outbox_drop_before(date) to ${worker};

select outbox_prepare((now() at time zone 'utc')::date - 1, (now() at time zone 'utc')::date + 7);

-- The place of each event in its partition: 1, 2, 3 … without gaps, given once and for good by the relay. Consumers' cursors
-- and the ids of stream entries are these positions.
create table outbox_positions (
    partition smallint not null,
    position  bigint   not null check (position > 0),
    -- Unique: whatever goes wrong between two relays, no event gets two places.
    seq       bigint   not null unique,
    day       date     not null,
    primary key (partition, position)
);
create index outbox_positions_day on outbox_positions (day);
revoke all on outbox_positions from ${app};
revoke update, truncate on outbox_positions from ${worker};

-- The last position given in each partition.
create table outbox_heads (
    partition smallint primary key check (partition between 0 and 15),
    position  bigint   not null default 0
);
insert into outbox_heads (partition) select generate_series(0, 15);
revoke all on outbox_heads from ${app};
revoke insert, delete, truncate on outbox_heads from ${worker};

-- Where the relay need not look again: every event with seq <= low_seq has its place or will never be (its transaction was
-- rolled back), and all others are of low_day or later (or of the day before, for clocks that were set back).
create table outbox_relay (
    only_one boolean primary key default true check (only_one),
    low_seq  bigint  not null default 0,
    low_day  date    not null default (now() at time zone 'utc')::date
);
insert into outbox_relay default values;
revoke all on outbox_relay from ${app};
revoke insert, delete, truncate on outbox_relay from ${worker};
