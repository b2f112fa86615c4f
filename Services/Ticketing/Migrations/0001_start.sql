-- Ticketing: tickets and their clocks, incidents and their updates.
--
-- Copies of what Agreements owns, kept from its events. Who may open a ticket, for what, and which hours and targets hold for whom.
select create_known_table('tenants');
select create_known_table('customers');
select create_known_table('members');
select create_known_table('services');
select create_known_table('calendars');
select create_known_table('agreements');
select create_known_table('subscriptions');
