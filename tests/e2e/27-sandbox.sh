#!/bin/sh
# SPDX-License-Identifier: ISC
# What lies outside the root is never read, and a worker has no privileges.
. "$(dirname "$0")/lib.sh"

make_plain
SECRET='the secret outside the root'
echo "$SECRET" >"$T/secret.txt"
chmod 644 "$T/secret.txt"
chmod 711 "$T"

# bait ROOT: what must not be answered, in both trees.
bait() {
	ln -s /etc/passwd "$1/passwd.txt"
	ln -s ../../secret.txt "$1/relative.txt"
	ln -s "$T/secret.txt" "$1/absolute.txt"
	ln -s "$T" "$1/folder"
	ln -s .. "$1/up"
	ln -s loop "$1/loop"
	ln -s /proc/self/environ "$1/environ.txt"
	mkfifo "$1/pipe.txt"
	"$PYTHON" -c 'import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$1/socket.txt"
	is_root && mknod "$1/null.txt" c 1 3 2>/dev/null || true
	is_root && mknod "$1/zero.txt" c 1 5 2>/dev/null || true
	echo unreadable >"$1/unreadable.txt"
	chmod 000 "$1/unreadable.txt"
}
bait "$T/plain/gemini"
bait "$T/plain/gopher"
PATHS='passwd.txt relative.txt absolute.txt folder/ folder/secret.txt up/
up/up/secret.txt up/a.txt loop environ.txt pipe.txt socket.txt null.txt
zero.txt unreadable.txt ../secret.txt ..%2fsecret.txt ..%2f..%2fsecret.txt
%2e%2e/%2e%2e/secret.txt %252e%252e%252fsecret.txt .%2e/secret.txt
dir/../../../secret.txt ....//secret.txt ..%5csecret.txt ..%c0%afsecret.txt
/etc/passwd %2fetc%2fpasswd gophermap/../../secret.txt a.txt/../../secret.txt'

# tries KIND: each path in one protocol.
tries_gemini() {
	for path in $PATHS; do
		printf '%s | gemini://localhost:%s/%s\\r\\n | [45].\n' \
		    "Gemini refuses $path" "$GEMINI_PORT" "$path"
	done
}

tries_gopher() {
	for path in $PATHS; do
		printf '%s | /%s\\r\\n | error\n' \
		    "Gopher refuses $path" "$path"
	done
}

# outside WHO: the server must be running.
outside() {
	note "$1"
	tries_gemini >"$T/vectors"
	report gemini vectors "$GEMINI_PORT" "$T/vectors"
	tries_gopher >"$T/vectors"
	report gopher vectors "$GOPHER_PORT" localhost "$T/vectors"
	gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/" \
	    >"$T/page" 2>/dev/null || true
	check "$1: the home page is served all the same" grep -q Hello "$T/page"
}

# status_of PID FIELD
status_of() {
	sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status" | tr '\t' ' '
}

# workers UID: each child of the server has it, and nothing more.
workers() {
	pids=$(children "$SERVER")
	check "there are workers" [ -n "$pids" ]
	for pid in $pids; do
		check "a worker's user is $1" \
		    [ "$(status_of "$pid" Uid)" = "$1 $1 $1 $1" ]
		check "a worker's group is not root's" \
		    [ "${2:-$(status_of "$pid" Gid)}" != "0 0 0 0" ]
		check "a worker has no supplementary groups of root" \
		    sh -c "! echo ' $(status_of "$pid" Groups) ' | grep -q ' 0 '"
		check "a worker has no capabilities" \
		    [ "$(status_of "$pid" CapEff)" = 0000000000000000 ]
		check "a worker can not get any" \
		    [ "$(status_of "$pid" CapPrm)" = 0000000000000000 ]
		check "a worker has no_new_privs" \
		    [ "$(status_of "$pid" NoNewPrivs)" = 1 ]
	done
}

# from_inside READABLE PATH...: system calls in a worker's own name.
from_inside() {
	pid=$(children "$SERVER" | cut -d ' ' -f 1)
	report "$PYTHON" "$TOOLS/inside.py" "$pid" "$@"
}

if start_server "$T/plain"; then
	outside "as $(is_root && echo root || echo "an ordinary user")"
	if is_root; then
		workers "$(id -u nobody)"
	else
		workers "$(id -u)"
	fi
	check "no worker has ended" \
	    [ "$(children "$SERVER" | wc -w)" -gt 0 ]
	# The sanitizer's workers may read /proc, those of a release may not.
	proc='/proc/self/status /proc/version'
	case $BOOKMOBILED in */asan/bin/*) proc= ;; esac
	# shellcheck disable=SC2086
	from_inside "$T/plain/gemini/index.gmi" /etc/passwd $proc \
	    "$T/secret.txt" "$T/certs/localhost.pem" /dev/null /
	stop_server
fi

if ! is_root; then
	note "not root: the tests above were those of an ordinary user"
elif ! have setpriv; then
	skip "as an ordinary user" "there is no setpriv here"
else
	# The programs may stand in a folder that is closed to others.
	install -m 755 "$BOOKMOBILED" "$T/bookmobiled"
	mkdir -m 700 "$T/home"
	chown -hR "$ORDINARY:$ORDINARY" "$T/plain" "$T/home"
	if start_as setpriv --reuid "$ORDINARY" --regid "$ORDINARY" \
	    --clear-groups env HOME="$T/home" "$T/bookmobiled" \
	    --gemini 127.0.0.1:0 --gopher 127.0.0.1:0 \
	    --certs "$T/home/certs" "$T/plain"; then
		outside "as an ordinary user"
		workers "$ORDINARY"
		stop_server
	fi
fi
finish
