#!/bin/sh
# SPDX-License-Identifier: ISC
# Gemini requests byte for byte: the decision table and the vectors.
. "$(dirname "$0")/lib.sh"

make_plain
printf 'diacritics\n' >"$T/plain/gemini/ță.txt"
mkdir "$T/plain/gemini/a+b c"
printf '# A+B C\n\nHere.\n' >"$T/plain/gemini/a+b c/index.gmi"

# aaa COUNT: that many letters.
aaa() {
	printf "%$1s" '' | tr ' ' a
}

cat >"$T/vectors" <<EOF
home without slash         | gemini://h.example\\r\\n        | 20 text/gemini.*
home                       | gemini://h.example/\\r\\n       | 20 text/gemini.*
host in capitals, port     | gemini://H.EXAMPLE:1965/\\r\\n  | 20 text/gemini.*
scheme in capitals         | GEMINI://h.example/\\r\\n       | 20 text/gemini.*
empty port                 | gemini://h.example:/\\r\\n      | 20 text/gemini.*
host with its dot          | gemini://h.example./\\r\\n      | 20 text/gemini.*
bytes after the request    | gemini://h.example/\\r\\nGARBAGE | 20 text/gemini.*
two requests in one        | gemini://h.example/\\r\\ngemini://h.example/nope\\r\\n | 20 text/gemini.*
empty path with query      | gemini://h.example?q\\r\\n      | 20 text/gemini.*
query on a file            | gemini://h.example/a.txt?a+b%20c\\r\\n | 20 text/plain.*
query on the home page     | gemini://h.example/?%C8%9B\\r\\n | 20 text/gemini.*
nothing there              | gemini://h.example/nope\\r\\n   | 51 Not found
fragment                   | gemini://h.example/#top\\r\\n   | 59
userinfo                   | gemini://me@h.example/\\r\\n    | 59
empty userinfo             | gemini://@h.example/\\r\\n      | 59
userinfo, other scheme     | https://me@h.example/\\r\\n     | 59
fragment, other scheme     | https://h.example/#top\\r\\n    | 59
no scheme                  | //h.example/\\r\\n              | 59
only a path                | /\\r\\n                         | 59
empty line                 | \\r\\n                          | 59
words                      | Hello Gemini!\\r\\n             | 59
no host                    | gemini:///\\r\\n                | 59
no host, no path           | gemini://\\r\\n                 | 59
scheme and path            | gemini:/a.txt\\r\\n             | 59
port is no number          | gemini://h.example:a/\\r\\n     | 59
port out of range          | gemini://h.example:65536/\\r\\n | 59
empty label                | gemini://h..example/\\r\\n      | 59
wrong port                 | gemini://h.example:443/\\r\\n   | 53
other host                 | gemini://wikipedia.org/\\r\\n   | 53
other host, beyond ASCII   | gemini://\\xc8\\x9b.example/\\r\\n | 53
https                      | https://h.example/\\r\\n        | 53
http                       | http://h.example/\\r\\n         | 53
gopher                     | gopher://h.example/\\r\\n       | 53
titan                      | titan://h.example/x;size=3;mime=text/plain\\r\\nabc | 53
mailto                     | mailto:me@h.example\\r\\n       | 53
invalid UTF-8              | gemini://h.example/\\xdc\\r\\n  | 59
UTF-8 surrogate            | gemini://h.example/\\xed\\xa0\\x80\\r\\n | 59
overlong UTF-8             | gemini://h.example/\\xc0\\xaf\\r\\n | 59
bad percent                | gemini://h.example/%zz\\r\\n    | 59
cut percent                | gemini://h.example/%4\\r\\n     | 59
space                      | gemini://h.example/a b\\r\\n    | 59
control byte               | gemini://h.example/\\x01\\r\\n  | 59
TAB                        | gemini://h.example/\\x09\\r\\n  | 59
DEL                        | gemini://h.example/\\x7f\\r\\n  | 59
NUL                        | gemini://h.example/\\x00\\r\\n  | 59
byte-order mark            | \\xef\\xbb\\xbfgemini://h.example/\\r\\n | 59
LF inside                  | gemini://h.example/\\na\\r\\n   | 59
CR inside                  | gemini://h.example/\\ra\\r\\n   | 59
UTF-8 in the path          | gemini://h.example/\\xc8\\x9b\\xc4\\x83.txt\\r\\n | 20 text/plain.*
percent-coded path         | gemini://h.example/%C8%9B%C4%83.txt\\r\\n | 20 text/plain.*
small hexadecimal          | gemini://h.example/%c8%9b%c4%83.txt\\r\\n | 20 text/plain.*
coded letters              | gemini://h.example/%61.txt\\r\\n | 20 text/plain.*
plus is a plus             | gemini://h.example/a+b%20c/\\r\\n | 20 text/gemini.*
above the root             | gemini://h.example/../../\\r\\n | 5.
above the root, coded      | gemini://h.example/%2e%2e/etc/passwd\\r\\n | 5.
above the root, later      | gemini://h.example/dir/../../a.txt\\r\\n | 5.
above the root, twice coded | gemini://h.example/%252e%252e/etc/passwd\\r\\n | 5.
dots inside the root       | gemini://h.example/dir/../a.txt\\r\\n | 20 text/plain.*
one dot                    | gemini://h.example/./a.txt\\r\\n | 20 text/plain.*
coded slash                | gemini://h.example/dir%2Findex.gmi\\r\\n | 5[19]
coded slash, above         | gemini://h.example/..%2f..%2fetc/passwd\\r\\n | 5[19]
coded NUL                  | gemini://h.example/a.txt%00\\r\\n | 5[19]
coded dots                 | gemini://h.example/dir/%2e%2e/a.txt\\r\\n | 20|5[19]
hidden file                | gemini://h.example/.hidden\\r\\n | 5[12]
a file is no folder        | gemini://h.example/a.txt/\\r\\n | 51
folder without slash       | gemini://h.example/dir\\r\\n    | 3[01] gemini://h\\.example/dir/
folder, query kept         | gemini://h.example/dir?x=1\\r\\n | 3[01] gemini://h\\.example/dir/\\?x=1
folder, name coded         | gemini://h.example/a+b%20c\\r\\n | 3[01] gemini://h\\.example/a\\+b%20c/
index by its name          | gemini://h.example/dir/index.gmi\\r\\n | 20 text/gemini.*
no search here             | gemini://h.example/search\\r\\n | 51
longest request            | gemini://h.example/$(aaa 1005)\\r\\n | 51
one byte too long          | gemini://h.example/$(aaa 1006)\\r\\n | 59
far too long               | gemini://h.example/$(aaa 9000)\\r\\n | 59
long without an end        | gemini://h.example/$(aaa 1100) | 59
EOF
cat >"$T/silent" <<'EOF'
bare LF ends no request    | gemini://h.example/\n | nothing
half a request             | gemini://h.exam       | nothing
CR and something else      | gemini://h.example/\r | nothing
EOF

cat >"$T/server.yaml" <<EOF
root: $T/plain
host: h.example
certs: $T/certs
gemini: {listen: ["127.0.0.1:0"], public_port: 1965}
gopher: {listen: ["127.0.0.1:0"]}
EOF
if start_as "$BOOKMOBILED" -c "$T/server.yaml"; then
	report gemini vectors "$GEMINI_PORT" "$T/vectors" --sni h.example
	report gemini vectors "$GEMINI_PORT" "$T/silent" --sni h.example \
	    --wait 1

	note "one byte in a record, TLS 1.2, without a server name"
	grep '^home\|^nothing there\|^userinfo  ' "$T/vectors" >"$T/few"
	report gemini vectors "$GEMINI_PORT" "$T/few" --split 1 --sni h.example
	report gemini vectors "$GEMINI_PORT" "$T/few" --tls 1.2 --sni h.example
	report gemini vectors "$GEMINI_PORT" "$T/few" --tls 1.3 --sni ''
	cat >"$T/few" <<'EOF'
foreign server name | gemini://other.example/\r\n | 53
EOF
	report gemini vectors "$GEMINI_PORT" "$T/few" --sni other.example

	gemini get "$GEMINI_PORT" gemini://h.example --sni h.example \
	    >"$T/a" 2>"$T/a.end"
	gemini get "$GEMINI_PORT" gemini://h.example/ --sni h.example \
	    >"$T/b" 2>"$T/b.end"
	check "the same page with and without the slash" cmp "$T/a" "$T/b"
	check "TLS 1.3 is agreed on" grep -q '^TLSv1.3 TLS_AES_128' "$T/a.end"
	check "the page is whole" grep -q '^=> dir/ Folder$' "$T/a"

	refuse "TLS 1.1 is refused" openssl s_client -tls1_1 \
	    -cipher 'DEFAULT@SECLEVEL=0' -connect "127.0.0.1:$GEMINI_PORT"
	gopher get "$GEMINI_PORT" gemini://h.example/ >"$T/plain.txt"
	refuse "no answer without TLS" grep -qa '^[1-6][0-9] ' "$T/plain.txt"
	stop_server
fi

cat >>"$T/server.yaml" <<'EOF'
timeouts: {handshake: 2s, request: 2s}
EOF
sed -i 's/, public_port: 1965//' "$T/server.yaml"
if start_as "$BOOKMOBILED" -c "$T/server.yaml"; then
	sed 's/nothing$/closed/' "$T/silent" >"$T/closed"
	report gemini vectors "$GEMINI_PORT" "$T/closed" --sni h.example \
	    --wait 12
	cat >"$T/port" <<EOF
the real port              | gemini://h.example:$GEMINI_PORT/\\r\\n | 20 text/gemini.*
another port than ours     | gemini://h.example:1964/\\r\\n | 53
the redirect names the port | gemini://h.example:$GEMINI_PORT/dir\\r\\n | 3[01] gemini://h\\.example:$GEMINI_PORT/dir/
EOF
	report gemini vectors "$GEMINI_PORT" "$T/port" --sni h.example
	stop_server
fi
finish
