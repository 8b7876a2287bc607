#!/bin/bash
# What an operator does with the two database servers; see docs/operations.md.
#   servers.sh promote postgres-2   it takes over; the other is stopped, and commits wait for nobody
#   servers.sh promote postgres-2 anyway   also when it may lack what the other has committed
#   servers.sh rejoin postgres-1    it becomes the standby of the other, and commits wait for it again
#   servers.sh alone postgres-1     it goes on as the primary without its standby, which stays away
set -euo pipefail

usage() { sed -n '2,6s/^# //p' "$0" >&2; exit 64; }
case $# in
2) ;;
3) [ "$1 $3" = "promote anyway" ] || usage ;;
*) usage ;;
esac
case $2 in
postgres-1) readonly server=$2 other=postgres-2 ;;
postgres-2) readonly server=$2 other=postgres-1 ;;
*) usage ;;
esac
readonly standbys='ANY 1 ("postgres-1", "postgres-2")'

sql() { docker compose exec -T --user postgres "$1" psql -XAtq --set ON_ERROR_STOP=1 --command "$2"; }
wait_for() {
  sql "$server" "alter system set synchronous_standby_names = '$1'"
  sql "$server" "select pg_reload_conf()" >/dev/null
}
check() {
  [ "$(sql "$1" "select pg_is_in_recovery()")" = "$2" ] || { echo "$1 $3; nothing was changed" >&2; exit 1; }
}
# Whether commits of the other waited for this server to the end: the other's own settings say so, also when it is down.
check_followed() {
  local settings why
  if ! settings=$(docker compose run --rm --no-deps -T --user postgres --entrypoint sh "$other" -c \
    'cat "$PGDATA/postgresql.auto.conf"' </dev/null); then
    why="it cannot be read whether $other had gone on alone"
  elif grep -q "^synchronous_standby_names = ''" <<<"$settings"; then
    why="$other had gone on alone"
  else
    return 0
  fi
  echo "$why: $server may lack what was committed since; nothing was changed" >&2
  echo "If $other is lost for good (see docs/operations.md): $0 promote $server anyway" >&2
  exit 1
}

case $1 in
promote)
  check "$server" t "is no standby"
  [ "${3:-}" = anyway ] || check_followed
  # It must not come back as a second primary.
  docker compose stop --timeout 0 "$other"
  wait_for ''
  # Should both be started at once, the other asks long enough to hear of this one: see start.sh.
  sql "$server" "alter system set talanoa.promoted = 'yes'"
  [ "$(sql "$server" "select pg_promote(wait_seconds => 300)")" = t ] || {
    echo "$server has not become the primary yet: see docker compose logs $server; promote it again if it never does" >&2
    exit 1
  }
  echo "$server is the primary now. Bring $other back with: $0 rejoin $other"
  ;;
rejoin)
  check "$other" f "is not the primary"
  docker compose up --detach --no-deps "$server"
  echo "waiting for $server; a copy of a large database takes its time: docker compose logs $server"
  readonly standby="state = 'streaming' and application_name = '$server'"
  until [ "$(sql "$other" "select count(*) from pg_stat_replication where $standby")" = 1 ]; do sleep 1; done
  sql "$other" "alter system set synchronous_standby_names = '$standbys'"
  sql "$other" "select pg_reload_conf()" >/dev/null
  echo "$server is the standby of $other; commits wait for it."
  ;;
alone)
  check "$server" f "is not the primary"
  # One that was promoted, and that no standby has followed since, stays the one that was promoted.
  [ -z "$(sql "$server" "show synchronous_standby_names")" ] ||
    sql "$server" "alter system reset talanoa.promoted"
  wait_for ''
  echo "$server goes on alone. Bring $other back with: $0 rejoin $other"
  ;;
*) usage ;;
esac
