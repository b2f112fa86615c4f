-- What a restatement adds to a credit: a credit of its own, which names the one that it adds to and the revision of the statement
-- that it rests on. A breach is still credited once; beyond that, once for each revision that was really told.
alter table credits
    add column supplements        uuid,
    add column statement_revision integer,
    add column issued_by          text,
    add foreign key (tenant_id, supplements) references credits (tenant_id, id),
    add constraint credits_supplement check (supplements is null or statement_revision is not null and issued_by is not null);

drop index credits_once;
create unique index credits_once on credits (tenant_id, customer_id, statement_id)
    where supplements is null and voided_minor < amount_minor;
create unique index credits_supplement_once on credits (tenant_id, supplements, statement_id, statement_revision)
    where supplements is not null;
create index credits_claim on credits (tenant_id, claim_id);

create function credits_follow_statements() returns trigger language plpgsql as $$
declare
    first credits%rowtype;
    claim claims%rowtype;
begin
    if new.supplements is null then
        -- A breach of which a supplement stands is credited, even where its first credit was taken back.
        if exists (select from credits c
            where c.tenant_id = new.tenant_id and c.customer_id = new.customer_id and c.statement_id = new.statement_id
                and c.supplements is not null and c.voided_minor < c.amount_minor)
        then
            raise exception 'the breach has its credit' using errcode = 'integrity_constraint_violation',
                constraint = 'credits_once';
        end if;
        return new;
    end if;
    -- Locked: whoever takes the first credit back waits, and whoever adds to one that is taken back sees it.
    select * into first from credits where tenant_id = new.tenant_id and id = new.supplements for update;
    select * into claim from claims where tenant_id = new.tenant_id and id = new.claim_id;
    if first.id is null or first.supplements is not null or first.voided_minor = first.amount_minor
        or (first.customer_id, first.claim_id, first.agreement_id, first.currency)
            is distinct from (new.customer_id, new.claim_id, new.agreement_id, new.currency)
        or claim.state is distinct from 'approved'
        or (new.statement_id = claim.statement_id
            and new.statement_revision <= (claim.body::json ->> 'statement_revision')::integer)
        or not exists (select from known_statements s
            where s.tenant_id = new.tenant_id and s.id = new.statement_id and s.is_final
                and s.revision = new.statement_revision)
    then
        raise exception 'no restatement adds to that credit' using errcode = 'integrity_constraint_violation',
            constraint = 'credits_supplement';
    end if;
    if new.issued_by = any (claim.contributors)
        or exists (select from claim_evidence e
            where e.tenant_id = new.tenant_id and e.claim_id = new.claim_id and e.added_by = new.issued_by)
    then
        raise exception 'whoever had a part in a claim does not add to its credit' using
            errcode = 'integrity_constraint_violation', constraint = 'claims_own_decision';
    end if;
    return new;
end $$;
create trigger follow_statements before insert on credits for each row execute function credits_follow_statements();
