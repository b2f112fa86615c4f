-- Samples stay small: exact within the lateness horizon, then as runs, a row a series in 32 days.

-- When the block was last written: what was imported stays exact for the horizon after its import.
alter table series_blocks add column written_at timestamptz not null default now();
alter table series_blocks alter column written_at drop default;

-- Stretches of one state of a series in a span of 768 hours of the epoch, as distances (see RunCoding).
create table series_runs (
    tenant_id uuid    not null,
    series_id bigint  not null,
    -- How many samples it stands for.
    samples   bigint  not null,
    span      integer not null,
    -- The hour of the last sample: what asks for later ones need not read it.
    last_hour integer not null,
    payload   bytea   not null,
    primary key (tenant_id, series_id, span),
    foreign key (tenant_id, series_id) references series (tenant_id, id) on delete cascade
) with (fillfactor = 85);
select protect_tenant_table('series_runs');

-- When to look for blocks of a tenant that are past the horizon; no row where there are none.
create table compaction_work (
    tenant_id uuid        not null primary key,
    due_at    timestamptz not null
);
select protect_tenant_table('compaction_work');
create policy worker on compaction_work for select to ${worker} using (true);

-- What is kept already is compacted a horizon from now. The owner sees no tenant's rows unless it asks to.
alter table series_blocks no force row level security;
alter table compaction_work no force row level security;
insert into compaction_work (tenant_id, due_at) select distinct tenant_id, now() from series_blocks;
alter table series_blocks force row level security;
alter table compaction_work force row level security;
