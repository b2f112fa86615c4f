-- Outages of a share of users: in no timeline, but in the statements of commitments that weigh them.

-- In per cent, as plain decimals. Null: the component was down.
alter table declared_outages add column affected_percent text;
alter table declared_outages add check (customers is null or affected_percent is null);
create index declared_outages_weighed on declared_outages (tenant_id, service_id, starts_at) where affected_percent is not null;

-- As they are shown, each as it was declared.
alter table outages add column affected_percent text;
