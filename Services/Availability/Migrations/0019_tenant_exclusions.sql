-- Exclusions that are about all services of a tenant: those without a service.
alter table exclusions
    alter column service_id drop not null,
    alter column service_key drop not null,
    add constraint exclusions_service_with_key check ((service_id is null) = (service_key is null)),
    add constraint exclusions_components_of_one check (service_id is not null or components is null);
alter table customer_exclusions alter column service_id drop not null;
