#!/bin/bash
# SPDX-License-Identifier: ISC
# Runs test suites and adds up what they say.  Without arguments: everything,
# first as BUILD=release, then as BUILD=asan, then lint.  With arguments: those
# suites (unit golden fuzz e2e corpus lint) of the BUILD of the environment.
#
# A suite is a command that prints TAP lines ("ok …", "not ok …", "ok … # SKIP
# …").  One that ends without success and without a "not ok" counts as failed.
set -u
cd "$(dirname "$0")/.." || exit 1
umask 022
make=${MAKE:-make}
jobs=$(nproc)
logs=build/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0
broken=()
export LC_ALL=C.UTF-8 TZ=UTC
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1

# unit_suite: every cmocka program; one that crashes is a failure by name.
unit_suite()
{
    local program status=0 out
    for program in "build/$BUILD"/unit/test_*; do
        case $program in *.*) continue ;; esac
        [ -x "$program" ] || continue
        out=$(CMOCKA_MESSAGE_OUTPUT=TAP timeout 300 "$program" 2>&1)
        local rc=$?
        printf '%s\n' "$out" | sed "s|^\(\(not \)\?ok [0-9]* -\)|\1 ${program##*/}:|"
        if [ $rc != 0 ] && ! grep -q '^not ok' <<<"$out"; then
            echo "not ok - ${program##*/} ended with status $rc"
        fi
        [ $rc = 0 ] || status=1
    done
    return $status
}

# fuzz_suite: each fuzz target over its corpus and the crashes once found.
fuzz_suite()
{
    local program name status=0 dirs
    for program in "build/$BUILD"/replay/fuzz_*; do
        [ -x "$program" ] || continue
        name=${program##*/fuzz_}
        dirs=()
        for dir in "tests/fuzz/corpus/$name" "tests/fuzz/crashes/$name"; do
            [ ! -d "$dir" ] || dirs+=("$dir")
        done
        if timeout 300 "$program" "${dirs[@]}" 2>&1; then
            echo "ok - fuzz replay $name"
        else
            echo "not ok - fuzz replay $name"
            status=1
        fi
    done
    return $status
}

# run_suite NAME COMMAND...: runs it, shows failures, adds up.
run_suite()
{
    local name=$1 log ok bad skip rc
    shift
    log="$logs/${name//\//-}.log"
    printf '== %s\n' "$name"
    "$@" </dev/null >"$log" 2>&1
    rc=$?
    skip=$(grep -ciE '^ok\b.*# *skip' "$log")
    ok=$(($(grep -cE '^ok\b' "$log") - skip))
    bad=$(grep -cE '^not ok\b' "$log")
    if [ $rc != 0 ] && [ "$bad" = 0 ]; then
        bad=1
        echo "not ok - $name ended with status $rc"
        tail -n 60 "$log"
    elif [ $((ok + bad + skip)) = 0 ]; then
        bad=1
        echo "not ok - $name ran no test"
    fi
    if [ "$bad" != 0 ]; then
        broken+=("$name")
        # The lines about a failure stand before or after it: show both.
        grep -nE -B 30 -A 12 '^not ok\b' "$log" | head -n 400
    fi
    grep -iE '^ok\b.*# *skip' "$log"
    printf '   %s: %d passed, %d failed, %d skipped\n' \
        "$name" "$ok" "$bad" "$skip"
    passed=$((passed + ok)) failed=$((failed + bad))
    skipped=$((skipped + skip))
}

build()
{
    printf '== build %s\n' "$BUILD"
    if ! $make INNER=1 BUILD="$BUILD" -j"$jobs" programs test-programs \
        >"$logs/build-$BUILD.log" 2>&1; then
        tail -n 60 "$logs/build-$BUILD.log"
        echo "not ok - build $BUILD"
        failed=$((failed + 1)) broken+=("build $BUILD")
        return 1
    fi
}

suite()
{
    export BUILD
    export BOOKMOBILE=$PWD/build/$BUILD/bin/bookmobile
    export BOOKMOBILED=$PWD/build/$BUILD/bin/bookmobiled
    export SRC=$PWD
    case $1 in
    unit) run_suite "$BUILD/unit" unit_suite ;;
    fuzz) run_suite "$BUILD/fuzz" fuzz_suite ;;
    golden) run_suite "$BUILD/golden" sh tests/golden/run.sh ;;
    e2e) run_suite "$BUILD/e2e" sh tests/e2e/run.sh ;;
    corpus) run_suite "$BUILD/corpus" tests/corpus/run.sh ;;
    lint) run_suite lint tests/lint.sh ;;
    *) echo "no suite '$1'"; exit 2 ;;
    esac
}

if [ $# != 0 ]; then
    BUILD=${BUILD:-release}
    for name; do suite "$name"; done
else
    for BUILD in release asan; do
        build || continue
        for name in unit golden fuzz e2e; do suite $name; done
    done
    BUILD=release
    suite corpus
    suite lint
fi

[ ${#broken[@]} = 0 ] || echo "Logs of what failed are in $logs: ${broken[*]}"
if [ $skipped != 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ $failed = 0 ]
