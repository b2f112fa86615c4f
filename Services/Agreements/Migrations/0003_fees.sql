-- Fees that were charged: what credits are counted from where it is not the subscription's standing fee. A fee is recorded
-- again when it was wrong, for the same class and time; times of one class do not overlap, or a fee would count twice.
create table fees (
    tenant_id       uuid not null,
    id              uuid not null,
    subscription_id uuid not null,
    fee_class       text not null,
    starts_at       timestamptz not null,
    ends_at         timestamptz not null check (ends_at > starts_at),
    amount_minor    bigint not null check (amount_minor >= 0),
    currency        text not null,
    -- What was special about it, such as a promotion.
    states          text[] not null,
    revision        bigint not null default 1,
    created_at      timestamptz not null,
    created_by      text not null,
    updated_at      timestamptz not null,
    updated_by      text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id) on delete cascade,
    constraint fees_time unique (tenant_id, subscription_id, fee_class, starts_at)
);
select protect_tenant_table('fees');
