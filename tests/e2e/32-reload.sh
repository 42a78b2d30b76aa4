#!/bin/sh
# SPDX-License-Identifier: ISC
# SIGHUP: configuration, certificate and log are taken anew, nothing is
# dropped, and what is wrong changes nothing.
. "$(dirname "$0")/lib.sh"

make_plain
cp -R "$T/plain" "$T/other"
printf '# Other\n' >"$T/other/gemini/index.gmi"

# configure ROOT [LINE...]
configure() {
	{
		printf '%s\n' "root: $1" "certs: $T/certs" 'workers: 2' \
		    'gemini: {listen: ["127.0.0.1:0"]}' \
		    'gopher: {listen: ["127.0.0.1:0"]}' \
		    "log: {to: $T/access.txt}"
		shift
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >"$T/server.yaml"
}

said() {
	[ "$(grep -c "$1" "$SERVER_LOG")" -ge "$2" ]
}

RELOADS=0
REFUSALS=0
reload() {
	RELOADS=$((RELOADS + 1))
	kill -HUP "$SERVER"
	wait_for 10 said ': reloaded' "$RELOADS"
}
refused() {
	REFUSALS=$((REFUSALS + 1))
	kill -HUP "$SERVER"
	wait_for 10 said 'not reloaded' "$REFUSALS"
}

home() {
	gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/" "$@" \
	    2>/dev/null
}
home_is() {
	home | grep -q "$1"
}

configure "$T/plain"
start_as "$BOOKMOBILED" -c "$T/server.yaml" || finish
check "the first configuration" home_is '^# Home'

# A download that outlives its generation.
head -c 30000000 /dev/zero | tr '\0' 'x' >"$T/plain/gopher/big.bin"
chmod a+r "$T/plain/gopher/big.bin"
curl -s --limit-rate 8M -o "$T/big" \
    "gopher://127.0.0.1:$GOPHER_PORT/9/big.bin" &
DOWNLOAD=$!
PIDS="$PIDS $DOWNLOAD"
wait_for 5 test -s "$T/big" || true

"$PYTHON" "$TOOLS/crowd.py" "$GEMINI_PORT" 4 0 --until "$T/stop" \
    >"$T/gemini.out" 2>"$T/crowd.log" &
CROWD=$!
"$PYTHON" "$TOOLS/crowd.py" "$GOPHER_PORT" 4 0 --gopher --until "$T/stop" \
    >"$T/gopher.out" 2>>"$T/crowd.log" &
PIDS="$PIDS $CROWD $!"

configure "$T/other"
check "another root by SIGHUP" reload
check "it is served" home_is '^# Other'
old=$(children "$SERVER")
check "again, and at once" reload
check "the workers are new ones" [ "$(children "$SERVER")" != "$old" ]

configure "$T/other" 'tickets: many'
check "a configuration with an error is refused" refused
check "the error is named with its line" \
    grep -q 'server.yaml:7: .*tickets' "$SERVER_LOG"
check "what was there serves on" home_is '^# Other'
configure "$T/absent"
check "a root that is not there is refused" refused
configure "$T/other"

mv "$T/certs/localhost.pem" "$T/old.pem"
printf 'garbage\n' >"$T/certs/localhost.pem"
chmod 600 "$T/certs/localhost.pem"
check "a certificate that cannot be read is refused" refused
mv "$T/old.pem" "$T/certs/localhost.pem"
home --cert "$T/before.der" >/dev/null
rm "$T/certs/localhost.pem"
check "a new certificate" reload
home --cert "$T/after.der" >/dev/null
refuse "is used" cmp "$T/before.der" "$T/after.der"

mv "$T/access.txt" "$T/access.1"
check "the log's file is moved away" reload
check "and made anew" test -e "$T/access.txt"
printf 'x\r\n' >"$T/other/gopher/marked.txt"
gopher get "$GOPHER_PORT" /marked.txt >/dev/null
check "requests are written there" \
    wait_for 5 grep -q marked.txt "$T/access.txt"
refuse "and not into the old one" grep -q marked.txt "$T/access.1"

# The root's path names another folder: a switch of symlinks, say.
cp -R "$T/plain" "$T/third"
printf '# Third\n' >"$T/third/gemini/index.gmi"
mv "$T/other" "$T/gone"
mv "$T/third" "$T/other"
check "a root that is replaced is noticed" wait_for 10 home_is '^# Third'
RELOADS=$((RELOADS + 1))

echo >"$T/stop"
for pid in $PIDS; do
	[ "$pid" = "$SERVER" ] || wait "$pid" || true
done
sed 's/^/# gemini /' "$T/gemini.out"
sed 's/^/# gopher /' "$T/gopher.out"
refuse "no Gemini request was dropped" grep -v '^20 ' "$T/gemini.out"
check "there were some" grep -q '^20 ' "$T/gemini.out"
refuse "no Gopher request was dropped" grep -v '^[i1] ' "$T/gopher.out"
check "a download under way was finished" \
    [ "$(wc -c <"$T/big")" -eq 30000000 ]
few_workers() {
	[ "$(children "$SERVER" | wc -w)" -eq 2 ]
}
check "old workers have gone" wait_for 15 few_workers
kill -TERM "$SERVER"
check "it stops" wait_for 10 is_gone "$SERVER"
finish
