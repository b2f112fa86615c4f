-- Notifications: who is told what, when, over which channel, with proof.
--
-- Copies of what Agreements owns, kept from its events. Who there is to tell, and about what.
select create_known_table('tenants');
select create_known_table('customers');
select create_known_table('members');
select create_known_table('services');
select create_known_table('agreements');
select create_known_table('subscriptions');
