#!/usr/bin/env bash
# bench/soak.sh PEERS_DIR [MESSAGES] [PROGRAM...]: a running gateway under full milter load for long. Does its memory stay, do answers stay quick?
#   PEERS_DIR  holds bin/loadgen (a closed-loop milter client) and corpus/ (one raw mail a file)
#   MESSAGES   at least so many, in whole rounds of the corpus; 200,000
#   PROGRAM    the launcher, ./postvakt where none is named
# Each round has Message-IDs and queue ids of its own. Prints a line a round and a summary; exit status 1 when a message got no answer, when
# memory of the process's own (PSS of anonymous pages) in the last quarter lies 5 % above that of the second, or p99 doubled.
set -euo pipefail

[[ $# -ge 1 ]] || { sed -n 2,7p "$0" >&2; exit 2; }
peers=$1 messages=${2:-200000}
shift $(($# < 2 ? $# : 2))
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
program=("${@:-$root/postvakt}")
corpus=$peers/corpus
size=$(find "$corpus" -type f -name '*.eml' | wc -l)
rounds=$(((messages + size - 1) / size))

place=$(mktemp -d -t postvakt-soak.XXXXXX)
serve=
finish() {
    if [[ -n $serve ]]; then kill "$serve" 2>/dev/null || true; wait "$serve" 2>/dev/null || true; fi
    rm -rf "$place"
}
trap finish EXIT
cat > "$place/postvakt.yaml" <<YAML
mode: enforce
organisation:
  domains: [rcpt.example]
milter:
  - address: 127.0.0.1:0
http: 127.0.0.1:0
YAML
"${program[@]}" serve --config "$place/postvakt.yaml" --data "$place/data" > "$place/log" 2>&1 &
serve=$!
port=
for _ in $(seq 600); do
    port=$(sed -nE 's/.*listening on 127\.0\.0\.1:([0-9]+).*/\1/p' "$place/log" | head -1)
    [[ -z $port ]] || break
    kill -0 "$serve" 2>/dev/null || { cat "$place/log" >&2; exit 2; }
    sleep .1
done

field() { sed -nE "s/.*\"$1\":([0-9.]+).*/\1/p" <<< "$2"; }
kilobytes() { awk -v name="$1:" '$1 == name { print $2 }' "/proc/$serve/smaps_rollup"; }

echo "round messages errors msg_s p50_ms p99_ms pss_mb own_mb files threads"
for round in $(seq "$rounds"); do
    # A round with an error is printed like any other; it counts at the end.
    result=$("$peers/bin/loadgen" milter "$port" 8 0 "$corpus" -k 50) || true
    echo "$round $((round * size)) $(field errors "$result") $(field msg_s "$result") $(field p50_ms "$result") $(field p99_ms "$result")" \
        "$(($(kilobytes Pss) / 1024)) $(($(kilobytes Pss_Anon) / 1024)) $(find "/proc/$serve/fd" | wc -l) $(find "/proc/$serve/task" -maxdepth 1 | wc -l)"
done | tee "$place/rounds"

echo "store: $(du -sm "$place/data" | cut -f1) MB; held: $(find "$place/data/held" -type f 2>/dev/null | wc -l); log lines of faults: $(grep -c '"EventId":2,' "$place/log" || true)"
awk -v rounds="$rounds" '
    function part(n) { return n <= rounds / 4 ? 1 : n <= rounds / 2 ? 2 : n <= rounds * 3 / 4 ? 3 : 4 }
    { errors += $3; q = part($1); own[q] += $8; p99[q] += $6; n[q]++ }
    END {
        for (q = 1; q <= 4; q++) { if (!n[q]) exit 2; own[q] /= n[q]; p99[q] /= n[q] }
        printf "errors %d; own memory by quarter %.0f %.0f %.0f %.0f MB (last to second %+.1f %%); p99 by quarter %.1f %.1f %.1f %.1f ms\n",
            errors, own[1], own[2], own[3], own[4], (own[4] / own[2] - 1) * 100, p99[1], p99[2], p99[3], p99[4]
        exit errors > 0 || own[4] > own[2] * 1.05 || p99[4] > 2 * p99[2]
    }' "$place/rounds"
