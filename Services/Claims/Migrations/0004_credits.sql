-- Credits and the ledger. Amounts are minor units of a currency; the ledger is double entry, debits positive, and only ever
-- added to. Balances, caps and invoices follow from it by triggers that nobody else can write for: the application posts
-- entries, and the database refuses those that would break a rule.

create table credits (
    tenant_id       uuid        not null,
    id              uuid        not null,
    customer_id     uuid        not null,
    claim_id        uuid        not null,
    statement_id    uuid        not null,
    agreement_id    uuid        not null,
    window_start    timestamptz not null,
    window_end      timestamptz not null check (window_end > window_start),
    currency        text        not null,
    amount_minor    bigint      not null check (amount_minor > 0),
    -- What the ledger says is left, and was taken back.
    remaining_minor bigint      not null default 0,
    voided_minor    bigint      not null default 0,
    state           text        not null check (state in ('issued', 'applied', 'voided', 'expired')),
    issued_at       timestamptz not null,
    -- When what is left ends with the contract.
    expires_at      timestamptz,
    void_reason     text,
    revision        bigint      not null,
    -- What never changes, as it is shown.
    body            text        not null,
    updated_at      timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, claim_id) references claims (tenant_id, id),
    constraint credits_remaining check (remaining_minor between 0 and amount_minor),
    constraint credits_voided check (voided_minor between 0 and amount_minor)
);
-- The breach of a statement is credited once to a customer. One that was taken back whole may be credited again.
create unique index credits_once on credits (tenant_id, customer_id, statement_id) where voided_minor < amount_minor;
create index credits_customer on credits (tenant_id, customer_id, issued_at, id);
create index credits_expiry on credits (expires_at) where expires_at is not null and remaining_minor > 0;
select protect_tenant_table('credits');
create policy every_tenant on credits for select to ${worker} using (true);

-- The most that a customer may be credited under an agreement over a period, by its fee base.
create table credit_limits (
    tenant_id      uuid        not null,
    customer_id    uuid        not null,
    agreement_id   uuid        not null,
    currency       text        not null,
    period         text        not null check (period in ('window', 'month', 'year')),
    period_start   timestamptz not null,
    period_end     timestamptz not null check (period_end > period_start),
    -- The fees that credits of the period are counted from.
    base_minor     numeric     not null check (base_minor >= 0),
    -- The cap: per cent of that base, an amount, or both; null where there is none.
    cap_percent    numeric,
    cap_minor      bigint,
    -- What follows from base and cap, rounded half up as a credit is.
    limit_minor    numeric     generated always as (round(least(base_minor * cap_percent / 100, cap_minor::numeric))) stored,
    credited_minor bigint      not null check (credited_minor >= 0),
    primary key (tenant_id, customer_id, agreement_id, currency, period, period_start, period_end),
    constraint credit_limits_cap check (limit_minor is null or credited_minor <= limit_minor)
);
select protect_tenant_table('credit_limits');

-- Invoices that credits were applied to; never by more than is due.
create table invoices (
    tenant_id      uuid        not null,
    invoice        text        not null,
    customer_id    uuid        not null,
    currency       text        not null,
    due_minor      bigint      not null check (due_minor > 0),
    credited_minor bigint      not null default 0,
    created_at     timestamptz not null,
    primary key (tenant_id, invoice),
    constraint invoices_due check (credited_minor between 0 and due_minor)
);
select protect_tenant_table('invoices');

create table ledger_entries (
    tenant_id    uuid        not null,
    posting_id   uuid        not null,
    line         smallint    not null check (line in (1, 2)),
    kind         text        not null check (kind in ('issue', 'application', 'void', 'expiry')),
    -- service_credits: what credits cost the provider. customer_credits: what is owed to customers. receivables: what customers
    -- owe. expired_credits: what ended with contracts.
    account      text        not null check (account in
        ('service_credits', 'customer_credits', 'receivables', 'expired_credits')),
    customer_id  uuid        not null,
    credit_id    uuid        not null,
    invoice      text,
    currency     text        not null,
    amount_minor bigint      not null check (amount_minor <> 0),
    posted_by    text,
    posted_at    timestamptz not null,
    primary key (tenant_id, posting_id, line),
    foreign key (tenant_id, credit_id) references credits (tenant_id, id),
    foreign key (tenant_id, invoice) references invoices (tenant_id, invoice),
    check ((kind = 'application') = (invoice is not null))
);
create index ledger_entries_credit on ledger_entries (tenant_id, credit_id, posting_id);
-- A credit is issued once, and applied to an invoice once.
create unique index ledger_entries_issue on ledger_entries (tenant_id, credit_id) where kind = 'issue' and line = 1;
create unique index ledger_entries_application on ledger_entries (tenant_id, credit_id, invoice) where account = 'receivables';
select protect_tenant_table('ledger_entries');

-- What an entry does to balances. It runs as the owner of the tables, within the tenant that the transaction has set.
create function ledger_posts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.account = 'customer_credits' then
        update credits set remaining_minor = remaining_minor - new.amount_minor,
            voided_minor = voided_minor + case when new.kind = 'void' then new.amount_minor else 0 end
        where tenant_id = new.tenant_id and id = new.credit_id and customer_id = new.customer_id and currency = new.currency;
        if not found then
            raise exception 'the entry is not of its credit' using errcode = 'integrity_constraint_violation',
                constraint = 'ledger_entries_credit';
        end if;
    elsif new.account = 'service_credits' then
        update credit_limits l set credited_minor = l.credited_minor + new.amount_minor
        from credits c
        where c.tenant_id = new.tenant_id and c.id = new.credit_id and l.tenant_id = c.tenant_id
            and l.customer_id = c.customer_id and l.agreement_id = c.agreement_id and l.currency = c.currency
            and l.period_start < c.window_end and l.period_end >= c.window_end
            and (l.period <> 'window' or l.period_start = c.window_start and l.period_end = c.window_end);
        if not found then
            raise exception 'the credit has no limit' using errcode = 'integrity_constraint_violation',
                constraint = 'credit_limits_cap';
        end if;
    elsif new.account = 'receivables' then
        update invoices set credited_minor = credited_minor - new.amount_minor
        where tenant_id = new.tenant_id and invoice = new.invoice and customer_id = new.customer_id and currency = new.currency;
        if not found then
            raise exception 'the entry is not of its invoice' using errcode = 'integrity_constraint_violation',
                constraint = 'invoices_due';
        end if;
    end if;
    return null;
end $$;
create trigger posts after insert on ledger_entries for each row execute function ledger_posts();

-- Debits and credits of a posting are equal when the transaction ends.
create function ledger_balances() returns trigger language plpgsql as $$
begin
    if (select count(*) <> 2 or sum(amount_minor) <> 0 or count(distinct (currency, credit_id, kind)) <> 1
        from ledger_entries where tenant_id = new.tenant_id and posting_id = new.posting_id)
    then
        raise exception 'a posting does not balance' using errcode = 'integrity_constraint_violation',
            constraint = 'ledger_entries_balance';
    end if;
    return null;
end $$;
create constraint trigger balances after insert on ledger_entries deferrable initially deferred
    for each row execute function ledger_balances();

-- The ledger goes with its tenant, and in no other way.
create function ledger_stays() returns trigger language plpgsql as $$
begin
    if current_setting('pledge.erasing', true) is distinct from old.tenant_id::text then
        raise exception 'the ledger is only added to' using errcode = 'integrity_constraint_violation',
            constraint = 'ledger_entries_stay';
    end if;
    return old;
end $$;
create trigger stays before delete on ledger_entries for each row execute function ledger_stays();

-- What follows from the ledger nobody writes beside it.
revoke update on ledger_entries, credits, credit_limits, invoices from ${app}, ${worker};
grant update (state, expires_at, void_reason, revision, updated_at) on credits to ${app};
grant update (base_minor, cap_percent, cap_minor) on credit_limits to ${app};
