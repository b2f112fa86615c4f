-- Statements settle: those that are kept already wait for that, too. The owner sees no tenant's rows unless it asks to.
alter table statements no force row level security;
alter table statement_work no force row level security;
insert into statement_work (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end, due_at, reason)
select tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end, window_end + interval '48 hours',
    'settled'
from statements where state = 'provisional'
on conflict (tenant_id, id) do nothing;
alter table statements force row level security;
alter table statement_work force row level security;
