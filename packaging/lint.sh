#!/usr/bin/env bash
# packaging/lint.sh: reads what ships without running it: the Containerfile (dockerfile-utils), the Compose file (dclint, its schema too) and every script of this folder (by its
# shell, and by shellcheck where that is installed). Needs node 20 and npm; packages are those of packaging/lint/package-lock.json, the check itself uses no network. Last line: "lint: well".
set -euo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
if ! command -v npm > /dev/null; then
    echo "lint: npm is missing; on Debian and Ubuntu: sudo apt-get install -y nodejs npm" >&2
    exit 2
fi
cd "$here/lint"
if [[ ! -f node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then npm ci --prefer-offline --silent; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() {
    echo "lint: $*" >&2
    failed=1
}

containerfile() { node containerfile.mjs "$1"; }
compose() { node_modules/.bin/dclint --config dclint.yaml --max-warnings 0 "$1"; }
containerfile ../Containerfile || fail "the Containerfile"
compose ../compose.yaml || fail "the Compose file"
# A linter that takes everything would prove nothing.
sed 's/^USER /USRE /' ../Containerfile > "$work/Containerfile"
! containerfile "$work/Containerfile" > /dev/null || fail "it takes a wrong Containerfile too"
sed 's/restart: unless-stopped/restart: [never]/' ../compose.yaml > "$work/compose.yaml"
! compose "$work/compose.yaml" > /dev/null 2>&1 || fail "it takes a wrong Compose file too"

cd "$here/.."
scripts=(packaging/debian/{postinst,prerm,postrm,postvakt.sh})
for script in "${scripts[@]}"; do sh -n "$script" || fail "$script"; done
for script in packaging/*.sh; do bash -n "$script" || fail "$script"; done
if command -v shellcheck > /dev/null; then shellcheck --external-sources packaging/*.sh "${scripts[@]}" || fail "shellcheck"; fi

if [[ $failed -ne 0 ]]; then exit 1; fi
echo "lint: well"
