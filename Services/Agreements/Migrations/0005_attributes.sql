-- What is known of a customer under a contract, as far as promises depend on it: [{"name", "value", "from"?, "until"?}].
alter table subscriptions add column attributes jsonb not null default '[]';
