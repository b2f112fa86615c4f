-- Claims: claims, evidence, decisions, credits, their application to invoices.
--
-- Copies of what Agreements owns, kept from its events. Who may claim, under which terms, and from which fees a credit is counted.
select create_known_table('tenants');
select create_known_table('customers');
select create_known_table('members');
select create_known_table('services');
select create_known_table('agreements');
select create_known_table('subscriptions');
