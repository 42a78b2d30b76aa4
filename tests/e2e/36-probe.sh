#!/bin/sh
# SPDX-License-Identifier: ISC
# bookmobiled --check: one line, and an exit status that a monitor understands.
. "$(dirname "$0")/lib.sh"

make_plain
start_server "$T/plain" || finish

# probe NAME STATUS REGEX ARGUMENTS...
probe() {
	probe_name=$1
	probe_wanted=$2
	probe_regex=$3
	shift 3
	probe_status=0
	"$BOOKMOBILED" --check "$@" >"$T/probe" 2>&1 || probe_status=$?
	sed 's/^/# /' "$T/probe"
	check "$probe_name: status $probe_wanted" \
	    [ "$probe_status" -eq "$probe_wanted" ]
	check "$probe_name: what it says" grep -Eq "$probe_regex" "$T/probe"
	check "$probe_name: one line" [ "$(wc -l <"$T/probe")" -eq 1 ]
}
G=gemini://localhost:$GEMINI_PORT
probe "a page" 0 \
    '^ok: .*, status 20, certificate ends 2049-12-31 \([0-9]+ days\)$' \
    "$G/" --connect 127.0.0.1
probe "a page at another port" 0 '^ok: .* bytes, [0-9.]+ s' \
    "gemini://localhost:$GEMINI_PORT/" --connect "127.0.0.1:$GEMINI_PORT"
probe "no page" 2 '^failing: .*, status 51' "$G/nope" --connect 127.0.0.1
probe "another host" 2 'status 53.*it is for another host' \
    "gemini://library.example:$GEMINI_PORT/" --connect 127.0.0.1
probe "no server" 2 '^failing: .*no connection' gemini://127.0.0.1:1/
probe "no TLS" 2 '^failing: .*the TLS handshake failed' \
    "gemini://127.0.0.1:$GOPHER_PORT/"
probe "a menu" 0 '^ok: .* bytes, [0-9.]+ s$' "gopher://127.0.0.1:$GOPHER_PORT"
probe "a text" 0 '^ok: .*, 10 bytes' "gopher://127.0.0.1:$GOPHER_PORT/0/a.txt"
probe "no text" 2 '^failing: .*an error' "gopher://127.0.0.1:$GOPHER_PORT/0/no"
probe "no URL" 2 '^failing: .*no gemini' http://localhost/
stop_server

# A certificate that ends in ten days.
if have openssl; then
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout "$T/key.pem" -out "$T/cert.pem" -subj /CN=localhost \
	    -addext subjectAltName=DNS:localhost -days 10 2>/dev/null
	cat "$T/cert.pem" "$T/key.pem" >"$T/certs/localhost.pem"
	chmod 600 "$T/certs/localhost.pem"
	start_server "$T/plain" || finish
	probe "a certificate that ends soon" 1 \
	    '^warning: .*\((9|10) days\), it ends soon' \
	    "gemini://localhost:$GEMINI_PORT/" --connect 127.0.0.1
	stop_server
else
	skip "a certificate that ends soon" "no openssl"
fi
finish
