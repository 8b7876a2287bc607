-- Run once, when the first server makes its database: a role and a database for each service that has one.
\set password `cat /run/talanoa/replication.password`
create role replication replication login password :'password';

\set password `cat /run/talanoa/audit_log.password`
create role audit_log login password :'password';
create database audit_log owner audit_log;

\set password `cat /run/talanoa/member_feeds.password`
create role member_feeds login password :'password';
create database member_feeds owner member_feeds;

\set password `cat /run/talanoa/risk_profile.password`
create role risk_profile login password :'password';
create database risk_profile owner risk_profile;

\set password `cat /run/talanoa/notification.password`
create role notification login password :'password';
create database notification owner notification;

-- From the next start on: the other server is the one that a commit waits for.
alter system set synchronous_standby_names = 'ANY 1 ("postgres-1", "postgres-2")';

-- The database is made (see start.sh), also after a loss of power.
\! rm "$PGDATA.making" && sync "$(dirname "$PGDATA")"
