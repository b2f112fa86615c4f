-- What the overview asks for, however many credits a tenant has granted: those of which something is left.
create index credits_left on credits (tenant_id, issued_at, id) where remaining_minor > 0;
