-- What the overview and the status page ask for, however much history a tenant has: what is open, and what lies ahead.
create index outages_open on outages (tenant_id, id) where state = 'open';
create index maintenance_ahead on maintenance (tenant_id, ends_at);
