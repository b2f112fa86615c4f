-- Metrics stay small, too: rows within the lateness horizon, then packed, a row a stream and day.

-- The measurements of a stream that begin on a day, without loss (see MetricBlock). By their own time, not by when they were
-- told: nothing is less exact once it is packed, so what was imported need not wait for another horizon.
create table metric_blocks (
    tenant_id    uuid    not null,
    metric_id    bigint  not null,
    -- Of the epoch, in UTC.
    day          integer not null,
    measurements integer not null,
    payload      bytea   not null,
    primary key (tenant_id, metric_id, day),
    foreign key (tenant_id, metric_id) references metrics (tenant_id, id) on delete cascade
);
select protect_tenant_table('metric_blocks');
-- A block of five minutes' histograms is larger than what rows are kept below otherwise, and dense: apart it would be no smaller,
-- and be looked up once more.
alter table metric_blocks alter column payload set storage main;

-- What is kept already is packed from now on. The owner sees no tenant's rows unless it asks to.
alter table metrics no force row level security;
alter table compaction_work no force row level security;
insert into compaction_work (tenant_id, due_at) select distinct tenant_id, now() from metrics
on conflict (tenant_id) do nothing;
alter table metrics force row level security;
alter table compaction_work force row level security;
