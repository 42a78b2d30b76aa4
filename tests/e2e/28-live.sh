#!/bin/sh
# SPDX-License-Identifier: ISC
# A rebuild is live at once, and nobody is ever sent half a file.
. "$(dirname "$0")/lib.sh"

mkdir -p "$T/content/posts"
printf 'title: Live\nlang: en\nhost: localhost\n' >"$T/content/capsule.yaml"
POST=$T/content/posts/2021-03-09-long.md

# edition N: a post of some 100 kB that says N from beginning to end.
edition() {
	{
		printf -- '---\ntitle: Long\n---\n\nBegin %s.\n\n' "$1"
		awk -v n="$1" 'BEGIN { while (i++ < 2000)
			print "Edition " n ", the paragraph of that name.\n" }'
		printf 'End %s.\n' "$1"
	} >"$T/new.md"
	mv "$T/new.md" "$POST"
}

build() {
	"$BOOKMOBILE" build "$T/content" "$T/public" >"$T/build.log" 2>&1
}

edition 0
check "the first build" build
start_server "$T/public" || finish

"$PYTHON" "$TOOLS/live.py" "$GEMINI_PORT" "$GOPHER_PORT" /long/ "$T/stop" \
    >"$T/live.out" 2>"$T/live.log" &
LOAD=$!
PIDS="$PIDS $LOAD"

for n in 1 2 3 4 5 6 7 8; do
	edition "$n"
	if ! build; then
		fail "build $n under load"
		break
	fi
	gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/long/" \
	    >"$T/page" 2>/dev/null || true
	gopher get "$GOPHER_PORT" /long/index.txt >"$T/text" || true
	check "edition $n is live in both protocols" \
	    sh -c "grep -q '^End $n' '$T/page' && grep -q '^End $n' '$T/text'"
done

# A page that comes and one that goes.
printf -- '---\ntitle: Second\ndate: 2021-04-01\n---\n\nNew.\n' \
    >"$T/content/posts/second.md"
check "a build with another post" build
gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/second/" \
    >"$T/page" 2>/dev/null || true
check "a new page is there" grep -q '^New\.' "$T/page"
rm "$T/content/posts/second.md"
check "a build without it" build
gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT/second/" \
    >"$T/page" 2>/dev/null || true
check "a removed page is gone" grep -q '^51 ' "$T/page"

echo >"$T/stop"
wait_for 20 is_gone "$LOAD" || fail "the load ends"
cp "$T/live.out" "$T/loads"
report cat "$T/loads"
finish
