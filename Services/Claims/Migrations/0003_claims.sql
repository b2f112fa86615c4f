-- Claims: what customers demand, with what was found and answered. What is filtered, locked or constrained by stands in columns
-- of its own; the rest is the claim as it is shown.
create table claims (
    tenant_id     uuid        not null,
    id            uuid        not null,
    customer_id   uuid        not null,
    agreement_id  uuid        not null,
    version       integer     not null,
    commitment    text        not null,
    service_id    uuid        not null,
    window_start  timestamptz not null,
    window_end    timestamptz not null,
    statement_id  uuid,
    state         text        not null check (state in ('drafted', 'needs_evidence', 'awaiting_window', 'under_review',
        'approved', 'refused', 'withdrawn', 'expired')),
    is_flagged    boolean     not null,
    -- Who submitted or changed it.
    contributors  text[]      not null,
    decided_by    text,
    -- When a draft expires; null where it does not.
    lapses_at     timestamptz,
    -- When an answer is due; null where no time is promised.
    review_due_at timestamptz,
    overdue_since timestamptz,
    revision      bigint      not null,
    body          text        not null,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    primary key (tenant_id, id),
    constraint claims_own_decision check (decided_by is null or decided_by <> all (contributors))
);
-- One claim at a time for a customer, a promise and a window.
create unique index claims_open on claims
    (tenant_id, customer_id, agreement_id, commitment, service_id, window_start, window_end)
    where state in ('drafted', 'needs_evidence', 'awaiting_window', 'under_review');
create index claims_customer on claims (tenant_id, customer_id, id);
create index claims_window on claims (tenant_id, agreement_id, commitment, service_id, window_end);
create index claims_lapse on claims (lapses_at) where state = 'drafted';
create index claims_review on claims (review_due_at)
    where overdue_since is null and state in ('needs_evidence', 'awaiting_window', 'under_review');
select protect_tenant_table('claims');
-- The clock looks for what falls due across all tenants.
create policy every_tenant on claims for select to ${worker} using (true);

-- What was brought to prove a claim. Only ever added to.
create table claim_evidence (
    tenant_id   uuid        not null,
    id          uuid        not null,
    claim_id    uuid        not null,
    requirement text,
    text        text        not null,
    reference   text,
    added_by    text        not null,
    added_at    timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, claim_id) references claims (tenant_id, id)
);
create index claim_evidence_claim on claim_evidence (tenant_id, claim_id, id);
select protect_tenant_table('claim_evidence');
revoke update on claim_evidence from ${app}, ${worker};

-- Whoever brought evidence for a claim does not decide on it, whoever asks.
create function decider_has_no_part() returns trigger language plpgsql as $$
begin
    if exists (select from claim_evidence e
        where e.tenant_id = new.tenant_id and e.claim_id = new.id and e.added_by = new.decided_by)
    then
        raise exception 'whoever brought evidence does not decide' using errcode = 'integrity_constraint_violation',
            constraint = 'claims_own_decision';
    end if;
    return new;
end $$;
create trigger decider_has_no_part before insert or update on claims
    for each row when (new.decided_by is not null) execute function decider_has_no_part();
