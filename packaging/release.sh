#!/usr/bin/env bash
# packaging/release.sh [--rids "RID…"] [--sign KEY] VERSION OUT: makes a release of the commit that is checked out, into the folder OUT.
#   postvakt-VERSION-RID.tar.gz   the launcher with its runtime, rules, a configuration, manual page
#   postvakt_VERSION_ARCH.deb     the same as a Debian package
#   postvakt-VERSION.cdx.json     bill of materials, CycloneDX 1.6
#   SHA256SUMS[.sig]              with --sign: signed by this SSH key (ssh-keygen -Y); docs/operations/install.md says how that is verified
# The same commit and VERSION give the same bytes, in any folder: times are the commit's (or SOURCE_DATE_EPOCH), paths are mapped away.
set -euo pipefail

usage() { echo "usage: packaging/release.sh [--rids \"linux-x64 linux-arm64\"] [--sign KEY] VERSION OUT" >&2; exit 2; }
rids="linux-x64 linux-arm64" key=
while [[ ${1:-} == --* ]]; do
    case $1 in
        --rids) rids=${2:?} ;;
        --sign) key=$(readlink -f -- "${2:?}") ;;
        *) usage ;;
    esac
    shift 2
done
if [[ $# -ne 2 || ! $1 =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]]; then usage; fi
version=$1
# What is made here is for everybody, whoever makes it.
umask 022
export LC_ALL=C TZ=UTC
mkdir -p "$2"
out=$(readlink -f -- "$2")
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=tools/need-dotnet.sh
. "$root/tools/need-dotnet.sh"
need_sdk
commit=$(git -C "$root" rev-parse HEAD)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct "$commit")}
export SOURCE_DATE_EPOCH
if [[ -n $(git -C "$root" status --porcelain --untracked-files=no) ]]; then echo "release: what is not committed is not in it" >&2; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//; s:/*$::')

# The tree of the commit, not of this folder: nothing that lies about gets in.
source_tree() {
    mkdir -p "$1"
    git -C "$root" archive "$commit" | tar -x -C "$1"
}

publish() {
    local rid=$1 tree=$2 to=$3 restore=(-p:RestoreLockedMode=true) ahead=()
    case $rid in
        # Each library compiled ahead; those of the runtime are already. All in one image, as ./postvakt is built, gains a verb some tenths of a second and is larger by a quarter.
        linux-x64) ahead=(-p:PublishReadyToRun=true -p:PublishReadyToRunComposite=false) ;;
        # Lock files name the packages of linux-x64. Those of another platform differ in native code alone, which same_packages holds against them.
        *) restore=(-p:RestoreLockedMode=false "-p:RuntimeIdentifiers=$rid") ;;
    esac
    # Neither trimmed nor native: docs/decisions/0024-releases.md.
    # Globalisation is invariant, so no ICU is needed; SQLite lies beside the launcher, so nothing is unpacked anywhere.
    dotnet publish "$tree/src/Postvakt.Cli" -c Release -r "$rid" --self-contained -nodeReuse:false -v quiet --nologo "${restore[@]}" ${ahead[@]+"${ahead[@]}"} \
        -p:PublishSingleFile=true -p:EnableSingleFileAnalyzer=false -p:RunAnalyzers=false -p:GenerateDocumentationFile=false -p:DebugType=none \
        -p:ContinuousIntegrationBuild=true -p:DeterministicSourcePaths=false "-p:PathMap=$tree/=/postvakt/%2c$packages/=/packages/" \
        "-p:Version=$version" "-p:SourceRevisionId=$commit" -o "$to"
}

# Every package of every project is the one in the committed lock file, by name, version and hash.
same_packages() {
    python3 - "$root" "$commit" "$1" << 'PY'
import json, pathlib, subprocess, sys
root, commit, tree = sys.argv[1:]
locked = lambda text: {(n, p["resolved"], p["contentHash"]) for n, p in json.loads(text)["dependencies"]["net10.0"].items() if "contentHash" in p}
for file in sorted(pathlib.Path(tree, "src").glob("*/packages.lock.json")):
    name = str(file.relative_to(tree))
    changed = locked(file.read_text()) ^ locked(subprocess.run(["git", "-C", root, "show", f"{commit}:{name}"], check=True, capture_output=True, text=True).stdout)
    if changed: sys.exit(f"release: {name} does not hold for this platform: {sorted(changed)}")
PY
}

# The folder of an archive: what is published, and what an operator needs beside it.
stage() {
    local tree=$1 published=$2 to=$3
    mkdir -p "$to"
    install -m 755 "$published/Postvakt.Cli" "$to/postvakt"
    install -m 644 "$published"/*.so "$to/"
    install -m 644 "$tree/LICENSE" "$tree/README.md" "$tree/CHANGELOG.md" "$tree/SECURITY.md" "$to/"
    install -m 644 "$tree/packaging/postvakt.yaml" "$tree/packaging/postvakt.service" "$to/"
    install -D -m 644 "$tree/packaging/man/postvakt.1" "$to/man/postvakt.1"
    install -D -m 644 "$tree/packaging/completion/postvakt" "$to/completion/postvakt"
    cp -r "$tree/rules" "$to/rules"
    find "$to/rules" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
}

sbom() {
    dotnet tool install CycloneDX --version 6.3.1 --tool-path "$work/tools" --verbosity quiet > /dev/null
    "$work/tools/dotnet-CycloneDX" "$1/src/Postvakt.Cli/Postvakt.Cli.csproj" -dpr -ns -F Json -spv 1.6 -ed -sn postvakt -sv "$version" -o "$work" -fn bom.json > "$work/sbom.log" || { cat "$work/sbom.log" >&2; exit 1; }
    python3 "$root/packaging/sbom.py" "$work/bom.json" "$1/src/Postvakt.Cli/obj/project.assets.json" > "$out/postvakt-$version.cdx.json"
}

made=()
for rid in $rids; do
    echo "release: $rid"
    tree=$work/$rid/source name=postvakt-$version-$rid
    source_tree "$tree"
    if ! publish "$rid" "$tree" "$work/$rid/published" > "$work/$rid.log" 2>&1; then
        tail -n 20 "$work/$rid.log" >&2
        echo "release: $rid cannot be built here" >&2
        exit 1
    fi
    same_packages "$tree"
    if [[ ${#made[@]} -eq 0 ]]; then
        sbom "$tree"
        made+=("postvakt-$version.cdx.json")
    fi
    stage "$tree" "$work/$rid/published" "$work/$rid/$name"
    python3 "$root/packaging/notices.py" "$out/postvakt-$version.cdx.json" "$packages" "$rid" > "$work/$rid/$name/THIRD-PARTY-NOTICES"
    tar --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work/$rid" -c "$name" | gzip -n9 > "$out/$name.tar.gz"
    "$root/packaging/deb.sh" "$out/$name.tar.gz" "$out"
    made+=("$name.tar.gz" "$("$root/packaging/deb.sh" --name "$out/$name.tar.gz")")
    rm -rf "${work:?}/$rid"
done
(cd "$out" && sha256sum -- "${made[@]}" > SHA256SUMS)
if [[ -n $key ]]; then
    rm -f "$out/SHA256SUMS.sig"
    ssh-keygen -q -Y sign -f "$key" -n postvakt-release "$out/SHA256SUMS"
fi
cat "$out/SHA256SUMS"
