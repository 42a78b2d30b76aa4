#!/bin/sh
# SPDX-License-Identifier: ISC
# What the operator says: addresses, hosts, configurations right and wrong.
. "$(dirname "$0")/lib.sh"

make_plain

# listening PORT: the addresses on which something listens there, as the
# kernel writes them.
listening() {
	awk -v port="$(printf ':%04X$' "$1")" \
	    '$4 == "0A" && $2 ~ port { sub(/:.*/, "", $2); print $2 }' \
	    /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

loopback_only() {
	[ -n "$(listening "$1")" ] && ! listening "$1" |
	    grep -qvx '0100007F\|00000000000000000000000001000000'
}

# fetch ADDRESS: both protocols there.
fetch() {
	"$PYTHON" - "$1" "$GEMINI_PORT" "$GOPHER_PORT" <<EOF
import sys
sys.path.insert(0, "$TOOLS")
import gemini, gopher
host, one, two = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
page = gemini.fetch(one, b"gemini://localhost:%d/\r\n" % one, host=host)
why = gemini.compare(page, "20")
menu = gopher.fetch(two, b"\r\n", host=host)
sys.exit(why or not menu.endswith(b"\r\n.\r\n"))
EOF
}

if start_as "$BOOKMOBILED" --gemini 0 --gopher 0 --certs "$T/certs" \
    "$T/plain"; then
	check "without a configuration: one ready line" \
	    [ "$(wc -l <"$SERVER_OUT")" -eq 1 ]
	check "its form" grep -qxE \
	    'ready gemini://localhost:[0-9]+/ gopher://localhost:[0-9]+/' \
	    "$SERVER_OUT"
	check "without a configuration: Gemini on loopback only" \
	    loopback_only "$GEMINI_PORT"
	check "without a configuration: Gopher on loopback only" \
	    loopback_only "$GOPHER_PORT"
	check "127.0.0.1 is served" fetch 127.0.0.1
	if "$PYTHON" -c 'import socket
socket.create_server(("::1", 0), family=socket.AF_INET6)' 2>/dev/null; then
		check "::1 is served" fetch ::1
	else
		skip "::1 is served" "there is no IPv6 here"
	fi
	stop_server
	check "SIGTERM ends with success" [ "$SERVER_STATUS" -eq 0 ]
fi

cat >"$T/server.yaml" <<EOF
root: $T/plain
host: h.example
certs: $T/certs
gemini: {listen: ["127.0.0.1:0"]}
gopher: {listen: ["127.0.0.1:0"]}
EOF
check "-n is content with a good configuration" \
    "$BOOKMOBILED" -n -c "$T/server.yaml"
check "-nn prints what was understood" \
    sh -c "'$BOOKMOBILED' -nn -c '$T/server.yaml' >'$T/once.yaml' &&
    grep -q h.example '$T/once.yaml'"
check "what -nn prints is a configuration" \
    sh -c "'$BOOKMOBILED' -nn -c '$T/once.yaml' >'$T/twice.yaml' &&
    cmp '$T/once.yaml' '$T/twice.yaml'"
check "-n makes no certificate" [ ! -e "$T/certs/h.example.pem" ]
if start_as "$BOOKMOBILED" -c "$T/server.yaml" --host other.example; then
	check "an option wins over the configuration" \
	    grep -q 'gemini://other.example:' "$SERVER_OUT"
	stop_server
fi

# wrong NAME TEXT PATTERN: a configuration that is refused, with its place.
wrong() {
	printf 'root: %s\ncerts: %s\n%b\n' "$T/plain" "$T/certs" "$2" \
	    >"$T/wrong.yaml"
	if server_fails_as "$BOOKMOBILED" -c "$T/wrong.yaml"; then
		ok "$1: refused"
	else
		fail "$1: refused"
	fi
	check "$1: names file and line" grep -q "wrong\.yaml:$3" \
	    "$T/fails.txt"
	refuse "$1: -n says so too" "$BOOKMOBILED" -n -c "$T/wrong.yaml"
}
wrong "an unknown key" 'gemin: {listen: [1]}' '3:.*gemin'
check "an unknown key: did you mean" grep -q 'gemini' "$T/fails.txt"
wrong "a key that stands twice" 'host: a.example\nhost: b.example' 4:
wrong "a port out of range" 'gemini: {listen: [70000]}' 3:
wrong "a time without sense" 'timeouts:\n  request: soon' 4:
wrong "no YAML" 'gemini: [' '[0-9]*:'

# fails NAME PATTERN ARGUMENTS...: no start, and a message that says why.
fails() {
	fails_name=$1
	fails_pattern=$2
	shift 2
	if server_fails "$@"; then
		ok "$fails_name: refused"
	else
		fail "$fails_name: refused"
	fi
	check "$fails_name: said clearly" grep -q -- "$fails_pattern" \
	    "$T/fails.txt"
}
fails "a root that is not there" nowhere --certs "$T/certs" "$T/nowhere"
fails "an option that is none" --nonsense --nonsense "$T/plain"
fails "a configuration that is not there" no.yaml -c "$T/no.yaml"

# Port 70 is closed to an ordinary user; the message names the ways out.
low_port() {
	if server_fails_as "$@" --gemini 127.0.0.1:0 \
	    --gopher 127.0.0.1:70 --certs "$T/home" "$T/plain"; then
		ok "port 70 for an ordinary user: refused"
	else
		fail "port 70 for an ordinary user: refused"
	fi
	check "port 70 for an ordinary user: the way out is named" \
	    grep -q 7070 "$T/fails.txt"
}
mkdir -m 700 "$T/home"
if [ "$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start)" -le 70 ]; then
	skip "port 70 for an ordinary user" "anybody may bind it here"
elif ! is_root; then
	low_port "$BOOKMOBILED"
elif have setpriv; then
	chmod 711 "$T"
	install -m 755 "$BOOKMOBILED" "$T/bookmobiled"
	chown "$ORDINARY:$ORDINARY" "$T/home"
	low_port setpriv --reuid "$ORDINARY" --regid "$ORDINARY" \
	    --clear-groups "$T/bookmobiled"
else
	skip "port 70 for an ordinary user" "there is no setpriv here"
fi
finish
