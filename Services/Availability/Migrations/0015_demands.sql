-- The first start and the last end of the contracts of one kind: what a contract that comes or changes is compared with. Without
-- them each contract of a service reads all the others.
create index known_subscriptions_starts on known_subscriptions
    (tenant_id, agreement_id, service_id, coalesce(agreement_version, 0), billing_anchor_day, starts_at);
create index known_subscriptions_ends on known_subscriptions
    (tenant_id, agreement_id, service_id, coalesce(agreement_version, 0), billing_anchor_day, ends_at);
drop index known_subscriptions_agreement;
