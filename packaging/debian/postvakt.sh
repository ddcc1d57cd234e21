#!/bin/sh
# postvakt: the launcher on the installation of this package. Root becomes the account "postvakt", so that nothing in the data directory ends up as root's; files
# named on the command line must be readable for that account. POSTVAKT_DATA, once set, is somebody's own installation and left alone.
set -eu
launcher=/usr/lib/postvakt/postvakt
if [ -n "${POSTVAKT_DATA:-}" ]; then
    exec "$launcher" "$@"
fi
case $(id -un) in
    root | postvakt)
        POSTVAKT_DATA=/var/lib/postvakt
        POSTVAKT_KEYS=${POSTVAKT_KEYS:-/var/lib/postvakt-keys/ring}
        export POSTVAKT_DATA POSTVAKT_KEYS
        if [ "$(id -u)" -eq 0 ]; then
            exec setpriv --reuid=postvakt --regid=postvakt --init-groups "$launcher" "$@"
        fi
        ;;
esac
exec "$launcher" "$@"
