-- What keeps statements from becoming final, which is asked for each that would: what has begun and has no end.
create index declared_outages_without_end on declared_outages (tenant_id, service_id, starts_at)
    where ends_at is null and not withdrawn;
create index outage_proposals_without_end on outage_proposals (tenant_id, service_id, starts_at)
    where ends_at is null and state = 'proposed';
