#!/bin/sh
# SPDX-License-Identifier: ISC
# The two Debian packages, from a staged install.
. "$(dirname "$0")/lib.sh"

if ! have dpkg-deb || ! have dpkg-shlibdeps; then
	skip_all "no dpkg-deb or dpkg-shlibdeps"
fi

STAGE=$T/stage
install -D -m 755 "$BOOKMOBILE" "$STAGE/usr/bin/bookmobile"
install -D -m 755 "$BOOKMOBILED" "$STAGE/usr/sbin/bookmobiled"
install -D -m 644 -t "$STAGE/usr/share/man/man1" "$SRC/gen/bookmobile.1"
install -D -m 644 -t "$STAGE/usr/share/man/man5" "$SRC/gen/capsule.yaml.5" \
    "$SRC/server/server.yaml.5"
install -D -m 644 -t "$STAGE/usr/share/man/man8" "$SRC/server/bookmobiled.8"

deb() {
	SOURCE_DATE_EPOCH=1795364436 "$SRC/server/dist/deb.sh" "$STAGE" "$1" \
	    0.1.0
}
check "the packages are made" deb "$T/one"
set -- "$T"/one/*.deb
check "there are two" [ $# -eq 2 ]
check "made again" deb "$T/two"
for file; do
	check "${file##*/} has the same bytes" \
	    cmp "$file" "$T/two/${file##*/}"
done
dpkg-deb -c "$T"/one/bookmobiled_*.deb >"$T/files"
for file in usr/sbin/bookmobiled etc/bookmobile/server.yaml \
    lib/systemd/system/bookmobiled.service \
    lib/systemd/system/bookmobiled.socket \
    usr/lib/sysusers.d/bookmobiled.conf usr/lib/tmpfiles.d/bookmobiled.conf \
    usr/share/man/man8/bookmobiled.8.gz etc/logrotate.d/bookmobiled; do
	check "bookmobiled has $file" grep -q " \./$file\$" "$T/files"
done
dpkg-deb -f "$T"/one/bookmobiled_*.deb Depends >"$T/depends"
refuse "bookmobiled needs no converter's library" \
    grep -Eq 'cmark|icu|magic|xml' "$T/depends"
if have lintian && [ "${BUILD:-release}" = release ]; then
	check "lintian finds nothing" lintian --allow-root \
	    --fail-on error,warning "$@"
else
	skip "lintian finds nothing" "no lintian, or no release build"
fi
for script in "$SRC"/server/dist/debian/*; do
	check "${script##*/} is a shell script" sh -n "$script"
done
finish
