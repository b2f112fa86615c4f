#!/bin/sh
# The first start of a service's database: its roles, its database, and nobody else's right to connect. The same as
# `./pledge up` makes (Services/CLI/Stack/DatabaseSetup.swift).
set -eu
app="pledge_$PLEDGE_SERVICE"
run() { psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$1"; }
{
    echo "revoke connect on database postgres, template1 from public;"
    for role in "$app" "${app}_worker" "${app}_owner"; do
        # Letters, digits, _ and - alone: the secrets are made so.
        echo "create role $role login nosuperuser nocreatedb nocreaterole noinherit nobypassrls password '$(cat "/run/secrets/postgres-$role")';"
    done
    echo "create database $app owner ${app}_owner;"
    echo "revoke all on database $app from public;"
    echo "grant connect on database $app to $app, ${app}_worker;"
} | run postgres
run "$app" <<SQL
alter schema public owner to ${app}_owner;
revoke create on schema public from public;
grant usage on schema public to $app, ${app}_worker;
SQL
