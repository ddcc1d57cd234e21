#!/usr/bin/env bash
# packaging/check-deb.sh ARCHIVE [OLDER]: makes the Debian package of a release archive and tries its whole life on this machine: install, serve one mail as its unit would, upgrade,
# remove, purge. Needs root, and refuses where Postvakt is installed or was. The unit is checked by systemd-analyze, the package by lintian; both are only asked where they are.
# With OLDER, the archive of a release whose store has a lower format, it also goes from there to ARCHIVE with a full store, and back as docs/operations/upgrade.md says.
set -euo pipefail

if [[ $# -lt 1 || $# -gt 2 ]]; then echo "usage: packaging/check-deb.sh ARCHIVE [OLDER]" >&2; exit 2; fi
archive=$(readlink -f -- "$1") older=${2:+$(readlink -f -- "$2")}
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
if [[ $(id -u) -ne 0 ]]; then echo "check-deb: needs root" >&2; exit 2; fi
export DEB_LEVEL=0 DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=$PATH:/usr/sbin:/sbin
for place in /etc/postvakt /var/lib/postvakt /var/lib/postvakt.newer /var/lib/postvakt-keys /usr/lib/postvakt; do
    if [[ -e $place ]]; then echo "check-deb: $place is there; this check installs and purges the package, and leaves an installation alone" >&2; exit 2; fi
done

work=$(mktemp -d)
server=
# Only what was begun here is undone.
finish() {
    if [[ -n $server ]]; then kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; fi
    dpkg --purge postvakt > /dev/null 2>&1 || true
    rm -rf "$work" /var/lib/postvakt.newer
}
trap finish EXIT
fail() { echo "check-deb: $*" >&2; exit 1; }
# The log of what was done is shown when it went wrong.
package() { dpkg --force-confold "$@" > "$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log" >&2; fail "dpkg $*"; }; }
says() { grep -qF -- "$1" "$work/dpkg.log" || { cat "$work/dpkg.log" >&2; fail "the package does not say: $1"; }; }
mode() { [[ $(stat -c '%a %U:%G' "$1") == "$2" ]] || fail "$1 is $(stat -c '%a %U:%G' "$1"), not $2"; }

name=$(basename -- "$archive")
version=${name#postvakt-} rid=${name##*-linux-}
version=${version%-linux-*} rid=linux-${rid%.tar.gz}
# A later version with the same program: what is tried is the package.
later=99.0.0
mkdir "$work/later"
tar -xzf "$archive" -C "$work/later"
mv "$work/later/postvakt-$version-$rid" "$work/later/postvakt-$later-$rid"
tar -C "$work/later" --use-compress-program="gzip -1" -cf "$work/postvakt-$later-$rid.tar.gz" "postvakt-$later-$rid"
rm -rf "$work/later"
for one in "$archive" "$work/postvakt-$later-$rid.tar.gz"; do "$here/deb.sh" "$one" "$work"; done
first=$work/$("$here/deb.sh" --name "$archive") second=$work/$("$here/deb.sh" --name "$work/postvakt-$later-$rid.tar.gz")

if command -v lintian > /dev/null; then lintian --fail-on error,warning "$first" || fail "lintian"; fi

package --install "$first"
says "not started yet"
mode /etc/postvakt/postvakt.yaml "640 root:postvakt"
mode /var/lib/postvakt "700 postvakt:postvakt"
mode /var/lib/postvakt-keys "700 postvakt:postvakt"
man --path postvakt > /dev/null 2>&1 || [[ -s /usr/share/man/man1/postvakt.1.gz ]] || fail "no manual page"
# Some containers leave manual pages out; completion is there everywhere.
bash -c '. /usr/share/bash-completion/completions/postvakt; COMP_WORDS=(postvakt quar); COMP_CWORD=1; _postvakt; [[ ${COMPREPLY[*]} == quarantine ]]' || fail "completion"
unit=/usr/lib/systemd/system/postvakt.service
if command -v systemd-analyze > /dev/null; then
    systemd-analyze verify "$unit" || fail "the unit"
    systemd-analyze security --offline=true --threshold=20 --no-pager "$unit" > "$work/security" || { cat "$work/security" >&2; fail "the unit is too open"; }
    tail -n 1 "$work/security"
fi

# Ports of our own; the change must survive the upgrade.
our_ports() { sed -i 's/127\.0\.0\.1:8899/127.0.0.1:18899/; s/127\.0\.0\.1:8080/127.0.0.1:18080/' /etc/postvakt/postvakt.yaml; }
our_ports

# As the unit says it: its account, its environment, its command.
start() {
    local environment
    mapfile -t environment < <(sed -n 's/^Environment=//p' "$unit")
    # shellcheck disable=SC2046
    setpriv --reuid=postvakt --regid=postvakt --init-groups --inh-caps=-all --bounding-set=-all --no-new-privs env -i PATH=/usr/bin:/bin JOURNAL_STREAM=8:1 "${environment[@]}" $(sed -n 's/^ExecStart=//p' "$unit") > "$work/log" 2>&1 &
    server=$!
    for _ in $(seq 300); do
        if curl --fail --silent --output /dev/null http://127.0.0.1:18080/health/ready; then return; fi
        kill -0 "$server" 2> /dev/null || break
        sleep 0.2
    done
    cat "$work/log" >&2
    fail "it does not serve"
}
stop() {
    local status=0
    kill "$server"
    wait "$server" || status=$?
    server=
    [[ $status -eq 0 ]] || { cat "$work/log" >&2; fail "it ended with $status"; }
}
remembered() { postvakt memory status --format json | grep -oE '"messages":[0-9]+'; }

start
python3 "$here/one-mail.py" milter 127.0.0.1 18899 || fail "the mail"
[[ $(postvakt doctor --config /etc/postvakt/postvakt.yaml || [[ $? -eq 1 ]]) == *"a server uses this data directory"* ]] || fail "doctor"
! grep -q '/join?t=' "$work/log" || fail "the first administrator's link stands in the log"
stop
before=$(remembered)
[[ $before == '"messages":1' ]] || fail "after one mail it remembers $before"
mode /var/lib/postvakt-keys/ring "600 postvakt:postvakt"

package --install "$second"
says "store: up to date"
grep -q 18899 /etc/postvakt/postvakt.yaml || fail "the upgrade changed the configuration"
mode /etc/postvakt/postvakt.yaml "640 root:postvakt"
start
python3 "$here/one-mail.py" milter 127.0.0.1 18899 || fail "the mail after the upgrade"
stop
[[ $(remembered) == "$before" ]] || fail "the upgrade lost what was remembered, or took the same mail for another"
postvakt keys copy /var/lib/postvakt/ring.copy > /dev/null
find /var/lib/postvakt /var/lib/postvakt-keys ! -user postvakt | grep -q . && fail "something belongs to another account: $(find /var/lib/postvakt /var/lib/postvakt-keys ! -user postvakt)"

package --remove postvakt
says "stay in /var/lib/postvakt"
[[ -s /var/lib/postvakt/memory.db && -s /var/lib/postvakt-keys/ring && -s /etc/postvakt/postvakt.yaml ]] || fail "the removal took data"
package --purge postvakt
says "were deleted"
for place in /etc/postvakt /var/lib/postvakt /var/lib/postvakt-keys /usr/lib/postvakt; do [[ ! -e $place ]] || fail "the purge left $place"; done

[[ -n $older ]] || { echo "check-deb: well"; exit 0; }
# From here on a store with a past: the sample company's history, mail held and mail passed, a lock-down.
samples=$here/../samples/company config=/etc/postvakt/postvakt.yaml
first=$work/$("$here/deb.sh" --name "$older")
"$here/deb.sh" "$older" "$work"
# What the account reads, and where it may write.
chmod 711 "$work"
install -m 644 "$samples/history.mbox" "$work/history.mbox"
install -d -o postvakt -g postvakt -m 700 "$work/kept"

stored() { postvakt memory status --format json | grep -oE '"(messages|people|hosts)":[0-9]+'; }
held() { { postvakt quarantine list --state all --format json || [[ $? -eq 1 ]]; } | grep -oE '"id":"[^"]+"'; }
decided() { postvakt audit list --max 1000 --format json | grep -oE '"number":[0-9]+,"hash":"[^"]+"' | sort; }
original() {
    rm -f "$work/kept/mail"
    postvakt quarantine export "$1" --output "$work/kept/mail" --reason "to compare" > /dev/null || return
    # A malicious mail comes in a zip with the usual password.
    python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read(z.namelist()[0], b"infected"))' "$work/kept/mail" | sha256sum
}
# The second mail of a campaign is held, the first is only marked.
attack() {
    local mail status
    for mail in 40 43 41; do
        status=0
        python3 "$here/one-mail.py" milter 127.0.0.1 18899 "$samples/stream.mbox" "$mail" || status=$?
    done
    [[ $status -eq 3 ]] || fail "nothing is held"
}
# Everything that was there is there, and opens.
whole() {
    [[ $(stored) == "$stored" ]] || fail "$1: it remembers $(stored), not $stored"
    [[ $(held) == "$held" ]] || fail "$1: it holds $(held), not $held"
    [[ -z $(comm -23 <(echo "$decided") <(decided)) ]] || fail "$1: decisions are gone: $(comm -23 <(echo "$decided") <(decided))"
    postvakt audit verify > /dev/null || fail "$1: the audit is not whole"
    [[ $(original "$one") == "$original" ]] || fail "$1: the held mail is another"
    { postvakt lockdown status || [[ $? -eq 1 ]]; } | grep -q EVERYBODY || fail "$1: the lock-down is gone"
    # Warnings are no fault: nobody copied the key ring.
    if ! { postvakt doctor --config "$config" || [[ $? -eq 1 ]]; } > "$work/doctor" || ! grep -q '^ok *Memory: .*is whole' "$work/doctor"; then
        cat "$work/doctor" >&2
        fail "$1: doctor"
    fi
}

package --install "$first"
our_ports
sed -i 's/^mode: observe/mode: enforce/; s/domains: \[\]/domains: [lovhaga.example]/; s/trusted_servers: \[\]/trusted_servers: [mx.lovhaga.example]/' "$config"
postvakt learn --config "$config" "$work/history.mbox" > /dev/null
start
attack
python3 "$here/one-mail.py" milter 127.0.0.1 18899 || fail "the mail of the older program"
postvakt lockdown on --reason "a stolen conversation" > /dev/null
one=$(held | cut -d'"' -f4)
original=$(original "$one") stored=$(stored) held=$(held) decided=$(decided)
[[ -n $one && -n $original && -n $stored && -n $decided ]] || fail "the older program has nothing to keep"
postvakt backup "$work/kept/backup" > /dev/null

# Beside the running older program, as it happens.
package --install "$second"
says "store: a start would run these steps:"
grep -h 'store: a start' "$work/dpkg.log"
stop
begun=$(date +%s%N)
start
echo "check-deb: ready $((($(date +%s%N) - begun) / 1000000)) ms after the start that ran them"
whole "after the upgrade"
python3 "$here/one-mail.py" milter 127.0.0.1 18899 || fail "the mail of the newer program"
[[ $(stored) == "$stored" ]] || fail "it took the same mail for another"
stop
postvakt serve --check --config "$config" | grep -q "store: up to date" || fail "steps are left"

# The older program leaves the newer store alone, and takes the backup; its package makes the directory that was moved away anew.
package --install "$first"
says "was written by a newer Postvakt"
! postvakt doctor --config "$config" > /dev/null || fail "the older program takes the newer store for its own"
mv /var/lib/postvakt /var/lib/postvakt.newer
package --install "$first"
mode /var/lib/postvakt "700 postvakt:postvakt"
postvakt restore "$work/kept/backup" > /dev/null || fail "restore"
start
whole "after the way back"
stop
package --purge postvakt
echo "check-deb: well"
