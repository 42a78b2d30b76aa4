#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Golden cases of the writers: <topic>/<case>.md through `bookmobile convert`
# must give <case>.gmi, .menu and .txt to the byte; what it says on standard
# error must be <case>.err, where there is one, else nothing.  A case that must
# fail has only .md and .err.  A case with options has them, on one line, in
# <case>.args.
#
#	run.sh            compare; the last line is "N passed, N failed"
#	run.sh --update   write what comes out now, and show the differences
#
# BOOKMOBILE is the program.
set -u
LC_ALL=C
export LC_ALL

cd "$(dirname "$0")" || exit 1
program=${BOOKMOBILE:-$PWD/../../build/release/bin/bookmobile}
case $program in
/*) ;;
*) program=$OLDPWD/$program ;;
esac
[ -x "$program" ] || {
	echo "run.sh: no program at $program" >&2
	exit 1
}
update=0
[ "${1:-}" = --update ] && update=1
temp=$(mktemp -d) || exit 1
trap 'rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM
passed=0
failed=0

# compare NAME GOT WANTED
compare() {
	if [ ! -s "$2" ] && [ ! -e "$3" ]; then
		return
	fi
	if [ -e "$3" ] && cmp -s "$2" "$3"; then
		passed=$((passed + 1))
		echo "ok $1"
		return
	fi
	if [ "$update" = 1 ]; then
		diff -u "$([ -e "$3" ] && echo "$3" || echo /dev/null)" "$2"
		cp "$2" "$3"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $1"
	diff -u "$3" "$2" | sed 's/^/# /'
}

for source in */*.md; do
	base=${source%.md}
	topic=${base%/*}
	for pair in gemtext:gmi menu:menu text:txt; do
		kind=${pair%:*}
		end=${pair#*:}
		(
			cd "$topic" || exit 1
			args=
			[ -e "${base##*/}.args" ] && args=$(cat "${base##*/}.args")
			# shellcheck disable=SC2086 # words, one an option
			"$program" convert $args --to "$kind" "${base##*/}.md"
		) >"$temp/out" 2>"$temp/err" </dev/null
		compare "$base.$end" "$temp/out" "$base.$end"
	done
	compare "$base.err" "$temp/err" "$base.err"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
