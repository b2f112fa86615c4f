-- Outages of some users spend budgets from now on: the open ones of services that have had such an outage are looked at once more.
-- The owner sees no tenant's rows unless it asks to.
alter table declared_outages no force row level security;
alter table budget_watches no force row level security;
update budget_watches w set due_at = window_start
where exists (
    select from declared_outages d
    where d.tenant_id = w.tenant_id and d.service_id = w.service_id and d.affected_percent is not null
);
alter table declared_outages force row level security;
alter table budget_watches force row level security;
