#!/usr/bin/env bash
# bench/measures.sh DATA KIT OUT [MEASURE...]: takes the measures of docs/measurements.md again, one after the other, on a machine that does nothing else.
#   DATA   holds hijack/, mail/, quotes/cases.json, documents/ (with its reference.json), evtx/ (with counts.json), exchange/, sigma/, mql/ (with lists/); a measure that lacks something says so in its file
#   KIT    holds compare.sh and postfix.sh, which drive another filter and a load generator, and PEERS names what they made
#   OUT    gets a file a measure with its command and all that it said
# Nothing is judged here: whoever writes the table reads the files.
set -euo pipefail

[[ $# -ge 3 ]] || { sed -n 2,6p "$0" >&2; exit 2; }
data=$(readlink -f -- "$1") kit=$(readlink -f -- "$2")
mkdir -p "$3"
out=$(readlink -f -- "$3")
shift 3
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
cd "$root"
postvakt=$root/postvakt
work=$(mktemp -d -t postvakt-measures.XXXXXX)
serve=
finish() {
    if [[ -n $serve ]]; then kill "$serve" 2> /dev/null || true; wait "$serve" 2> /dev/null || true; fi
    rm -rf "$work"
}
trap finish EXIT

bench() { dotnet run --project "bench/$1" -c Release --no-build -- "${@:2}"; }
cpu() { /usr/bin/time -f '%U + %S s of processor time, %e s, peak %M kB' "$@"; }
ready() { # ready PORT PID: once it listens
    until (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; do kill -0 "$2" 2> /dev/null || return 1; sleep 0.2; done
}
gateway() { # gateway ADDRESS: enforce, everything on, an empty Memory of its own
    printf 'mode: enforce\norganisation: {domains: [rcpt.example]}\nmilter: [{address: "%s"}]\nhttp: 127.0.0.1:0\n' "$1" > "$work/postvakt.yaml"
    rm -rf "$work/data" "$work/data.keys"
    "$postvakt" serve --config "$work/postvakt.yaml" --data "$work/data" > "$out/serve.log" 2>&1 &
    serve=$!
    ready "${1#*:}" "$serve"
}
still() { kill "$serve"; wait "$serve" || true; serve=; }

hijack() { "$postvakt" evaluate "$data/hijack"; }
hijack_without_history() { "$postvakt" evaluate "$data/hijack" --no-history; }
hijack_poisoned() { "$postvakt" evaluate "$data/hijack" --poison 0.02; }
genuine() { python3 bench/corpora.py "$data/mail" "$work/corpora" "$postvakt"; }
quotes() { bench Postvakt.Bench quotes "$data/quotes/cases.json"; }
scan() { for _ in 1 2 3; do rm -rf "$work/scan" "$work/scan.keys"; cpu "$postvakt" scan --learn --format json --data "$work/scan" "$PEERS/corpus" > /dev/null || [[ $? -eq 1 ]]; done; }
scale() { bench Postvakt.Bench scale "$data/mail/business" 300000; }
milter() { gateway 127.0.0.1:8899 || return 1; REPS=5 WARM=3000 "$kit/compare.sh" 127.0.0.1:8899 "$serve"; still; }
behind_postfix() {
    gateway 127.0.0.1:8899 || return 1
    # It runs until its input ends.
    sleep 600 | dotnet bench/Postvakt.AcceptMilter/bin/Release/net10.0/Postvakt.AcceptMilter.dll 8898 > "$work/accept.log" 2>&1 &
    local accept=$!
    ready 8898 "$accept" || return 1
    for _ in 1 2 3; do REPS=1 "$kit/postfix.sh" inet:127.0.0.1:8898 "$accept" accept; REPS=1 "$kit/postfix.sh" inet:127.0.0.1:8899 "$serve" postvakt; done
    kill "$accept"
    still
}
documents() { bench Postvakt.Documents.Bench "$data/documents/" --compare "$data/documents/reference.json"; bench Postvakt.Documents.Bench "$data/documents/" --rounds 5; }
inspect() { for file in $(find "$data/documents/" -type f -size -60k | sort | head -5); do time "$postvakt" inspect "$file" > /dev/null || [[ $? -eq 1 ]]; done; }
sigma_rules() { bench Postvakt.Sigma.Bench load "$data"/sigma/rules*; }
sigma_logs() { python3 bench/sigma_regression.py "$postvakt" "$data/evtx" "$data/sigma/rules/windows" "$data/sigma/rules-emerging-threats" "$data/sigma/rules-threat-hunting" "$data/sigma/rules/category"; }
event_counts() { bench Postvakt.EventLogs.Bench counts "$data/evtx" "$data/evtx/counts.json"; }
event_speed() { bench Postvakt.EventLogs.Bench make "$data/evtx" "$work/many.evtx" 1000000; bench Postvakt.EventLogs.Bench speed "$work/many.evtx" 3; }
event_hunt() {
    bench Postvakt.EventLogs.Bench make "$data/evtx" "$work/large.evtx" 100000000 4400000000
    cpu "$postvakt" hunt endpoint "$work/large.evtx" --rules "$data/sigma/rules/windows" --rules "$data/sigma/rules-emerging-threats" --rules "$data/sigma/rules-threat-hunting" > /dev/null || [[ $? -eq 1 ]]
}
exchange() { cpu "$postvakt" hunt exchange "$data/exchange" || [[ $? -eq 1 ]]; }
mail_rules() { bench Postvakt.Mql.Bench check "$data"/mql/*/; }
mail_rules_cost() { cpu "$postvakt" rules run "$data/mql/detection-rules" "$data/mail/business" --lists "$data/mql/lists" --org-domain enron.com || [[ $? -eq 1 ]]; }
start_up() { for _ in 1 2 3 4 5; do time "$postvakt" --version; done; }

all=(hijack hijack_without_history hijack_poisoned genuine quotes scan milter behind_postfix documents inspect sigma_rules sigma_logs event_counts event_speed event_hunt exchange mail_rules mail_rules_cost start_up scale)
if [[ $# -eq 0 ]]; then set -- "${all[@]}"; fi
for measure in "$@"; do
    [[ " ${all[*]} " == *" $measure "* ]] || { echo "measures: there is none called $measure; there are: ${all[*]}" >&2; exit 2; }
    echo "$(date -u +%H:%M:%S)  $measure"
    { uname -srm; date -u +%F; declare -f "$measure"; "$measure"; } > "$out/$measure.txt" 2>&1 || echo "          ended with $?; see $out/$measure.txt"
done
