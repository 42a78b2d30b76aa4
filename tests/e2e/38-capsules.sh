#!/bin/sh
# SPDX-License-Identifier: ISC
# Several capsules on one server: by host for Gemini, by address for Gopher.
. "$(dirname "$0")/lib.sh"

make_plain
mkdir -p "$T/two/gemini/private" "$T/two/gopher"
printf '# Two\n' >"$T/two/gemini/index.gmi"
printf '# Private\n' >"$T/two/gemini/private/index.gmi"
printf 'iTwo\t\tx\t1\r\n1Here\t/\r\n' >"$T/two/gopher/gophermap"
chmod -R u=rwX,go=rX "$T/two"
cat >"$T/server.yaml" <<EOF
root: plain
host: one.example
capsules:
  - root: two
    host: two.example
    gopher: {listen: ["127.0.0.2:0"]}
    zones: [{path: /private/, require: any}]
EOF
if ! start_server -c "$T/server.yaml"; then
	finish
fi
ONE=$(sed -n 's|.*gopher://one.example:\([0-9]*\)/.*|\1|p' "$SERVER_OUT")
TWO=$(sed -n 's|.*gopher://two.example:\([0-9]*\)/.*|\1|p' "$SERVER_OUT")

# page HOST SNI: header and body in one line.
page() {
	gemini get "$GEMINI_PORT" "gemini://$1:$GEMINI_PORT/" --sni "$2" \
	    2>/dev/null | tr -d '\r' | tr '\n' '|'
}
check "the first capsule by its host" \
    [ "$(page one.example one.example)" = "20 text/gemini|# Home||Hello.||=> dir/ Folder|" ]
check "the second by its own" \
    [ "$(page two.example two.example)" = "20 text/gemini|# Two|" ]
check "letter case does not matter" \
    [ "$(page TWO.example Two.Example)" = "20 text/gemini|# Two|" ]
check "another name in TLS than in the request is refused" \
    [ "$(page two.example one.example)" = "53 Not served here|" ]
check "and the other way round" \
    [ "$(page one.example two.example)" = "53 Not served here|" ]
check "a third host is refused" \
    [ "$(page three.example three.example)" = "53 Not served here|" ]

# names SNI: the host that the served certificate is for.
names() {
	openssl s_client -connect "127.0.0.1:$GEMINI_PORT" "$@" </dev/null \
	    2>/dev/null | openssl x509 -noout -subject -nameopt RFC2253
}
for tls in tls1_2 tls1_3; do
	check "$tls: the first certificate by name" \
	    [ "$(names -servername one.example -$tls)" = subject=CN=one.example ]
	check "$tls: the second by name" \
	    [ "$(names -servername two.example -$tls)" = subject=CN=two.example ]
	check "$tls: the first for a stranger" \
	    [ "$(names -servername x.example -$tls)" = subject=CN=one.example ]
	check "$tls: the first without a name" \
	    [ "$(names -noservername -$tls)" = subject=CN=one.example ]
done
# asks SNI: is the reader asked for a certificate?
asks() {
	openssl s_client -connect "127.0.0.1:$GEMINI_PORT" -servername "$1" \
	    -msg </dev/null 2>/dev/null | grep -q CertificateRequest
}
check "a host with a zone asks for a certificate" asks two.example
refuse "a host without does not" asks one.example

cat >"$T/gopher.py" <<'EOF'
import sys
sys.path.insert(0, sys.argv[1])
import gopher
sys.stdout.buffer.write(gopher.fetch(int(sys.argv[3]), b"/\r\n", sys.argv[2]))
EOF
fetch() {
	"$PYTHON" "$T/gopher.py" "$TOOLS" "$1" "$2" | tr '\t\r\n' '|$ '
}
check "Gopher: the first capsule at its address" \
    [ "$(fetch 127.0.0.1 "$ONE")" = \
    "iHello||x|1\$ 1Folder|/dir/|one.example|$ONE\$ .\$ " ]
check "Gopher: the second at its own" \
    [ "$(fetch 127.0.0.2 "$TWO")" = \
    "iTwo||x|1\$ 1Here|/|two.example|$TWO\$ .\$ " ]
stop_server
check "it stops as it should" [ "$SERVER_STATUS" -eq 0 ]

printf 'root: plain\nhost: a\ncapsules: [{root: two, host: a}]\n' \
    >"$T/twice.yaml"
check "two capsules with one host do not start" server_fails -c "$T/twice.yaml" \
    --certs "$T/certs"
check "and the message says so" grep -q 'two capsules have the host a' \
    "$T/fails.txt"
finish
