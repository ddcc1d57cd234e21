#!/usr/bin/env bash
# packaging/deb.sh ARCHIVE OUT: a Debian package of a release archive, with the archive's time; the same archive gives the same bytes. Needs dpkg-deb.
# packaging/deb.sh --name ARCHIVE: only prints the package's file name.
set -euo pipefail

if [[ $# -ne 2 ]]; then echo "usage: packaging/deb.sh ARCHIVE OUT | --name ARCHIVE" >&2; exit 2; fi
umask 022
export LC_ALL=C TZ=UTC
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
archive=$2
if [[ $1 != --name ]]; then archive=$1 out=$2; fi
if [[ ! $(basename -- "$archive") =~ ^postvakt-(.+)-linux-(x64|arm64)\.tar\.gz$ ]]; then echo "deb: $archive is not named as a release for Linux is" >&2; exit 2; fi
rid=linux-${BASH_REMATCH[2]} upstream=${BASH_REMATCH[1]}
# A "~" sorts before the release itself, as 1.0.0-rc.1 comes before 1.0.0.
version=${upstream/-/\~}
arch=${BASH_REMATCH[2]/x64/amd64}
if [[ $1 == --name ]]; then echo "postvakt_${version}_$arch.deb"; exit 0; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -xzf "$archive" -C "$work" --no-same-owner
from=$work/postvakt-$upstream-$rid to=$work/deb
SOURCE_DATE_EPOCH=$(stat -c %Y "$from/LICENSE")
export SOURCE_DATE_EPOCH

put() { install -D -m "$1" "$2" "$to/$3"; }
put 755 "$from/postvakt" usr/lib/postvakt/postvakt
for library in "$from"/*.so; do put 644 "$library" "usr/lib/postvakt/${library##*/}"; done
put 755 "$here/debian/postvakt.sh" usr/bin/postvakt
put 644 "$from/postvakt.service" usr/lib/systemd/system/postvakt.service
put 640 "$from/postvakt.yaml" etc/postvakt/postvakt.yaml
put 644 "$from/completion/postvakt" usr/share/bash-completion/completions/postvakt
put 644 "$here/debian/lintian-overrides" usr/share/lintian/overrides/postvakt
put 644 "$from/README.md" usr/share/doc/postvakt/README.md
put 644 "$from/SECURITY.md" usr/share/doc/postvakt/SECURITY.md
mkdir -p "$to/usr/share/man/man1" "$to/usr/share/postvakt"
cp -r "$from/rules" "$to/usr/share/postvakt/rules"
gzip -n9 < "$from/man/postvakt.1" > "$to/usr/share/man/man1/postvakt.1.gz"
put 644 "$from/CHANGELOG.md" usr/share/doc/postvakt/CHANGELOG.md
put 644 "$from/THIRD-PARTY-NOTICES" usr/share/doc/postvakt/THIRD-PARTY-NOTICES
put 644 "$here/debian/copyright" usr/share/doc/postvakt/copyright
printf 'postvakt (%s) stable; urgency=medium\n\n  * What changed: CHANGELOG.md beside this file.\n\n -- %s  %s\n' "$version" "$(sed -n 's/^Maintainer: //p' "$here/debian/control")" "$(date -R -d "@$SOURCE_DATE_EPOCH")" \
    | gzip -n9 > "$to/usr/share/doc/postvakt/changelog.gz"

mkdir "$to/DEBIAN"
echo /etc/postvakt/postvakt.yaml > "$to/DEBIAN/conffiles"
install -m 755 "$here/debian/postinst" "$here/debian/prerm" "$here/debian/postrm" "$to/DEBIAN/"
(cd "$to" && find usr -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
size=$(du -sk --apparent-size "$to" | cut -f1)
sed -e "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SIZE@/$size/" "$here/debian/control" > "$to/DEBIAN/control"
find "$to" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# The level is lowered where a package is only tried.
dpkg-deb --root-owner-group -Zxz "-z${DEB_LEVEL:-6}" --build "$to" "$out/postvakt_${version}_$arch.deb" > /dev/null
