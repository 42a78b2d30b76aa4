#!/bin/sh
# SPDX-License-Identifier: ISC
# Shared by the end-to-end tests: a temporary folder, servers that are stopped
# whatever happens, and results in TAP's form.  A test is sourced with
#	. "$(dirname "$0")/lib.sh"
# and ends with `finish`.
#
# From the environment: BOOKMOBILE and BOOKMOBILED, the programs (absolute);
# SRC, the root of the repository; PYTHON.  For the tests: T, a folder of mode
# 0700 that goes away at the end.
#
# shellcheck disable=SC2034 # some of this is for the tests alone
set -eu

SRC=${SRC:-$(cd "$(dirname "$0")/../.." && pwd)}
BIN=$SRC/build/${BUILD:-release}/bin
BOOKMOBILE=${BOOKMOBILE:-$BIN/bookmobile}
BOOKMOBILED=${BOOKMOBILED:-$BIN/bookmobiled}
PYTHON=${PYTHON:-python3}
TOOLS=$SRC/tests/tools
LC_ALL=C.UTF-8
PYTHONDONTWRITEBYTECODE=1
export LC_ALL PYTHONDONTWRITEBYTECODE
# What an ordinary user is in these tests: an account that owns nothing.
ORDINARY=54321

TEST_NAME=${0##*/}
TESTS=0
FAILED=0
FINISHED=
PIDS=
SERVERS=0

# --- results ---------------------------------------------------------------

ok() {
	TESTS=$((TESTS + 1))
	printf '%s\n' "ok $TESTS - $*"
}

fail() {
	TESTS=$((TESTS + 1))
	FAILED=$((FAILED + 1))
	printf '%s\n' "not ok $TESTS - $*"
}

# skip NAME WHY
skip() {
	TESTS=$((TESTS + 1))
	printf '%s\n' "ok $TESTS - $1 # SKIP $2"
}

note() {
	printf '%s\n' "# $*"
}

# check NAME COMMAND...: the command's output is shown only when it fails.
check() {
	check_name=$1
	shift
	if "$@" >"$T/check.out" 2>&1; then
		ok "$check_name"
	else
		fail "$check_name"
		sed -n '1,20s/^/# /p' "$T/check.out"
	fi
}

# refuse NAME COMMAND...: the command must fail.
refuse() {
	refuse_name=$1
	shift
	if "$@" >"$T/check.out" 2>&1; then
		fail "$refuse_name"
		sed -n '1,20s/^/# /p' "$T/check.out"
	else
		ok "$refuse_name"
	fi
}

# report COMMAND...: run a tool that prints "ok NAME", "fail NAME: WHY",
# "skip NAME: WHY" and "# note" lines, and count them.
report() {
	if ! "$@" >"$T/report.out" 2>"$T/report.err"; then
		sed 's/^/# /' "$T/report.err"
		fail "${2##*/} runs to its end"
	fi
	while read -r verdict words; do
		case $verdict in
		ok) ok "$words" ;;
		fail) fail "$words" ;;
		skip) skip "${words%%: *}" "${words#*: }" ;;
		*) printf '%s\n' "$verdict $words" ;;
		esac
	done <"$T/report.out"
}

# Print the plan; the exit status says whether all passed.
finish() {
	FINISHED=yes
	echo "1..$TESTS"
	[ "$FAILED" -eq 0 ]
	exit
}

# skip_all WHY: the whole file.
skip_all() {
	skip "$TEST_NAME" "$1"
	finish
}

have() {
	command -v "$1" >/dev/null 2>&1
}

is_root() {
	[ "$(id -u)" -eq 0 ]
}

# --- waiting and stopping --------------------------------------------------

# Dead or only a zombie counts as not running.
is_running() {
	state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' \
	    "/proc/$1/status" 2>/dev/null) || return 1
	[ -n "$state" ] && [ "$state" != Z ]
}

is_gone() {
	! is_running "$1"
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
	tries=$(($1 * 20))
	shift
	while ! "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.05
	done
}

# The children of a process.
children() {
	cat "/proc/$1/task/$1/children" 2>/dev/null || true
}

stop_pid() {
	is_running "$1" || return 0
	kill -TERM "$1" 2>/dev/null || true
	if ! wait_for 10 is_gone "$1"; then
		kill -KILL "$1" 2>/dev/null || true
	fi
}

cleanup() {
	status=$?
	trap - EXIT
	set +e
	for pid in $PIDS; do
		stop_pid "$pid"
	done
	if [ -z "$FINISHED" ]; then
		fail "$TEST_NAME ends early, status $status"
		status=1
	fi
	if [ "$FAILED" -gt 0 ]; then
		for log in "$T"/*.log; do
			[ -s "$log" ] || continue
			echo "# --- ${log##*/}"
			tail -n 25 "$log" | cut -c 1-300 | sed 's/^/# /'
		done
	fi
	rm -rf "$T"
	exit "$status"
}

# --- the programs under test -----------------------------------------------

# The server prints its addresses when it is ready to answer.
ready_line() {
	grep -q '^ready ' "$1" || ! is_running "$2"
}

# start_as COMMAND...: run a server that listens on free ports of 127.0.0.1;
# sets SERVER, SERVER_LOG, GEMINI_PORT and GOPHER_PORT.
start_as() {
	SERVERS=$((SERVERS + 1))
	SERVER_LOG=$T/server$SERVERS.log
	SERVER_OUT=$T/server$SERVERS.out
	: >"$SERVER_OUT"
	"$@" >"$SERVER_OUT" 2>"$SERVER_LOG" </dev/null &
	SERVER=$!
	PIDS="$PIDS $SERVER"
	if ! wait_for 20 ready_line "$SERVER_OUT" "$SERVER" ||
	    ! grep -q '^ready ' "$SERVER_OUT"; then
		fail "the server gets ready"
		return 1
	fi
	GEMINI_PORT=$(sed -n \
	    's|^ready .*gemini://[^ ]*:\([0-9]*\)/.*|\1|p' "$SERVER_OUT")
	GOPHER_PORT=$(sed -n \
	    's|^ready .*gopher://[^ ]*:\([0-9]*\)/.*|\1|p' "$SERVER_OUT")
	export GEMINI_PORT GOPHER_PORT
}

# start_server ARGUMENTS...: with certificates in $T/certs.
start_server() {
	start_as "$BOOKMOBILED" --gemini 127.0.0.1:0 --gopher 127.0.0.1:0 \
	    --certs "$T/certs" "$@"
}

# stop_server: by SIGTERM; SERVER_STATUS is its exit status.
stop_server() {
	kill -TERM "$SERVER" 2>/dev/null || true
	wait_for 20 is_gone "$SERVER" || kill -KILL "$SERVER"
	SERVER_STATUS=0
	wait "$SERVER" || SERVER_STATUS=$?
}

# server_fails ARGUMENTS...: it must end by itself, with an error; what it
# says is in $T/fails.txt.
server_fails() {
	server_fails_as "$BOOKMOBILED" --gemini 127.0.0.1:0 \
	    --gopher 127.0.0.1:0 "$@"
}

server_fails_as() {
	fails_status=0
	timeout 15 "$@" >"$T/fails.txt" 2>&1 </dev/null || fails_status=$?
	[ "$fails_status" -ne 0 ] && [ "$fails_status" -lt 124 ]
}

# Build the sample capsule of the repository into $T/public.
build_sample() {
	if ! "$BOOKMOBILE" build "$SRC/content" "$T/public" \
	    >"$T/build.log" 2>&1; then
		fail "the sample capsule is built"
		return 1
	fi
}

# A small folder without manifest, served as it is: $T/plain.
make_plain() {
	mkdir -p "$T/plain/gemini/dir" "$T/plain/gopher/dir"
	printf '# Home\n\nHello.\n\n=> dir/ Folder\n' \
	    >"$T/plain/gemini/index.gmi"
	printf '# Folder\n\nInside.\n' >"$T/plain/gemini/dir/index.gmi"
	printf 'hidden\n' >"$T/plain/gemini/.hidden"
	printf 'plain text\n' >"$T/plain/gemini/a.txt"
	printf 'iHello\t\tx\t1\r\n1Folder\t/dir/\r\n' \
	    >"$T/plain/gopher/gophermap"
	printf 'iInside\t\tx\t1\r\n' >"$T/plain/gopher/dir/gophermap"
	printf 'one\r\ntwo\r\n' >"$T/plain/gopher/a.txt"
	printf 'hidden\r\n' >"$T/plain/gopher/.hidden"
	printf 'User-agent: *\r\nDisallow: /x/\r\n' \
	    >"$T/plain/gopher/robots.txt"
	chmod -R u=rwX,go=rX "$T/plain"
}

gemini() {
	"$PYTHON" "$TOOLS/gemini.py" "$@"
}

gopher() {
	"$PYTHON" "$TOOLS/gopher.py" "$@"
}

T=$(mktemp -d "${TMPDIR:-/tmp}/bookmobile-e2e.XXXXXX")
trap cleanup EXIT
trap 'exit 143' HUP INT TERM
for program in "$BOOKMOBILE" "$BOOKMOBILED"; do
	if [ ! -x "$program" ]; then
		fail "$program is built"
		finish
	fi
done
