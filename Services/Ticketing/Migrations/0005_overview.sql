-- Which clocks are late, and which must be looked at next: what the overview asks for. A column of its own, because operators on
-- documents are not leakproof, and row level security would keep them from being looked up.
alter table ticket_clocks add column is_breached boolean not null
    generated always as (coalesce(state #>> '{verdict,outcome}', '') = 'breached') stored;
create index ticket_clocks_breached on ticket_clocks (tenant_id, ticket_id) where is_breached;
create index ticket_clocks_next on ticket_clocks (tenant_id, due_at) where due_at is not null;
