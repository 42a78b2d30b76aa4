#!/bin/sh
# SPDX-License-Identifier: ISC
# Run the end-to-end tests: all, or those whose names (or numbers) are given.
#	tests/e2e/run.sh [NAME...]
# Each is held to LIMIT seconds.  The last line is the sum.
set -u

HERE=$(cd "$(dirname "$0")" && pwd)
SRC=${SRC:-$(cd "$HERE/../.." && pwd)}
LIMIT=${LIMIT:-120}
export SRC

out=$(mktemp "${TMPDIR:-/tmp}/bookmobile-e2e.XXXXXX") || exit 1
trap 'rm -f "$out"' EXIT
trap 'exit 143' HUP INT TERM

passed=0
failed=0
skipped=0

count() {
	grep -c "$1" "$out" || true
}

# run FILE: sums up its results; one that ends badly without having said so
# counts as one failure.
run() {
	echo "# ${1##*/}"
	timeout -k 15 "$LIMIT" sh "$1" >"$out" 2>&1
	status=$?
	cat "$out"
	skips=$(count '^ok .* # SKIP ')
	bad=$(count '^not ok ')
	if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
		echo "not ok - ${1##*/}: status $status"
		bad=1
	fi
	skipped=$((skipped + skips))
	failed=$((failed + bad))
	passed=$((passed + $(count '^ok ') - skips))
}

found=0
for file in "$HERE"/[0-9][0-9]-*.sh; do
	name=${file##*/}
	wanted=no
	[ $# -eq 0 ] && wanted=yes
	for word in "$@"; do
		case $name in
		"$word" | "$word".sh | "$word"-* | *-"$word".sh) wanted=yes ;;
		esac
	done
	[ "$wanted" = yes ] || continue
	found=$((found + 1))
	run "$file"
done
if [ "$found" -eq 0 ]; then
	echo "not ok - no test of that name: $*"
	failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
