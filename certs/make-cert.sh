#!/bin/sh
# SPDX-License-Identifier: ISC
# Make the certificate of a host in this folder, or in another one:
#
#	certs/make-cert.sh HOST [FOLDER]
#
# The program is the release build, else the installed one, or $BOOKMOBILED.
set -eu
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
	echo "usage: $0 HOST [FOLDER]" >&2
	exit 1
fi
here=$(cd "$(dirname "$0")" && pwd)
program=${BOOKMOBILED:-$here/../build/release/bin/bookmobiled}
[ -x "$program" ] || program=$(command -v bookmobiled) || {
	echo "$0: there is no bookmobiled yet: run make first" >&2
	exit 1
}
exec "$program" cert new --host "$1" --certs "${2:-$here}"
