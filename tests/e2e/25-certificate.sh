#!/bin/sh
# SPDX-License-Identifier: ISC
# The certificate: made at the first start, kept for ever after.
. "$(dirname "$0")/lib.sh"

make_plain
PEM=$T/certs/localhost.pem

# x509 OPTIONS...: about the certificate in the file.
x509() {
	openssl x509 -in "$PEM" -noout "$@"
}

fingerprint() {
	x509 -fingerprint -sha256 | sed 's/.*=//;s/://g'
}

# The log names the fingerprint, whatever stands between its digits.
log_has_fingerprint() {
	tr -d ': \n' <"$1" | grep -qi "$(fingerprint)"
}

if ! start_server "$T/plain"; then
	finish
fi
check "a certificate is made at the first start" [ -s "$PEM" ]
check "only its owner may read it" [ "$(stat -c %a "$PEM")" = 600 ]
check "nothing else is left in the folder" \
    [ "$(ls -A "$T/certs")" = localhost.pem ]
check "it holds the key too" openssl pkey -in "$PEM" -noout
check "the key is the certificate's" \
    [ "$(openssl pkey -in "$PEM" -pubout)" = "$(x509 -pubkey)" ]
check "the key is P-256" sh -c "openssl pkey -in '$PEM' -noout -text |
    grep -q prime256v1"
x509 -text >"$T/text"
check "it is of version 3" grep -q 'Version: 3' "$T/text"
check "it is signed with ECDSA and SHA-256" \
    grep -q 'Signature Algorithm: ecdsa-with-SHA256' "$T/text"
check "its common name is the host" \
    [ "$(x509 -subject -nameopt RFC2253)" = subject=CN=localhost ]
check "it is issued by itself" \
    [ "$(x509 -issuer -nameopt RFC2253)" = issuer=CN=localhost ]
check "its alternative name is the host" \
    [ "$(x509 -ext subjectAltName | sed 1d | tr -d ' ')" = DNS:localhost ]
check "it has no other extension" [ "$(grep -c '^ *X509v3 [A-Z]' "$T/text")" \
    -le 2 ]
check "its host name is accepted" \
    sh -c "openssl x509 -in '$PEM' -noout -checkhost localhost |
    grep -q 'does match'"
check "it is valid for decades" x509 -checkend $((20 * 365 * 86400))
begins=$(date -d "$(x509 -startdate | sed 's/.*=//')" +%s)
now=$(date +%s)
check "it is valid since a day ago" \
    [ $((now - begins)) -gt 80000 -a $((now - begins)) -lt 100000 ]
size=$(openssl x509 -in "$PEM" -outform DER | wc -c)
note "$size bytes of DER"
check "it is no larger than 310 bytes" [ "$size" -le 310 ]
check "its fingerprint is printed" log_has_fingerprint "$SERVER_LOG"
gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/" \
    --cert "$T/served.der" >/dev/null 2>&1 || true
openssl x509 -in "$PEM" -outform DER >"$T/file.der"
check "it is what the server shows" cmp "$T/file.der" "$T/served.der"
stop_server

before=$(sha256sum "$PEM")
if start_server "$T/plain"; then
	check "a restart keeps the file" [ "$(sha256sum "$PEM")" = "$before" ]
	gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/" \
	    --cert "$T/again.der" >/dev/null 2>&1 || true
	check "a restart shows the same certificate" \
	    cmp "$T/file.der" "$T/again.der"
	stop_server
fi

if start_server --host library.example "$T/plain"; then
	check "another host gets another file" \
	    [ -s "$T/certs/library.example.pem" ]
	check "the first file is kept" [ "$(sha256sum "$PEM")" = "$before" ]
	stop_server
fi

# An operator's own pair, in the other order, is used as it is.
mkdir "$T/own"
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost \
    -keyout "$T/own/key" -out "$T/own/cert" 2>/dev/null
cat "$T/own/key" "$T/own/cert" >"$T/own/localhost.pem"
chmod 600 "$T/own/localhost.pem"
if start_server --certs "$T/own" "$T/plain"; then
	gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/" \
	    --cert "$T/rsa.der" >/dev/null 2>&1 || true
	openssl x509 -in "$T/own/cert" -outform DER >"$T/rsa.own"
	check "an operator's own certificate is used" \
	    cmp "$T/rsa.own" "$T/rsa.der"
	stop_server
fi

# broken NAME CONTENT: no start, the file named and kept.
broken() {
	rm -rf "$T/broken"
	mkdir "$T/broken"
	printf '%s' "$2" >"$T/broken/localhost.pem"
	chmod 600 "$T/broken/localhost.pem"
	if server_fails --certs "$T/broken" "$T/plain"; then
		ok "$1: the server does not start"
	else
		fail "$1: the server does not start"
	fi
	check "$1: the message names the file" \
	    grep -q 'localhost\.pem' "$T/fails.txt"
	check "$1: the file is kept" \
	    [ "$(cat "$T/broken/localhost.pem")" = "$2" ]
}
broken "a broken file" "this is no certificate"
broken "an empty file" ""
broken "a certificate without its key" "$(cat "$T/own/cert")"
broken "a key of another certificate" "$(cat "$T/own/cert" &&
    openssl pkey -in "$PEM")"
finish
