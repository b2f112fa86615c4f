-- The language of what customers are told who have not chosen one; null for English.
alter table tenants add column language text;
