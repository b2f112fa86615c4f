-- The notice guard: a version that makes a promise smaller comes into force for each customer by a schedule of its own.

-- Why a published version waits for notice; null: it holds for everybody from effective_from. Of one that waits,
-- effective_from is the earliest that anybody's schedule may say.
alter table agreement_versions add column notice_rules jsonb;

create or replace function published_version_is_immutable() returns trigger language plpgsql as $$
begin
    if old.published_at is not null and (
        new.source, new.media_type, new.document, new.not_evaluated, new.services, new.published_at, new.published_by,
        new.effective_from, new.notice_rules
    ) is distinct from (
        old.source, old.media_type, old.document, old.not_evaluated, old.services, old.published_at, old.published_by,
        old.effective_from, old.notice_rules
    ) then
        raise exception 'a published version is immutable' using errcode = 'integrity_constraint_violation',
            constraint = 'agreement_versions_immutable';
    end if;
    return new;
end $$;

-- Versions that wait come into force by their schedules, not by their own date.
drop index agreement_versions_due;
create index agreement_versions_due on agreement_versions (effective_from)
    where effective_from is not null and announced_at is null and notice_rules is null;

create table version_schedules (
    tenant_id      uuid not null,
    agreement_id   uuid not null,
    version        int not null,
    customer_id    uuid not null,
    basis          text not null check (basis in ('no_reduction', 'notice', 'subscription')),
    -- The version that the customer was on; its rule of notice is among the version's notice_rules.
    replaces       int,
    -- The notice that counts, the earliest one.
    notice_id      uuid,
    proved_at      timestamptz,
    -- Null: there is no proof of notice.
    effective_from timestamptz,
    -- When the coming into force was told; from then on the row does not change any more.
    announced_at   timestamptz,
    revision       bigint not null default 1,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    primary key (tenant_id, agreement_id, version, customer_id),
    foreign key (tenant_id, agreement_id, version)
        references agreement_versions (tenant_id, agreement_id, version) on delete cascade,
    foreign key (tenant_id, customer_id) references customers (tenant_id, id) on delete cascade,
    check ((notice_id is null) = (proved_at is null)),
    check (effective_from is not null or basis = 'notice')
);
create index version_schedules_customer on version_schedules (tenant_id, customer_id, agreement_id);
-- What will come into force.
create index version_schedules_due on version_schedules (effective_from)
    where effective_from is not null and announced_at is null;
-- Who a version still waits for.
create index version_schedules_open on version_schedules (tenant_id, agreement_id, version) where announced_at is null;
select protect_tenant_table('version_schedules');
-- The clock looks for schedules that fall due across all tenants.
create policy every_tenant on version_schedules for select to ${worker} using (true);
