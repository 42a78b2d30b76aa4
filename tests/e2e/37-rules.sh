#!/bin/sh
# SPDX-License-Identifier: ISC
# What server.yaml says about paths: moved, gone, types, listings, strict text,
# and zones for readers with certificates.
. "$(dirname "$0")/lib.sh"

make_plain
mkdir -p "$T/plain/gemini/private" "$T/plain/gopher/private" \
    "$T/plain/gemini/family" "$T/plain/gemini/files" "$T/plain/gopher/files"
printf '# Private\n' >"$T/plain/gemini/private/index.gmi"
printf 'private\n' >"$T/plain/gopher/private/a.txt"
printf '# Family\n' >"$T/plain/gemini/family/index.gmi"
printf 'a\n' | tee "$T/plain/gemini/files/a.asc" >"$T/plain/gopher/files/a.asc"
printf '.\nb\n' >"$T/plain/gopher/files/b.txt"
ln -s ../../../secret "$T/plain/gemini/files/out.txt"
ln -s ../../../secret "$T/plain/gopher/files/out.txt"
printf 'secret\n' >"$T/secret"
chmod -R u=rwX,go=rX "$T/plain"

# make_cert NAME DAYS: a reader's certificate and key in one file.
make_cert() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -subj "/CN=$1" -days "$2" -keyout "$T/$1.key" -out "$T/$1.crt" \
	    2>/dev/null
	cat "$T/$1.crt" "$T/$1.key" >"$T/$1.pem"
}
make_cert ana 30
make_cert ion 30
openssl req -new -key "$T/ion.key" -subj /CN=old |
    openssl x509 -req -signkey "$T/ion.key" -days -1 -out "$T/old.crt" \
    2>/dev/null
cat "$T/old.crt" "$T/ion.key" >"$T/old.pem"
print=$(openssl x509 -in "$T/ana.crt" -noout -fingerprint -sha256 |
    sed 's/.*=//')

cat >"$T/server.yaml" <<EOF
root: plain
host: h.example
listing: true
tickets: 2
log: {to: stderr, format: common, addresses: none}
gemini: {public_port: 1965}
gopher: {strict_text: true}
redirects:
  - {from: /old/*, to: /files/\$1, permanent: true}
  - {from: /web/*, to: "https://e.org/\$1"}
gone: [/gone/*]
types: {"*.asc": text/plain}
zones:
  - {path: /private/, require: any}
  - {path: /family/, require: ["$print"]}
EOF
if ! start_server -c "$T/server.yaml"; then
	finish
fi

cat >"$T/vectors" <<'EOF'
moved for good      | gemini://h.example/old/a%20b\r\n | 31 gemini://h\.example(:\d+)?/files/a%20b
moved for now       | gemini://h.example/web/x\r\n | 30 https://e\.org/x
gone                | gemini://h.example/gone/x\r\n | 52 Gone
a type by pattern   | gemini://h.example/files/a.asc\r\n | 20 text/plain
a listing           | gemini://h.example/files/\r\n | 20 text/gemini
a link out of it    | gemini://h.example/files/out.txt\r\n | 51
no certificate      | gemini://h.example/private/\r\n | 60 .+
nor by another way  | gemini://h.example/dir/..//private/index.gmi\r\n | 60 .+
nor by coding       | gemini://h.example/%70rivate/index.gmi\r\n | 60 .+
all else is open    | gemini://h.example/\r\n | 20 text/gemini
EOF
report gemini vectors "$GEMINI_PORT" "$T/vectors" --sni h.example
cat >"$T/vectors" <<'EOF'
moved               | /old/a.asc\r\n | match iThis has moved:.*\r\n0/files/a.asc\t/files/a.asc\tg\.example\t\d+\r\n\.\r\n
gone                | /gone/x\r\n | error
strict text         | /files/b.txt\r\n | = ..\r\nb\r\n.\r\n
a listing           | /files/\r\n | menu
a zone is shut      | /private/a.txt\r\n | error
a web browser       | GET / HTTP/1.1\r\nHost: h\r\n\r\n | match HTTP/1\.0 501 .*<a href="gopher://h\.example:\d+/">.*
EOF
sed -i 's/g\\.example/h\\.example/' "$T/vectors"
report gopher vectors "$GOPHER_PORT" h.example "$T/vectors"
check "a listing shows names and sizes" \
    [ "$(gopher get "$GOPHER_PORT" /files/ | tr '\t\r' '|$' | cut -d '|' -f 1,2)" \
    = "0a.asc, 2 bytes|/files/a.asc
0b.txt, 4 bytes|/files/b.txt
.\$" ]

# as NAME PATH [OPTIONS...]: the header that a reader with this certificate gets.
as() {
	who=$1
	path=$2
	shift 2
	printf 'gemini://h.example:%s%s\r\n' "$GEMINI_PORT" "$path" |
	    timeout 10 openssl s_client -quiet -connect \
	    "127.0.0.1:$GEMINI_PORT" -servername h.example \
	    -cert "$T/$who.pem" -key "$T/$who.pem" "$@" 2>/dev/null |
	    head -n 1 | cut -c 1-2
}
for tls in tls1_2 tls1_3; do
	check "$tls: any certificate opens one zone" \
	    [ "$(as ion /private/ -$tls)" = 20 ]
	check "$tls: the one that is named opens the other" \
	    [ "$(as ana /family/ -$tls)" = 20 ]
	check "$tls: another does not" [ "$(as ion /family/ -$tls)" = 61 ]
	check "$tls: one out of date opens none" \
	    [ "$(as old /private/ -$tls)" = 62 ]
	check "$tls: and does no harm elsewhere" [ "$(as old / -$tls)" = 20 ]
done
as ana / -sess_out "$T/session" >/dev/null
refuse "a server with zones gives no tickets" [ -s "$T/session" ]

is_gone_now() {
	[ "$(as ana /old/x)" = 52 ]
}
sed -i 's|^gone: .*|gone: [/old/*]|' "$T/server.yaml"
kill -HUP "$SERVER"
check "other rules come with SIGHUP" wait_for 10 is_gone_now
check "and zones stay shut" [ "$(as ion /family/)" = 61 ]
finish
