#!/bin/bash
# Starts one of the two database servers: POSTGRES_NAME, beside POSTGRES_PEER. By what its data say it is the primary
# or the standby. It becomes the standby of its peer when it has no data, and when the peer has taken over from it.
set -euo pipefail

readonly folder=/run/talanoa
if [ "$(id -u)" = 0 ]; then
  install --directory --owner=postgres --group=postgres --mode=700 $folder
  # The server takes its key only from a file of its own.
  install --owner=postgres --group=postgres --mode=600 /run/secrets/* $folder
  export HOME=/var/lib/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups --no-new-privs "$0"
fi

umask 077
echo "*:*:*:replication:$(<$folder/replication.password)" >$folder/replication.pgpass
readonly peer="host=$POSTGRES_PEER user=replication passfile=$folder/replication.pgpass connect_timeout=3 \
sslmode=verify-full sslrootcert=$folder/authority.crt"
# There while the database is made: create.sql takes it away at its end.
readonly making=$PGDATA.making

say() { echo "$POSTGRES_NAME: $*" >&2; }
fail() { say "$*"; exit 1; }
ask_peer() { psql "$peer dbname=postgres" -XAtc "$1"; }
own() { pg_controldata "$PGDATA" | sed -n "s/^$1: *//p"; }

# Prints "primary" or "standby"; "unclear", and why, when the peer answers and does not say which, as while it starts;
# nothing, and why, when it does not answer in so many attempts.
role_of_peer() {
  local answer i
  for ((i = 0; i < $1; i++)); do
    if answer=$(ask_peer "select case when pg_is_in_recovery() then 'standby' else 'primary' end" 2>&1); then
      echo "$answer"
      return
    fi
    sleep 1
  done
  say "$answer"
  if [[ $answer == *FATAL:* ]]; then echo unclear; fi
}

# Takes a copy of the peer's data, in the place of its own when it is whole. The copying has a name of its own: under
# the server's, commits would not wait for the standby while it has only a part.
clone() {
  say "taking a copy of $POSTGRES_PEER"
  rm -rf "$PGDATA.new"
  # What a standby that stayed away too long has left of its slot cannot be used any more.
  ask_peer "select pg_drop_replication_slot(slot_name) from pg_replication_slots
    where slot_name = 'standby' and wal_status = 'lost'" >/dev/null
  ask_peer "select pg_create_physical_replication_slot('standby')
    where not exists (select from pg_replication_slots where slot_name = 'standby')" >/dev/null
  pg_basebackup --dbname="$peer" --pgdata="$PGDATA.new" --checkpoint=fast --wal-method=stream --slot=standby
  touch "$PGDATA.new/standby.signal"
  # Without it, after a loss of power, this would be a primary.
  sync "$PGDATA.new/standby.signal" "$PGDATA.new"
  [ ! -e "$PGDATA" ] || mv "$PGDATA" "$PGDATA.old"
  mv "$PGDATA.new" "$PGDATA"
  rm -rf "$PGDATA.old"
}

# What a server that was killed has left: a database made in part, a copy that is whole and not yet in its place, or
# what a copy has replaced.
tidy() {
  if [ -e "$making" ]; then
    rm -rf "$PGDATA"
  elif [ ! -e "$PGDATA" ] && [ -e "$PGDATA.new/standby.signal" ]; then
    mv "$PGDATA.new" "$PGDATA"
  fi
  rm -rf "$PGDATA.old"
}

# How often a server that was the primary asks. One that was promoted, and that no standby has followed since, is in
# charge. Any other gives a peer that was promoted, and starts too, the time to say so: also one that had gone on alone,
# since its standby may have been promoted all the same.
attempts() {
  local settings=$PGDATA/postgresql.auto.conf
  if grep -qs "^synchronous_standby_names = ''" "$settings" && grep -qs "^talanoa.promoted = 'yes'" "$settings"; then
    echo 1
  else
    echo 30
  fi
}

# Whether the peer goes on from where this server was: same database, later timeline. Else nothing is thrown away.
check_replaced() {
  local system timeline
  IFS='|' read -r system timeline _ < <(psql "$peer replication=true" -XAtc 'IDENTIFY_SYSTEM')
  [ "$system" = "$(own 'Database system identifier')" ] ||
    fail "$POSTGRES_PEER is the primary of another database. Remove the volume of the server whose data are not wanted."
  [ "$timeline" -gt "$(own "Latest checkpoint's TimeLineID")" ] ||
    fail "$POSTGRES_PEER is a primary too, and has not taken over from this server. See docs/operations.md."
}

tidy
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$(dirname "$PGDATA")"
  role=$(role_of_peer 5)
  # The first server makes the database when there is no other that has it: neither a primary nor a standby, nor one that
  # starts just now.
  while [ "$role" != primary ] && [ "$role,${POSTGRES_FIRST:-no}" != ,yes ]; do
    if [ "$role" = standby ]; then
      say "waiting for $POSTGRES_PEER, a standby, to become the primary. See docs/operations.md"
    else
      say "waiting for $POSTGRES_PEER"
    fi
    sleep 1
    role=$(role_of_peer 5)
  done
  if [ "$role" = primary ]; then clone; else touch "$making"; fi
elif [ ! -e "$PGDATA/standby.signal" ] && [ "$(role_of_peer "$(attempts)")" = primary ]; then
  check_replaced
  say "$POSTGRES_PEER has taken over"
  clone
fi

exec docker-entrypoint.sh postgres -c config_file=/etc/talanoa/postgresql.conf \
  -c cluster_name="$POSTGRES_NAME" -c primary_conninfo="$peer application_name=$POSTGRES_NAME"
