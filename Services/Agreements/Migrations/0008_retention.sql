-- For how many days the tenant keeps the detail of measurements; null for as long as it is there.
alter table tenants add column sample_retention_days integer check (sample_retention_days between 90 and 3660);
