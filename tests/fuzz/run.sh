#!/bin/bash
# SPDX-License-Identifier: ISC
# run.sh DIR SECONDS [NAME ...]: every libFuzzer target in DIR, or those named,
# for SECONDS of processor time each (not of the clock, so a busy machine or a
# stopped process takes nothing away), on the committed corpus.  New inputs go
# to build/fuzz/corpus/<name>, where the next run begins; findings go to
# tests/fuzz/crashes/<name>/ (commit those: `make test` replays them).
#
# share.py, run before, gives each target what the others have found.
#
# At the end a table says of each target what it has used and reached:
#   CPU       seconds of processor time, user and system
#   runs      how many inputs were tried
#   cov, ft   libFuzzer's coverage: edges of the program, and features (edges
#             with how often they were passed, and values compared)
#   new cov, new ft
#             after how many CPU seconds the last edge, the last feature was
#             found; 0 when the corpus had them all.  Nothing new in the last
#             ten minutes of half an hour is a "new cov" of 1200 at most.
#   findings  crashes, time-outs and leaks
# The same lines are kept in build/fuzz/<name>.log.
set -eu
dir=$1 seconds=$2
shift 2
cd "$(dirname "$0")/../.."
ticks=$(getconf CLK_TCK)
pid=
TMPDIR=$(mktemp -d)
export TMPDIR
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$TMPDIR"' EXIT
trap 'exit 1' INT TERM

# cpu_seconds PID: its processor time so far; nothing when it has ended.
cpu_seconds()
{
    local line fields
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
    read -ra fields <<<"${line##*) }"
    [ "${fields[0]}" = Z ] || echo $(((fields[11] + fields[12]) / ticks))
}

# reached LOG: "COV FT", as libFuzzer has said last; nothing until the corpus
# has been read.
reached()
{
    grep -aq INITED "$1" 2>/dev/null || return 0
    tail -c 20000 "$1" |
        sed -n 's/^#.* cov: \([0-9]*\) ft: \([0-9]*\).*/\1 \2/p' | tail -n 1
}

# watch LOG: until process $pid ends, or has had its time; sets used, cov, ft,
# new_cov and new_ft.
watch()
{
    local log=$1 now now_cov now_ft
    used=0 cov=0 ft=0 new_cov=0 new_ft=0
    while now=$(cpu_seconds "$pid") && [ -n "$now" ]; do
        used=$now
        read -r now_cov now_ft <<<"$(reached "$log")" || true
        if [ "${now_cov:-0}" -gt "$cov" ]; then
            [ "$cov" = 0 ] || new_cov=$used
            cov=$now_cov
        fi
        if [ "${now_ft:-0}" -gt "$ft" ]; then
            [ "$ft" = 0 ] || new_ft=$used
            ft=$now_ft
        fi
        # libFuzzer ends by itself, with its statistics.
        [ "$used" -lt "$seconds" ] || kill -USR1 "$pid" 2>/dev/null || true
        sleep 1
    done
}

# fuzz NAME: one target; adds its line to the table.
fuzz()
{
    local name=$1 log="build/fuzz/$1.log" crashes="tests/fuzz/crashes/$1"
    local status=0 runs findings options=()
    mkdir -p "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" "$crashes"
    [ ! -e "tests/fuzz/fuzz_$name.dict" ] ||
        options=("-dict=tests/fuzz/fuzz_$name.dict")
    "$dir/fuzz_$name" "${options[@]}" -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix="$crashes/" \
        "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1 &
    pid=$!
    watch "$log"
    wait "$pid" || status=1
    pid=
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    findings=$(find "$crashes" -type f -newer "$TMPDIR/began" | wc -l)
    rmdir "$crashes" 2>/dev/null || true
    printf '%-12s %6d %12s %6d %7d %8d %7d %9d\n' "$name" "$used" \
        "${runs:--}" "$cov" "$ft" "$new_cov" "$new_ft" "$findings" |
        tee -a "$log" "$TMPDIR/table"
    return $status
}

heading=$(printf '%-12s %6s %12s %6s %7s %8s %7s %9s' target CPU runs cov ft \
    'new cov' 'new ft' findings)
echo "$heading"
failed=0
if [ $# = 0 ]; then
    for target in "$dir"/fuzz_*; do
        [ ! -x "$target" ] || set -- "$@" "${target##*/fuzz_}"
    done
fi
for name; do
    touch "$TMPDIR/began"
    fuzz "$name" || failed=1
done
if [ $failed = 1 ]; then
    echo "Something was found: see tests/fuzz/crashes and build/fuzz/NAME.log"
fi
exit $failed
