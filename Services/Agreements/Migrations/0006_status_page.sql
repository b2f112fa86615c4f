-- Who may read a tenant's status page: nobody, until somebody says otherwise.
alter table tenants add column status_page text not null default 'nobody' check (status_page in ('nobody', 'everybody'));
