#!/bin/sh
# SPDX-License-Identifier: ISC
# One line a request; no addresses, no queries, no bytes that could mislead.
. "$(dirname "$0")/lib.sh"

make_plain
start_server "$T/plain" || finish
HOST=localhost:$GEMINI_PORT
cat >"$T/gemini" <<EOF
page | gemini://$HOST/\\r\\n | 20
query | gemini://$HOST/?geheim%20word\\r\\n | 20
absent | gemini://$HOST/nope\\r\\n | 51
quotes | gemini://$HOST/a%22b%5Cc\\r\\n | 51
escape sequence | gemini://$HOST/\\x1b[31m\\r\\n | 59
line break | gemini://$HOST/\\n[fake] line\\r\\n | 59
userinfo | gemini://me:geheim@$HOST/\\r\\n | 59
EOF
cat >"$T/gopher" <<'EOF'
menu | /\r\n | menu
search words | /a.txt\tgeheim words\r\n | = one\r\ntwo\r\n
absent, quoted | /"nope"\\\r\n | error
escape sequence | /\x1b[31m\r\n | error
beyond ASCII | /\xc8\x9b\xff\r\n | error
EOF
REQUESTS=12
lines_before=$(wc -l <"$SERVER_LOG")
report gemini vectors "$GEMINI_PORT" "$T/gemini"
report gopher vectors "$GOPHER_PORT" localhost "$T/gopher"

# The lines of the requests, without what was said at the start.
access() {
	tail -n +$((lines_before + 1)) "$SERVER_LOG"
}

all_logged() {
	[ "$(access | wc -l)" -ge "$REQUESTS" ]
}

check "requests are logged at once" wait_for 5 all_logged
access >"$T/access"
check "one line a request" [ "$(wc -l <"$T/access")" -eq "$REQUESTS" ]
refuse "no address" grep -E '127\.0\.0\.1|::1' "$T/access"
refuse "no query and no search word" grep geheim "$T/access"
check "nor a password" grep -q "gemini://-@$HOST/" "$T/access"
check "a query leaves its mark" grep -q '/?-' "$T/access"
refuse "no control bytes" grep -aP '[\x00-\x08\x0b-\x1f\x7f]' "$T/access"
check "statuses are there" \
    [ "$(grep -cE ' (20|51|59)( |$)' "$T/access")" -ge 7 ]
check "a request is quoted as in common logs" \
    grep -qE '^[^"]*"[^"]*gemini://[^"]*/nope[^"]*" 51 ' "$T/access"
# Within the quotes, quotes and backslashes are escaped.
refuse "no line has a quote too many" \
    grep -vE '^[^"]*("([^"\\]|\\.)*"[^"]*)+$' "$T/access"
check "bytes beyond ASCII are escaped" sh -c "! grep -aqP '\\xff' '$T/access'"
sed -n '1,12s/^/# /p' "$T/access"
stop_server

# log_of ADDRESSES: requests with that setting, their lines in $T/access.
log_of() {
	cat >"$T/server.yaml" <<EOF
root: $T/plain
certs: $T/certs
gemini: {listen: ["127.0.0.1:0"]}
gopher: {listen: ["127.0.0.1:0"]}
log: {to: $T/access.txt, addresses: $1}
EOF
	rm -f "$T/access.txt"
	start_as "$BOOKMOBILED" -c "$T/server.yaml" || return 1
	gopher get "$GOPHER_PORT" /a.txt >/dev/null
	check "a log file is written, addresses: $1" \
	    wait_for 5 grep -q a.txt "$T/access.txt"
	cp "$T/access.txt" "$T/access" 2>/dev/null || : >"$T/access"
	stop_server
}
if log_of whole; then
	check "whole addresses on request" grep -q '^127\.0\.0\.1 ' "$T/access"
fi
if log_of none; then
	refuse "none in a file either" grep -q '127\.0\.0\.1' "$T/access"
fi
finish
