#!/bin/bash
# SPDX-License-Identifier: ISC
# soak.sh [REQUESTS]: a million mixed requests, after which the server may need
# no more memory than after the first 10,000; workers that are killed at random
# while requests come; descriptors that are used up.  All on loopback.  The exit
# status says whether all rows are met.  SEED repeats the killing, KILL_SECONDS
# (60) says how long it lasts.  What the rows mean: README.md here.
# shellcheck disable=SC2034,SC2154 # some are set for, or by, the libraries
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/server_lib.sh"

requests=${1:-1000000}
kill_seconds=${KILL_SECONDS:-60}
each=16 # connections of a generator at once
on_server=() on_client=()
RANDOM=${SEED:=$$}
generators=()

# ---- load -------------------------------------------------------------------

# generate NAME COUNT OPTION...: begin a generator.
generate()
{
    local name=$1 count=$2
    shift 2
    [ "$count" -gt 0 ] || return 0
    load fetch --count "$count" --concurrency "$each" "$@" \
        >"$tmp/load.$name" 2>"$tmp/load.$name.err" &
    generators+=($!)
}

# mixed N SECONDS: begin N requests: half Gopher, one in ten of each protocol
# for something else than the page.
mixed()
{
    local n=$1 time=(--seconds "$2")
    rm -f "$tmp"/load.*
    generate page $((n * 45 / 100)) "${time[@]}" --port "$gemini" \
        --path "$page" --least 5120
    generate missing $((n * 2 / 100)) "${time[@]}" --port "$gemini" \
        --path /not-there --status 51
    generate moved $((n * 2 / 100)) "${time[@]}" --port "$gemini" \
        --path "${page%/}" --status 31
    generate bad $((n / 100)) "${time[@]}" --port "$gemini" \
        --path '/a b' --status 59
    generate text $((n * 45 / 100)) "${time[@]}" --plain --port "$gopher" \
        --path "${page}index.txt" --least 5120
    generate menu $((n * 3 / 100)) "${time[@]}" --plain --port "$gopher" \
        --path /
    generate nothing $((n * 2 / 100)) "${time[@]}" --plain \
        --port "$gopher" --path /not-there
}

# Wait for the generators.  Sets answered, failed, slowest (ms), and lost,
# those that ended without a result: a connection was refused.
collect()
{
    local file line
    answered=0 failed=0 slowest=0 lost=0
    wait "${generators[@]}"
    generators=()
    for file in "$tmp"/load.*; do
        case $file in *.err) continue ;; esac
        line=$(<"$file")
        if [ -z "$line" ]; then
            lost=$((lost + 1))
            sed "s|^|    ${file##*/}: |" "$file.err"
            continue
        fi
        answered=$((answered + $(get requests "$line")))
        failed=$((failed + $(get errors "$line")))
        slowest=$(awk -v a="$slowest" -v b="$(get max_ms "$line")" \
            'BEGIN { print (a + 0 > b + 0) ? a : b }')
    done
}

# Memory of all processes at rest, MiB: after the server has given back what
# it can.  Sets rss and pss.
rest()
{
    local line
    sleep 5
    line=$(load size --pid "$ours")
    rss=$(get rss_mib "$line") pss=$(get pss_mib "$line")
}

# ---- rows -------------------------------------------------------------------

# In ten parts, so that all kinds come at all times.
memory_rows()
{
    local first first_pss total=0 errors=0 i begun=$SECONDS
    start_ours || exit 1
    mixed 10000 600
    collect
    errors=$failed
    rest
    first=$rss first_pss=$pss
    note 'after 10,000 requests: RSS, PSS, MiB' "$rss $pss"
    for ((i = 1; i <= 10; i++)); do
        mixed $((requests / 10)) 3600
        collect
        total=$((total + answered)) errors=$((errors + failed + lost))
        rest
        note "after $total more" "$rss $pss, $((SECONDS - begun)) s"
    done
    row 'requests answered' "$total" - "$total" $((requests * 99 / 100)) '>='
    row 'requests that failed' - - "$errors" 0
    row 'growth after the first 10,000: RSS, MiB' "$rss" "$first" \
        "$(calc "$rss - $first" %.2f)" 1
    row 'growth: PSS, MiB' "$pss" "$first_pss" \
        "$(calc "$pss - $first_pss" %.2f)" 1
    end "$ours"
}

workers_of() { pgrep -P "$ours"; }

# Kill workers until the generators have ended; every fifth time all of them.
# Sets kills.
kill_at_random()
{
    local workers until=$((SECONDS + kill_seconds)) times=0
    kills=0
    while [ "$SECONDS" -lt "$until" ]; do
        sleep "$(calc "0.5 + $RANDOM / 16384" %.2f)"
        mapfile -t workers < <(workers_of)
        [ ${#workers[@]} -gt 0 ] || continue
        times=$((times + 1))
        [ $((times % 5)) = 0 ] ||
            workers=("${workers[RANDOM % ${#workers[@]}]}")
        kill -9 "${workers[@]}" && kills=$((kills + ${#workers[@]}))
    done
}

kill_rows()
{
    local before kinds=7
    start_ours 'workers: 3' || exit 1
    mixed 10000 600
    collect
    rest
    before=$pss
    mixed 5000000 "$kill_seconds"
    kill_at_random
    collect
    note 'workers killed (SEED)' "$kills ($SEED)"
    note 'requests answered meanwhile, failed' "$answered $failed"
    row 'failed for each killed worker' "$failed" - \
        "$(calc "$failed / $kills" %.1f)" $((each * kinds / 2))
    row 'connections refused' - - "$lost" 0
    row 'longest answer, ms' - - "$slowest" 3000
    row 'the supervisor lives' - - \
        "$(kill -0 "$ours" 2>/dev/null && echo 1 || echo 0)" 1 '>='
    sleep 2
    row 'workers afterwards' - - "$(workers_of | wc -l)" 3 '>='
    mixed 10000 600
    collect
    row 'requests that fail afterwards' - - $((failed + lost)) 0
    rest
    row 'growth: PSS, MiB' "$pss" "$before" \
        "$(calc "$pss - $before" %.2f)" 2
    end "$ours"
}

# Some 110 connections at once, and descriptors for half of them.
descriptor_rows()
{
    on_server=(prlimit --nofile=64:64)
    start_ours 'limits: {connections: 10000}' 'workers: 1' || exit 1
    mixed 50000 600
    collect
    note 'longest answer with 64 descriptors, ms' "$slowest"
    row 'failed with 64 descriptors' - - $((failed + lost)) 0
    row 'workers that died' - - "$(grep -c 'has died' "$tmp/ours.log")" 0
    end "$ours"
    on_server=()
}

# ---- all --------------------------------------------------------------------

machine
site
columns "Soak: $requests mixed requests"
memory_rows
columns 'Workers killed at random'
kill_rows
columns 'Descriptors used up'
descriptor_rows
finish
[ "$missed" = 0 ]
