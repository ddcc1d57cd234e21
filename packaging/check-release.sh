#!/usr/bin/env bash
# packaging/check-release.sh OUT: makes the release of this commit for this platform twice, in two folders, with another umask and time zone, and compares every byte; signs it with a
# key made here and verifies that as docs/operations/install.md says; starts the launcher. Leaves the first of both in OUT.
set -euo pipefail

if [[ $# -ne 1 ]]; then echo "usage: packaging/check-release.sh OUT" >&2; exit 2; fi
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
mkdir -p "$1"
out=$(readlink -f -- "$1")
version=0.0.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "check-release: $*" >&2; exit 1; }
case $(uname -m) in
    x86_64) rid=linux-x64 ;;
    aarch64) rid=linux-arm64 ;;
    *) fail "no release for $(uname -m)" ;;
esac

ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/key"
"$here/release.sh" --rids "$rid" --sign "$work/key" "$version" "$out" > /dev/null
mkdir -p "$work/another folder/of temporary files"
(umask 077 && TZ=Asia/Tokyo LANG=de_DE.UTF-8 TMPDIR="$work/another folder/of temporary files" "$here/release.sh" --rids "$rid" "$version" "$work/second" > /dev/null)
diff "$out/SHA256SUMS" "$work/second/SHA256SUMS" || fail "two builds of one commit differ"

(cd "$out" && sha256sum --check --quiet SHA256SUMS) || fail "the sums"
echo "releases@postvakt.example namespaces=\"postvakt-release\" $(cat "$work/key.pub")" > "$work/signers"
verify() { ssh-keygen -q -Y verify -f "$work/signers" -I releases@postvakt.example -n postvakt-release -s "$out/SHA256SUMS.sig" < "$1" > /dev/null 2>&1; }
verify "$out/SHA256SUMS" || fail "the signature"
sed 's/^./0/' "$out/SHA256SUMS" > "$work/changed"
if cmp -s "$out/SHA256SUMS" "$work/changed"; then sed 's/^./1/' "$out/SHA256SUMS" > "$work/changed"; fi
! verify "$work/changed" || fail "the signature holds for other sums"

tar -xzf "$out/postvakt-$version-$rid.tar.gz" -C "$work"
folder=$work/postvakt-$version-$rid
[[ $("$folder/postvakt" --version) == "$version+"* ]] || fail "another version"
# A reader of attachments is this program again, and SQLite lies beside it.
"$folder/postvakt" inspect "$here/../samples/company/org.json" > /dev/null || [[ $? -eq 1 ]] || fail "inspect"
"$folder/postvakt" learn "$here/../samples/company/history.mbox" --data "$work/data" > /dev/null || fail "learn"
"$folder/postvakt" doctor --data "$work/data" > "$work/doctor" || [[ $? -eq 1 ]] || { cat "$work/doctor" >&2; fail "doctor"; }
grep -q 'in a process of their own, which answers' "$work/doctor" || { cat "$work/doctor" >&2; fail "its worker does not answer"; }
echo "check-release: well"
