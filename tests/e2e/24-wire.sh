#!/bin/sh
# SPDX-License-Identifier: ISC
# What the post costs on a reader's line, in bytes of TCP payload both ways.
. "$(dirname "$0")/lib.sh"

build_sample && start_server "$T/public" || finish
POST=/public-libraries-as-active-citizens-hubs/

# measure KIND PATH: sets total and visible.
measure() {
	if ! line=$("$PYTHON" "$TOOLS/wire.py" "$1" "$2" localhost "$3" \
	    2>"$T/wire.log"); then
		fail "$1: the post is fetched"
		return 1
	fi
	note "$1: $line"
	total=${line#* total }
	total=${total% visible*}
	visible=${line##* visible }
}

# within NAME VALUE LIMIT
within() {
	if [ "$2" -le "$3" ]; then
		ok "$1: $2 of $3 bytes"
	else
		fail "$1: $2 of $3 bytes"
	fi
}

if measure gemini "$GEMINI_PORT" $POST; then
	within "Gemini, whole fetch" "$total" 4200
	within "Gemini, beyond the visible text" $((total - visible)) 2400
	check "the post has at least 1,700 bytes of text" [ "$visible" -ge 1700 ]
	text=$visible
fi
if measure gopher "$GOPHER_PORT" $POST; then
	within "Gopher menu, whole fetch" "$total" 3700
	within "Gopher menu, beyond the visible text" $((total - visible)) 1900
fi
if measure text "$GOPHER_PORT" ${POST}index.txt; then
	within "Gopher text, whole fetch" "$total" 2100
	within "Gopher text, 1.2 times the visible text" "$total" \
	    $((${text:-0} * 12 / 10))
fi
finish
