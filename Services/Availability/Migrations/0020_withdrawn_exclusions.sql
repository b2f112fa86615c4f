-- Exclusions that were taken back: before they were decided, or after.
alter table exclusions
    add column withdrawn_by      text,
    add column withdrawn_at      timestamptz,
    add column withdrawal_reason text,
    drop constraint exclusions_state_check,
    add constraint exclusions_state_check check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
    add constraint exclusions_withdrawal_check check ((state = 'withdrawn') = (withdrawn_by is not null)),
    -- What two approved, one of them alone does not take back if it was theirs.
    add constraint exclusions_withdrawn_by_another check (decided_by is null or withdrawn_by is null or withdrawn_by <> proposed_by);
