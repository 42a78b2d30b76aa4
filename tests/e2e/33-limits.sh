#!/bin/sh
# SPDX-License-Identifier: ISC
# What one reader may have: connections, requests in a minute.  Loopback is
# counted only when the configuration says so.
. "$(dirname "$0")/lib.sh"

make_plain

# limits LINE: a server with `limits:` LINE.
limits() {
	printf '%s\n' "root: $T/plain" "certs: $T/certs" 'workers: 2' \
	    'gemini: {listen: ["127.0.0.1:0"]}' \
	    'gopher: {listen: ["127.0.0.1:0"]}' "limits: $1" >"$T/server.yaml"
	start_as "$BOOKMOBILED" -c "$T/server.yaml"
}

# The middle of a minute by the server's clock, which is the kernel's: tests
# that count must not run across its end.
away_from_the_minutes_end() {
	second=$(cut -d. -f1 /proc/uptime)
	left=$((60 - second % 60))
	[ "$left" -ge "$1" ] || sleep "$left"
}

crowd() {
	"$PYTHON" "$TOOLS/crowd.py" "$@" >"$T/crowd" 2>"$T/crowd.log"
	sed 's/^/# /' "$T/crowd"
}

limits '{loopback: true}' || finish
away_from_the_minutes_end 20
crowd "$GEMINI_PORT" 40 10
check "a reading room of 40 never sees 44" [ "$(cat "$T/crowd")" = '20 400' ]
stop_server

limits '{loopback: true, per_minute: 5}' || finish
away_from_the_minutes_end 10
crowd "$GEMINI_PORT" 1 9
check "requests in a minute are counted" grep -qx '20 5' "$T/crowd"
check "the others get 44" grep -qx '44 4' "$T/crowd"
gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/" \
    >"$T/reply" 2>/dev/null
check "with the seconds to wait, and nothing else" \
    grep -Eqx '44 ([1-9]|[1-5][0-9]|60).' "$T/reply"
gopher get "$GOPHER_PORT" / >"$T/reply"
check "Gopher has an item of type 3" \
    grep -q '^3Too many requests, wait [0-9]* seconds' "$T/reply"
check "and a final dot" [ "$(tail -n 1 "$T/reply" | tr -d '\r')" = . ]
stop_server

limits '{loopback: true, per_address: 3}' || finish
cat >"$T/hold.py" <<'EOP'
import socket
import sys
held = [socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        for _ in range(6)]
refused = 0
for sock in held:
    sock.settimeout(1)
    try:
        refused += sock.recv(1) == b""
    except ConnectionResetError:
        refused += 1
    except TimeoutError:
        pass
print(refused)
EOP
check "connections at once are counted" \
    [ "$("$PYTHON" "$T/hold.py" "$GOPHER_PORT")" -eq 3 ]
check "and are free again" sh -c "'$PYTHON' '$TOOLS/gopher.py' get \
    $GOPHER_PORT /a.txt | grep -q one"
# A worker that dies takes its counts along.
for pid in $(children "$SERVER"); do
	kill -KILL "$pid"
done
sleep 2
check "also after workers were killed" \
    [ "$("$PYTHON" "$T/hold.py" "$GOPHER_PORT")" -eq 3 ]
stop_server

limits '{per_minute: 5, per_address: 3}' || finish
crowd "$GEMINI_PORT" 8 4
check "loopback is not counted by default" [ "$(cat "$T/crowd")" = '20 32' ]
stop_server
finish
