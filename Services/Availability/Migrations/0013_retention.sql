-- For how many days the tenant keeps the detail of samples, null for ever; and from when on facts about what is sampled are taken,
-- null where all are. Samples from before are gone, but for those that what is derived from then on needs.
alter table known_tenants add column sample_retention_days integer;
alter table known_tenants add column facts_from timestamptz;
