-- What objectives are judged by: speed, delivery, quality. A record of its own for each measurement, so that one that is told
-- twice counts once, one that is corrected counts as corrected, and one in excluded time does not count.

-- What records are of, in the words of agreements' objectives.
create table metrics (
    tenant_id  uuid   not null,
    id         bigint not null generated always as identity,
    service_id uuid   not null,
    -- Empty for the whole service.
    component  text   not null,
    population text   not null,
    metric     text   not null,
    primary key (tenant_id, id),
    unique (tenant_id, service_id, component, population, metric)
);
select protect_tenant_table('metrics');

create table metric_records (
    tenant_id uuid        not null,
    metric_id bigint      not null,
    starts_at timestamptz not null,
    seconds   integer     not null,
    -- Empty where measurements are not told apart by part, and by id.
    part      text        not null,
    id        text        not null,
    revision  integer     not null,
    -- How many things were looked at.
    measured  bigint      not null,
    -- Unit and figures (see MetricCoding).
    reading   bytea       not null,
    primary key (tenant_id, metric_id, starts_at, seconds, part, id),
    foreign key (tenant_id, metric_id) references metrics (tenant_id, id) on delete cascade
);
select protect_tenant_table('metric_records');
