#!/usr/bin/env bash
# packaging/image-layout.sh ARCHIVE FOLDER: lays the files of the image into FOLDER as packaging/Containerfile says, without a container engine. The system below them is
# not Debian's slim image but what the launcher and curl need of this machine. Nothing is changed outside FOLDER, which must not exist. Needs root.
# packaging/image-layout.sh --check ARCHIVE: lays them into a temporary folder, starts the launcher there as the image does (account 10001, no capabilities, the root
# read-only in a mount namespace of its own), asks its health check, hands a mail to its milter's port, and stops it.
set -euo pipefail

if [[ $# -ne 2 ]]; then echo "usage: packaging/image-layout.sh ARCHIVE FOLDER | --check ARCHIVE" >&2; exit 2; fi
if [[ $(id -u) -ne 0 ]]; then echo "image-layout: needs root" >&2; exit 2; fi
umask 022
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)

# A program with all that it loads.
with_libraries() {
    local root=$1 file
    shift
    for file in "$@"; do
        install -D -m 755 "$(readlink -f -- "$file")" "$root$file"
        # ldd names what is loaded by "=> PATH" and the loader by its path alone.
        { ldd "$file" 2> /dev/null || true; } | grep -oE '/[^ ]+' | while read -r library; do
            [[ -e $root$library ]] || install -D -m 755 "$(readlink -f -- "$library")" "$root$library"
        done
    done
}

layout() {
    local archive=$1 root=$2 unpacked words target line
    unpacked=$(mktemp -d)
    mkdir "$root"
    tar -xzf "$archive" -C "$unpacked" --strip-components=1 --no-same-owner
    # The same lines that the engine reads: COPY --from=unpacked FILE… TARGET.
    while read -r line; do
        read -ra words <<< "${line#COPY --from=unpacked }"
        target=${words[-1]}
        for file in "${words[@]:0:${#words[@]}-1}"; do
            if [[ $target == */ ]]; then install -D -m "$(stat -c %a "$unpacked${file#/out}")" "$unpacked${file#/out}" "$root$target${file##*/}"
            else install -D -m 644 "$unpacked${file#/out}" "$root$target"; fi
        done
    done < <(grep '^COPY --from=unpacked ' "$here/Containerfile")
    rm -rf "$unpacked"
    with_libraries "$root" "$root/usr/lib/postvakt/postvakt" /usr/bin/curl /bin/sh "$(openssl_library libssl.so.3)" "$(openssl_library libcrypto.so.3)"
    # What was just laid is not to stand a second time under its own path.
    rm -rf "${root:?}${root}"
    mkdir -p "$root"/{proc,tmp,dev,etc}
    chmod 1777 "$root/tmp"
    printf 'root:x:0:0::/:/usr/sbin/nologin\npostvakt:x:10001:10001::/var/lib/postvakt:/usr/sbin/nologin\n' > "$root/etc/passwd"
    printf 'root:x:0:\npostvakt:x:10001:\n' > "$root/etc/group"
    for device in null urandom; do : > "$root/dev/$device"; done
    install -d -o 10001 -g 10001 -m 0700 "$root/var/lib/postvakt" "$root/var/lib/postvakt-keys"
}

openssl_library() { /sbin/ldconfig -p | awk -v name="$1" '$1 == name { print $NF; exit }'; }

check() {
    local root log status=0
    work=$(mktemp -d)
    trap 'if [[ -n ${server:-} ]]; then kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; fi; rm -rf "$work"' EXIT
    chmod 755 "$work"
    root=$work/root log=$work/log
    layout "$1" "$root"
    sed -n '/^mode/,$p' "$here/compose/postvakt.yaml" | sed "s/0\.0\.0\.0:8899/127.0.0.1:18899/; s/0\.0\.0\.0:8080/127.0.0.1:18080/; s/postfix:25/127.0.0.1:18025/; /^console/d; /^  url/d" > "$root/etc/postvakt/postvakt.yaml"
    # All of it read-only but the three volumes; /proc as the runtime needs it, two devices.
    # shellcheck disable=SC2016
    unshare --mount --propagation private bash -c '
        set -eu
        root=$1
        mount --bind "$root" "$root"
        for volume in var/lib/postvakt var/lib/postvakt-keys tmp; do mount --bind "$root/$volume" "$root/$volume"; done
        for device in null urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
        mount -t proc proc "$root/proc" || mount --rbind /proc "$root/proc"
        mount -o remount,bind,ro "$root"
        cd /
        # Without root it has no capabilities either.
        exec env -i PATH=/usr/lib/postvakt:/usr/bin:/bin POSTVAKT_DATA=/var/lib/postvakt POSTVAKT_KEYS=/var/lib/postvakt-keys/ring \
            /usr/sbin/chroot --userspec=10001:10001 --groups=10001 "$root" postvakt serve --config /etc/postvakt/postvakt.yaml' bash "$root" > "$log" 2>&1 &
    server=$!
    for _ in $(seq 300); do
        if curl --fail --silent --output /dev/null http://127.0.0.1:18080/health/ready; then break; fi
        if ! kill -0 "$server" 2> /dev/null; then break; fi
        sleep 0.2
    done
    if ! curl --fail --silent --output /dev/null http://127.0.0.1:18080/health/ready; then
        cat "$log" >&2
        echo "image-layout: it is not ready" >&2
        exit 1
    fi
    [[ $(stat -c %u "/proc/$server/exe" 2> /dev/null || stat -c %u "/proc/$server") -eq 10001 ]] || { echo "image-layout: it runs as another account" >&2; exit 1; }
    [[ -s $root/var/lib/postvakt/memory.db && -s $root/var/lib/postvakt-keys/ring ]] || { echo "image-layout: data and keys are not where the volumes are" >&2; exit 1; }
    python3 "$here/one-mail.py" milter 127.0.0.1 18899
    curl --fail --silent http://127.0.0.1:18080/metrics | grep -q '^postvakt_mails_total{.*} 1$' || { echo "image-layout: the mail was not counted" >&2; exit 1; }
    kill "$server"
    wait "$server" || status=$?
    server=
    [[ $status -eq 0 ]] || { cat "$log" >&2; echo "image-layout: it ended with $status" >&2; exit 1; }
    echo "image-layout: well"
}

if [[ $1 == --check ]]; then check "$2"; else layout "$1" "$(readlink -m -- "$2")"; fi
