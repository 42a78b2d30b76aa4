#!/bin/sh
# SPDX-License-Identifier: ISC
# Make two Debian packages, bookmobile and bookmobiled.
#	server/dist/deb.sh STAGE OUT VERSION
# STAGE is what `make install DESTDIR=STAGE PREFIX=/usr` made; the packages are
# put into OUT. DEBFULLNAME and DEBEMAIL name the maintainer.
set -eu

[ $# -eq 3 ] || { echo "usage: deb.sh STAGE OUT VERSION" >&2; exit 1; }
DIST=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$DIST/../.." && pwd)
STAGE=$(cd "$1" && pwd)
mkdir -p "$2"
OUT=$(cd "$2" && pwd)
VERSION=$3
ARCH=$(dpkg --print-architecture)
MAINTAINER="${DEBFULLNAME:-The Bookmobile authors} <${DEBEMAIL:-nobody@bookmobile.invalid}>"
EPOCH=${SOURCE_DATE_EPOCH:-$(date +%s)}
export SOURCE_DATE_EPOCH="$EPOCH"

T=$(mktemp -d "${TMPDIR:-/tmp}/bookmobile-deb.XXXXXX")
trap 'rm -rf "$T"' EXIT
trap 'exit 143' HUP INT TERM
umask 022

# begin NAME PROGRAM: its folder, the program stripped, what each package has.
begin() {
	NAME=$1
	ROOT=$T/$NAME
	DOC=$ROOT/usr/share/doc/$NAME
	mkdir -p "$ROOT/DEBIAN" "$DOC"
	install -D -m 755 "$STAGE/$2" "$ROOT/$2"
	strip --strip-unneeded --remove-section=.comment \
	    --remove-section=.note "$ROOT/$2"
	{
		echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
		echo 'Upstream-Name: bookmobile'
		echo
		echo 'Files: *'
		sed -n 's/^Copyright (c) /Copyright: /p' "$TOP/LICENSE"
		echo 'License: ISC'
		sed '1,/^Copyright/d; /./,$!d; s/^$/./; s/^/ /' "$TOP/LICENSE" |
		    sed '/^ \.$/{1d;}'
	} >"$DOC/copyright"
	{
		printf '%s (%s) unstable; urgency=medium\n\n' "$NAME" "$VERSION"
		printf '  * See the history of the source.\n\n'
		printf ' -- %s  %s\n' "$MAINTAINER" \
		    "$(LC_ALL=C date -u -R -d "@$EPOCH")"
	} | gzip -9n >"$DOC/changelog.gz"
	# Of the program just copied, so that it is what is shipped.
	mkdir -p "$T/shlibs/debian"
	printf 'Source: bookmobile\n\nPackage: %s\nArchitecture: any\n' \
	    "$NAME" >"$T/shlibs/debian/control"
	DEPENDS=$(cd "$T/shlibs" && dpkg-shlibdeps -O "$ROOT/$2" 2>/dev/null |
	    sed -n 's/^shlibs:Depends=//p')
	# No list would make a package that installs and does not start.
	[ -n "$DEPENDS" ] || {
		echo "deb.sh: dpkg-shlibdeps (package dpkg-dev) found nothing" >&2
		exit 1
	}
}

# man FILE...: manual pages, compressed.
man() {
	for page; do
		mkdir -p "$ROOT/usr/share/man/man${page##*.}"
		gzip -9nc "$STAGE/usr/share/man/man${page##*.}/$page" \
		    >"$ROOT/usr/share/man/man${page##*.}/$page.gz"
	done
}

# finish SECTION DEPENDS SUMMARY, the description on standard input.
finish() {
	(cd "$ROOT" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' |
	    LC_ALL=C sort -z | xargs -0 md5sum) >"$ROOT/DEBIAN/md5sums"
	{
		echo "Package: $NAME"
		echo "Source: bookmobile"
		echo "Version: $VERSION"
		echo "Architecture: $ARCH"
		echo "Maintainer: $MAINTAINER"
		echo "Installed-Size: $(du -k -s --apparent-size \
		    --exclude=DEBIAN "$ROOT" | cut -f 1)"
		echo "Depends: $2"
		echo "Section: $1"
		echo "Priority: optional"
		echo "Description: $3"
		sed 's/^$/./; s/^/ /'
	} >"$ROOT/DEBIAN/control"
	find "$ROOT" -newermt "@$EPOCH" -exec touch -h -d "@$EPOCH" {} +
	dpkg-deb --root-owner-group --build "$ROOT" \
	    "$OUT/${NAME}_${VERSION}_$ARCH.deb"
}

begin bookmobile usr/bin/bookmobile
man bookmobile.1 capsule.yaml.5
finish web "$DEPENDS" 'publish a blog as Gemini and Gopher capsule' <<'TEXT'
Turns Markdown posts into gemtext and gophermaps, with categories, tags,
archives and feeds, for readers on slow connections. What it writes is served
by bookmobiled, or by any other Gemini and Gopher server.
TEXT

begin bookmobiled usr/sbin/bookmobiled
man bookmobiled.8 server.yaml.5
install -D -m 644 "$DIST/server.yaml" "$ROOT/etc/bookmobile/server.yaml"
install -D -m 644 "$DIST/logrotate" "$ROOT/etc/logrotate.d/bookmobiled"
install -D -m 644 -t "$ROOT/lib/systemd/system" "$DIST/bookmobiled.service" \
    "$DIST/bookmobiled.socket"
install -D -m 644 "$DIST/sysusers.conf" \
    "$ROOT/usr/lib/sysusers.d/bookmobiled.conf"
install -D -m 644 "$DIST/tmpfiles.conf" \
    "$ROOT/usr/lib/tmpfiles.d/bookmobiled.conf"
printf '%s\n' /etc/bookmobile/server.yaml /etc/logrotate.d/bookmobiled \
    >"$ROOT/DEBIAN/conffiles"
for script in postinst prerm postrm; do
	install -m 755 "$DIST/debian/$script" "$ROOT/DEBIAN/$script"
done
finish net "$DEPENDS, init-system-helpers (>= 1.54~), systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles" \
    'small server for Gemini and Gopher' <<'TEXT'
Serves what bookmobile wrote, or a plain folder, over Gemini (with TLS) and
over Gopher: slow lines are waited for, nobody holds more than a fair share,
and workers can read nothing but what is published.
TEXT
