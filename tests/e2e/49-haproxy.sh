#!/bin/sh
# SPDX-License-Identifier: ISC
# Scaling out: HAProxy in front of two servers that share tree and certificate,
# PROXY version 2 between them. One is killed under load.
. "$(dirname "$0")/lib.sh"

have haproxy || skip_all "no haproxy"
make_plain

# backend N: sets SERVER and the ports.
backend() {
	printf '%s\n' "root: $T/plain" "certs: $T/certs" \
	    'gemini: {listen: ["127.0.0.1:0"]}' \
	    'gopher: {listen: ["127.0.0.1:0"]}' 'proxy: [127.0.0.1]' \
	    "log: {to: $T/access$1.txt, addresses: whole}" >"$T/server$1.yaml"
	start_as "$BOOKMOBILED" -c "$T/server$1.yaml"
}
backend 1 || finish
FIRST=$SERVER
FIRST_GEMINI=$GEMINI_PORT FIRST_GOPHER=$GOPHER_PORT
backend 2 || finish

read -r GEMINI GOPHER <<EOF2
$("$PYTHON" -c 'import socket
socks = [socket.socket() for _ in range(2)]
for s in socks: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in socks))')
EOF2

cat >"$T/haproxy.cfg" <<EOF2
defaults
	mode tcp
	timeout connect 2s
	timeout client 60s
	timeout server 60s
	option redispatch
	retries 3
	default-server send-proxy-v2 check check-send-proxy inter 300ms fall 2 rise 2
listen gemini
	bind 127.0.0.1:$GEMINI
	server one 127.0.0.1:$FIRST_GEMINI
	server two 127.0.0.1:$GEMINI_PORT
listen gopher
	bind 127.0.0.1:$GOPHER
	server one 127.0.0.1:$FIRST_GOPHER
	server two 127.0.0.1:$GOPHER_PORT
EOF2
haproxy -f "$T/haproxy.cfg" -db >"$T/haproxy.log" 2>&1 &
PIDS="$PIDS $!"

up() {
	"$PYTHON" "$TOOLS/gopher.py" get "$GOPHER" /a.txt 2>/dev/null |
	    grep -q one
}
check "HAProxy gets ready" wait_for 10 up

crowd() {
	"$PYTHON" "$TOOLS/crowd.py" "$@" 2>>"$T/crowd.log"
}
crowd "$GEMINI" 8 25 >"$T/before"
check "both protocols: Gemini" [ "$(cat "$T/before")" = '20 200' ]
crowd "$GOPHER" 8 25 --gopher >"$T/before"
check "both protocols: Gopher" [ "$(cat "$T/before")" = 'i 200' ]
check "the first server had a share" grep -q gemini "$T/access1.txt"
check "the second server had a share" grep -q gemini "$T/access2.txt"
check "readers' addresses come through" grep -q '^127\.0\.0\.1 ' \
    "$T/access1.txt"
refuse "the health checks are not logged" grep -v ' 20 ' "$T/access1.txt"

crowd "$GEMINI" 8 0 --until "$T/stop" >"$T/during" &
LOAD=$!
PIDS="$PIDS $LOAD"
sleep 1
# shellcheck disable=SC2046 # one word for each process
kill -KILL "$FIRST" $(children "$FIRST")
sleep 1
crowd "$GEMINI" 8 50 >"$T/after"
check "after the health check's interval no new connection fails" \
    [ "$(cat "$T/after")" = '20 400' ]
crowd "$GOPHER" 8 50 --gopher >"$T/after"
check "and none of Gopher" [ "$(cat "$T/after")" = 'i 400' ]
echo >"$T/stop"
wait "$LOAD" || true
sed 's/^/# while it was killed: /' "$T/during"

"$BOOKMOBILED" --check "gemini://localhost:$GEMINI/" --connect 127.0.0.1 \
    >"$T/probe" 2>&1 || true
check "the probe passes through" grep -q '^ok: ' "$T/probe"
finish
