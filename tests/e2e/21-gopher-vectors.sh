#!/bin/sh
# SPDX-License-Identifier: ISC
# Gopher requests byte for byte: the vectors, gophermaps and URL: pages.
. "$(dirname "$0")/lib.sh"

make_plain
root=$T/plain/gopher
printf 'first\nsecond\r\nthird\n' >"$root/lf.txt"
printf '\211PNG\r\n\032\n.\n' >"$root/dot.png"
printf 'CAPS\r\nCapsVersion=1\r\n' >"$root/caps.txt"
# Each line of a map that a server must fill in.
printf '%b' 'Just words\n' '\n' '# a comment\n' \
    '1Above\t/\n' '0Relative\ta.txt\n' '0Named\n' \
    'hWeb\tURL:https://e.org/\n' '1Own host\t/dir/\tg.example\n' \
    '1Elsewhere\t/x\tother.example\t7071\n' 'i- a dash\t\tx\t1\n' \
    >"$root/dir/gophermap"
printf 'beside\r\n' >"$root/dir/a.txt"
printf 'named\r\n' >"$root/dir/Named"
mkdir "$root/list"
printf 'x\r\n' >"$root/list/b.txt"
printf 'x\r\n' >"$root/list/.c.txt"

cat >"$T/vectors" <<'EOF'
root                    | \r\n                | menu
root, LF alone          | \n                  | same \r\n
root with a slash       | /\r\n               | same \r\n
root in Gopher+         | /\t+\r\n            | same \r\n
root's attributes       | /\t$\r\n            | same \r\n
empty, Gopher+ probe    | \t+\r\n             | same \r\n
root with words         | /\tfoo bar\r\n      | menu
folder                  | /dir/\r\n           | menu
folder without slash    | /dir\r\n            | same /dir/\r\n
folder, no slash at all | dir\r\n             | same /dir/\r\n
nothing there           | /nope\r\n           | error
error names what was asked | /nope\r\n        | match 3[^\t]*nope[^\t]*\t[^\t]*\t[^\t]+\t[0-9]+\r\n\.\r\n
file                    | /a.txt\r\n          | = one\r\ntwo\r\n
file without slash      | a.txt\r\n           | = one\r\ntwo\r\n
file, LF alone          | /a.txt\n            | = one\r\ntwo\r\n
file in Gopher+         | /a.txt\t+\r\n       | = one\r\ntwo\r\n
two slashes             | //a.txt\r\n         | = one\r\ntwo\r\n
a dot in between        | /./a.txt\r\n        | = one\r\ntwo\r\n
lone LF becomes CRLF    | /lf.txt\r\n         | = first\r\nsecond\r\nthird\r\n
an image as it is       | /dot.png\r\n        | = \x89PNG\r\n\x1a\n.\n
robots.txt              | robots.txt\r\n      | same /robots.txt\r\n
robots.txt is there     | /robots.txt\r\n     | = User-agent: *\r\nDisallow: /x/\r\n
caps.txt                | caps.txt\r\n        | = CAPS\r\nCapsVersion=1\r\n
above the root          | /../etc/passwd\r\n  | error
above, no slash         | ../etc/passwd\r\n   | error
above, later            | /dir/../../x\r\n    | error
above, coded            | /%2e%2e/etc/passwd\r\n | error
hidden file             | /.hidden\r\n        | error
hidden file in a folder | /list/.c.txt\r\n    | error
NUL                     | /a.txt\x00\r\n      | error
control byte            | /a\x01.txt\r\n      | error
a file is no folder     | /a.txt/x\r\n        | error
URL page                | URL:https://e.org/\r\n | match .*<meta[^>]*5;URL=https://e\.org/.*<a href="https://e\.org/">.*
URL page with a slash   | /URL:https://e.org/\r\n | same URL:https://e.org/\r\n
URL page for Gemini     | URL:gemini://e.org/\r\n | match .*<a href="gemini://e\.org/">.*
URL page for mail       | URL:mailto:a@e.org\r\n | match .*<a href="mailto:a@e\.org">.*
URL page is escaped     | URL:https://e.org/?a=1&b="><script>\r\n | match (?:3.*|(?!.*(?:<script>|&b)).*)
URL of a script         | URL:javascript:alert(1)\r\n | error
URL of data             | URL:data:text/html,x\r\n | error
URL of Gopher           | URL:gopher://e.org/\r\n | error
URL with a control byte | URL:https://e.org/\x01\r\n | error
URL that is empty       | URL:\r\n            | error
a web browser           | GET / HTTP/1.0\r\n\r\n | match .+
a web browser's HEAD    | HEAD / HTTP/1.1\r\nHost: x\r\n\r\n | match .+
a TLS hello             | \x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 | closed
search words to a file  | /a.txt\twords\r\n   | = one\r\ntwo\r\n
no search here          | /search\tfoo bar\r\n | error
EOF

if ! start_server --host g.example "$T/plain"; then
	finish
fi
report gopher vectors "$GOPHER_PORT" g.example "$T/vectors"

note "one byte at a time"
grep '^root, LF\|^file  \|^nothing there\|^URL page  ' "$T/vectors" >"$T/few"
report gopher vectors "$GOPHER_PORT" g.example "$T/few" --split 1

# in_map LINE: the folder's menu has exactly this line.
gopher get "$GOPHER_PORT" /dir/ | tr '\t\r' '|$' >"$T/dir.map"
in_map() {
	check "gophermap: $1" grep -qxF "$2|$3|$4|$5\$" "$T/dir.map"
}
own=g.example
in_map "an item gets host and port" 1Above / $own "$GOPHER_PORT"
in_map "a relative selector is completed" 0Relative /dir/a.txt $own \
    "$GOPHER_PORT"
in_map "a web link keeps URL: and gets host and port" hWeb \
    URL:https://e.org/ $own "$GOPHER_PORT"
in_map "a host without port gets ours" "1Own host" /dir/ $own "$GOPHER_PORT"
in_map "another server stays as written" 1Elsewhere /x other.example 7071
in_map "a complete info line stays" "i- a dash" "" x 1
check "gophermap: words are an info line" grep -q '^iJust words|' "$T/dir.map"
check "gophermap: an empty line is an empty info line" \
    grep -q '^i|' "$T/dir.map"
refuse "gophermap: a comment is not shown" grep -q comment "$T/dir.map"

awk 'BEGIN { while (i++ < 9000) printf "a" }' >"$T/long"
cat >"$T/few" <<EOF
a selector of 9000 bytes | /$(cat "$T/long")\\r\\n | match (?:3[^\\t]*\\t.*)?
EOF
report gopher vectors "$GOPHER_PORT" g.example "$T/few"
finish
