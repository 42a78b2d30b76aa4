#!/bin/sh
# SPDX-License-Identifier: ISC
# Clients that are slow, rude or many, and workers that die: the server goes on.
. "$(dirname "$0")/lib.sh"

make_plain
SIZE=50000000
truncate -s "$SIZE" "$T/plain/gemini/big.bin"
truncate -s "$SIZE" "$T/plain/gopher/big.bin"
cat >"$T/server.yaml" <<EOF
root: $T/plain
certs: $T/certs
gemini: {listen: ["127.0.0.1:0"]}
gopher: {listen: ["127.0.0.1:0"]}
timeouts: {handshake: 3s, request: 3s, stalled: 3s, rate: 30}
EOF

hostile() {
	hostile_what=$1
	shift
	report "$PYTHON" "$TOOLS/hostile.py" "$hostile_what" "$GEMINI_PORT" \
	    "$GOPHER_PORT" "$@"
}

start_as "$BOOKMOBILED" -c "$T/server.yaml" || finish
workers=$(children "$SERVER")
hostile slow /big.bin "$SIZE"
hostile rude /big.bin "$SIZE"
hostile many 200
hostile crowd "$SERVER"
check "no worker has ended" [ "$(children "$SERVER")" = "$workers" ]
hostile kill "$SERVER"
stop_server
check "SIGTERM ends with success" [ "$SERVER_STATUS" -eq 0 ]

# SIGTERM lets downloads end; the deadlines here are the usual ones.
if start_server "$T/plain"; then
	hostile term /big.bin "$SIZE" "$SERVER"
	wait "$SERVER" && status=0 || status=$?
	check "the server ends with success" [ "$status" -eq 0 ]
fi

# Fewer descriptors than connections: the listener waits, nothing ends.
if start_as sh -c 'ulimit -n 64; exec "$0" -c "$1"' "$BOOKMOBILED" \
    "$T/server.yaml"; then
	workers=$(children "$SERVER")
	hostile full 100
	check "no worker has ended for want of descriptors" \
	    [ "$(children "$SERVER")" = "$workers" ]
	stop_server
fi

# SIGINT ends at once, with or without clients.
if start_as env --default-signal=INT "$BOOKMOBILED" -c "$T/server.yaml"; then
	workers=$(children "$SERVER")
	kill -INT "$SERVER"
	check "SIGINT ends the server" wait_for 10 is_gone "$SERVER"
	for pid in $workers; do
		check "SIGINT leaves no worker" wait_for 10 is_gone "$pid"
	done
fi

# A supervisor that is killed leaves nobody behind.
if start_as "$BOOKMOBILED" -c "$T/server.yaml"; then
	workers=$(children "$SERVER")
	kill -KILL "$SERVER"
	for pid in $workers; do
		check "a worker ends with its supervisor" \
		    wait_for 10 is_gone "$pid"
	done
fi
finish
