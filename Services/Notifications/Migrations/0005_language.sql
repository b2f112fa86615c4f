-- Null: the member has chosen topics, and no language; the tenant's holds.
alter table preferences alter column language drop not null;
