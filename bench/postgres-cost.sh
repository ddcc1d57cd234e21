#!/usr/bin/env bash
# What a load costs a PostgreSQL: statements (each its own transaction and round trip), bytes of log and bytes of tables for a message.
# postgres-cost.sh CONNECTION MESSAGES COMMAND…: runs COMMAND, which brings MESSAGES through a gateway on that database.
set -euo pipefail
if [[ $# -lt 3 ]]; then
    sed -n 2,3p "$0" >&2
    exit 2
fi
connection=$1 messages=$2
shift 2
ask() { psql -X -A -t -d "$connection" -c "$1"; }
sample() {
    # The counters of other sessions are written when they go idle.
    sleep 2
    ask "SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname=current_database()), pg_current_wal_lsn()-'0/0'::pg_lsn,
        (SELECT coalesce(sum(pg_total_relation_size(c.oid)),0) FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace WHERE n.nspname='postvakt' AND c.relkind='r')"
}
IFS='|' read -r commits wal size < <(sample)
"$@"
IFS='|' read -r commits_after wal_after size_after < <(sample)
awk -v m="$messages" -v c=$((commits_after - commits)) -v w="$((wal_after - wal))" -v s="$((size_after - size))" \
    'BEGIN { printf "%d messages: %.2f statements, %.0f bytes of log, %.0f bytes of tables and indexes a message\n", m, c / m, w / m, s / m }'
