#!/bin/bash
# SPDX-License-Identifier: ISC
# server.sh: what bookmobiled costs beside the smallest servers that do the
# bare work.  All on loopback, bounded in number and time; the server runs on
# the first core, the load on the second.  ROUNDS (5) rounds in turn, the best
# of each counts.  SLOW=0 leaves out the 10,000 slow connections (2 minutes),
# SLOW=only everything else.  What the rows mean: README.md here.
# shellcheck disable=SC2154 # tmp, bench … come from lib.sh, *_port by printf -v
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/server_lib.sh"

rounds=${ROUNDS:-5}
requests=${REQUESTS:-2500}

# least A B: the smaller; "-" is no number.   most A B: the larger.
least() { awk -v a="$1" -v b="$2" 'BEGIN {
    print (a == "-" || (b != "-" && b + 0 < a + 0)) ? b : a }'; }
most() { awk -v a="$1" -v b="$2" 'BEGIN {
    print (a == "-" || (b != "-" && b + 0 > a + 0)) ? b : a }'; }
ratio() { [ "$1" = - ] || [ "$2" = - ] && echo - || calc "$1 / $2" %.3f; }

# ---- servers ----------------------------------------------------------------

# start_floor NAME OPTION...: sets NAME_pid and NAME_port.
start_floor()
{
    local name=$1 pid line
    shift
    "${on_server[@]}" "$bench/floor_server" "$@" >"$tmp/$name.ready" &
    pid=$!
    line=$(wait_ready "$tmp/$name.ready" "$pid") || return 1
    printf -v "${name}_pid" %s "$pid"
    printf -v "${name}_port" %s "${line#ready }"
}

start_tls_floor()
{
    start_floor floor --pem "$tmp/certs/localhost.pem" \
        --page "$tmp/public/gemini${page}index.gmi" \
        --big "$tmp/public/gemini/big.txt" "$@"
}

start_plain_floor()
{
    start_floor plain --plain --page "$tmp/public/gopher${page}index.txt"
}

# ---- rows -------------------------------------------------------------------

# compare NAME=OPTION... : fetch from floor and ours in turn; sets f_cpu o_cpu
# (least), f_p99 o_p99 (least), f_rate o_rate (most), errors, line (last of
# ours).  fp and op are the ports, fi and oi the processes.
compare()
{
    local i line_floor
    f_cpu=- o_cpu=- f_p99=- o_p99=- f_rate=- o_rate=- errors=0 line=
    for ((i = 0; i < rounds; i++)); do
        line_floor=$(load fetch --port "$fp" --pid "$fi" "$@" 2>/dev/null)
        f_cpu=$(least "$f_cpu" "$(get cpu_us "$line_floor")")
        f_p99=$(least "$f_p99" "$(get p99_ms "$line_floor")")
        f_rate=$(most "$f_rate" "$(get rate "$line_floor")")
        [ -n "$ours" ] || continue
        line=$(load fetch --port "$op" --pid "$oi" "$@" 2>/dev/null)
        [ -n "$line" ] || { errors=$((errors + 1)); continue; }
        o_cpu=$(least "$o_cpu" "$(get cpu_us "$line")")
        o_p99=$(least "$o_p99" "$(get p99_ms "$line")")
        o_rate=$(most "$o_rate" "$(get rate "$line")")
        errors=$((errors + $(get errors "$line")))
    done
    [ "$errors" = 0 ] || note 'requests that failed' "MISSED: $errors"
}

drops() { awk '/^TcpExt:/ && !seen { split($0, names); seen = 1; next }
    /^TcpExt:/ { for (i in names) if (names[i] ~ /^ListenDrops$/) print $i }' \
    /proc/net/netstat; }

handshakes()
{
    fp=$floor_port fi=$floor_pid op=$gemini oi=$ours
    compare --count "$requests" --concurrency 8 --warm 300 --path "$page"
    row 'CPU per full handshake + page, µs' "$o_cpu" "$f_cpu" \
        "$(ratio "$o_cpu" "$f_cpu")" 1.05
    down=$(get down "$line") up=$(get up "$line")
    local before after
    before=$(drops)
    compare --count "$requests" --concurrency 256 --warm 300 --path "$page"
    after=$(drops)
    row 'p99 at 256 concurrent, ms' "$o_p99" "$f_p99" \
        "$(ratio "$o_p99" "$f_p99")" 1
    note 'requests/s at 256 concurrent (ours, floor)' "$o_rate $f_rate"
    row 'SYNs dropped meanwhile' - - $((after - before)) 0
}

bytes()
{
    row 'bytes down, 5,120-byte page' "$down" - "$down" 5852
    row 'bytes up' "$up" - "$up" 456
}

big_file()
{
    fp=$floor_port fi=$floor_pid op=$gemini oi=$ours
    compare --count 10 --warm 2 --least 20000000 --path /big.txt
    row '20 MB file, CPU ms' "$(scale "$o_cpu" 1000)" \
        "$(scale "$f_cpu" 1000)" "$(scale "$o_cpu" 1000)" 12
    row '20 MB file, CPU in floors' "$(scale "$o_cpu" 1000)" \
        "$(scale "$f_cpu" 1000)" "$(ratio "$o_cpu" "$f_cpu")" 1.06
}

scale() { [ "$1" = - ] && echo - || calc "$1 / $2" %.2f; }

gopher_rows()
{
    fp=$plain_port fi=$plain_pid op=$gopher oi=$ours
    compare --plain --count $((requests * 10)) --concurrency 64 --warm 1000 \
        --least 5120 --path "${page}index.txt"
    row 'Gopher 5 KB, CPU µs a request' "$o_cpu" "$f_cpu" "$o_cpu" 30
    row 'Gopher 5 KB, CPU in floors' "$o_cpu" "$f_cpu" \
        "$(ratio "$o_cpu" "$f_cpu")" 1.28
    row 'Gopher 5 KB, requests/s' "$o_rate" "$f_rate" "$o_rate" 18000 '>='
}

# resumed VERSION OPTION...: with tickets on, in both servers.
resumed()
{
    local version=$1
    shift
    fp=$floor_port fi=$floor_pid op=$gemini oi=$ours
    compare --resumed --count "$requests" --concurrency 8 --warm 300 \
        --path "$page" "$@" >"$tmp/errors"
    if [ -n "$ours" ] && [ "$(get resumed "$line")" = - ]; then
        note "CPU per resumed connection, TLS $version" 'tickets off'
        return
    fi
    cat "$tmp/errors"
    row "CPU per resumed connection, TLS $version, µs" "$o_cpu" "$f_cpu" \
        "$(ratio "$o_cpu" "$f_cpu")" 1.05
}

resumed_rows()
{
    end "$floor_pid" ${ours:+"$ours"}
    start_tls_floor --tickets 1
    if ! start_ours 'tickets: 1' >/dev/null; then
        note 'CPU per resumed connection' 'tickets off'
        return
    fi
    resumed 1.3
    resumed 1.2 --tls12
}

# memory_of PORT PID: sets pss (MiB), idle and silent (bytes a connection).
# The server must be fresh: memory that earlier requests left is used again.
memory_of()
{
    load fetch --port "$1" --pid "$2" --count 200 --path "$page" >/dev/null
    pss=$(get pss_mib "$(load size --pid "$2")")
    silent=$(get rss_each "$(load hold --port "$1" --pid "$2" --count 1000 \
        --kind silent --short)")
    idle=$(get rss_each "$(load hold --port "$1" --pid "$2" --count 1000 \
        --kind idle --short)")
}

memory_rows()
{
    end "$floor_pid" ${ours:+"$ours"}
    start_tls_floor
    pss=- idle=- silent=-
    memory_of "$floor_port" "$floor_pid"
    local f_pss=$pss f_idle=$idle f_silent=$silent
    pss=- idle=- silent=-
    if start_ours; then
        memory_of "$gemini" "$ours"
        note 'processes' "$(get processes "$(load size --pid "$ours")")"
    fi
    row 'idle, PSS of all processes, MiB' "$pss" "$f_pss" "$pss" 8
    row 'bytes per idle TLS connection' "$idle" "$f_idle" "$idle" 24576
    row 'bytes per connection before ClientHello' "$silent" "$f_silent" \
        "$silent" 1536
}

# calls_of PORT PID: system calls a request, of the process and its children.
calls_of()
{
    local pids=() pid tracer count=500
    for pid in "$2" $(pgrep -P "$2"); do pids+=(-p "$pid"); done
    strace -f -c -o "$tmp/strace" "${pids[@]}" 2>/dev/null &
    tracer=$!
    sleep 1
    load fetch --port "$1" --count "$count" --path "$page" >/dev/null
    kill -INT "$tracer" && wait "$tracer" 2>/dev/null
    awk -v n="$count" '$NF == "total" { printf "%.1f", $4 / n }' "$tmp/strace"
}

calls_row()
{
    local ours_calls=- floor_calls
    if ! command -v strace >/dev/null; then
        note 'system calls per request' 'no strace'
        return
    fi
    floor_calls=$(calls_of "$floor_port" "$floor_pid")
    [ -z "$ours" ] || ours_calls=$(calls_of "$gemini" "$ours")
    row 'system calls per 5 KB request' "$ours_calls" "${floor_calls:--}" \
        "${ours_calls:--}" 26
    if [ -n "$ours" ] && [ -n "${CALLS:-}" ]; then
        sed 's/^/    /' "$tmp/strace"
    fi
}

# 10,000 connections that do nothing useful, and requests before, meanwhile and
# afterwards: sixteen short runs with them and as many without.
slow_rows()
{
    local holder alone meanwhile held i
    end ${ours:+"$ours"}
    # Two workers: one alone may have too few descriptors (ulimit -n).
    start_ours 'limits: {connections: 11000}' 'workers: 2' || return
    grep -o '[0-9]* connections at most.*' "$tmp/ours.log" | sed 's/^/    /'
    # Once unmeasured: the first requests of a worker are slower than others.
    load fetch --port "$gemini" --count 1000 --concurrency 8 >/dev/null
    normal 8
    alone=$normal
    "${on_client[@]}" "$bench/load" hold --port "$gemini" --pid "$ours" \
        --count 10000 --kind slow --path /big.txt --seconds 150 \
        >"$tmp/hold" &
    holder=$!
    for ((i = 0; i < 300; i++)); do
        grep -q '^held' "$tmp/hold" && break
        sleep 0.1
    done
    # Now it must not be in the way of the generator on the same core.
    chrt -o -p 0 "$holder" && renice -n 10 -p "$holder" >/dev/null
    normal 16
    meanwhile=$normal
    held=$(get held "$(head -n 1 "$tmp/hold")")
    row 'slow connections held' "$held" - "$held" 10000 '>='
    row 'requests refused meanwhile' - - "$refused" 0
    wait "$holder"
    normal 8
    alone=$(least "$alone" "$normal")
    row 'p99 meanwhile, ms (floor: without them)' "$meanwhile" "$alone" \
        "$(ratio "$meanwhile" "$alone")" 1.2
    # The deadlines as shipped, and what opening them took.
    ended silent 65
    ended half 35
    ended byte 36
    row 'all ended by the server, after s' - - \
        "$(freed "$(grep '^server_freed' "$tmp/hold")")" 105
}

# ended KIND SECONDS: none is open, and the oldest was no older than that.
ended()
{
    local line
    line=$(grep "^kind=$1 " "$tmp/hold")
    row "$1: oldest when ended, s ($(get closed "$line") ended)" - - \
        "$(get last_s "$line")" "$2"
    row "$1: still open" - - "$(get open "$line")" 0
}

# normal RUNS: sets normal, their least p99, and refused, their errors.
normal()
{
    local i line
    normal=- refused=0
    for ((i = 0; i < $1; i++)); do
        line=$(load fetch --port "$gemini" --count 1000 --concurrency 8 \
            --path "$page")
        normal=$(least "$normal" "$(get p99_ms "$line")")
        refused=$((refused + $(get errors "$line")))
    done
}

# Longer than any run when the server did not get rid of them.
freed()
{
    local value
    value=$(get server_freed_s "$1")
    [ "$value" = -1.0 ] && value=999
    echo "$value"
}

# rate_of CORES WORKERS: requests/s of a server on those cores, under the load
# of two generators on two others; sets rate.
rate_of()
{
    local i pids=() on_server=(taskset -c "$1")
    rate=-
    end ${ours:+"$ours"}
    start_ours "workers: $2" || return
    for i in 2 3; do
        taskset -c "$i" "$bench/load" fetch --port "$gemini" --warm 300 \
            --count $((requests * 4)) --concurrency 64 --path "$page" \
            >"$tmp/rate.$i" &
        pids+=($!)
    done
    wait "${pids[@]}"
    rate=$(calc "$(get rate "$(<"$tmp/rate.2")") +
        $(get rate "$(<"$tmp/rate.3")")" %.0f)
}

workers_row()
{
    local one
    if [ "$(nproc)" -lt 4 ]; then
        note 'two workers on two cores' 'needs four cores'
        return
    fi
    rate_of 0 1
    one=$rate
    rate_of 0,1 2
    row 'requests/s, two workers (floor: one)' "$rate" "$one" \
        "$(ratio "$rate" "$one")" 1.8 '>='
}

# ---- rivals -----------------------------------------------------------------

free_port()
{
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# rival NAME PORT PID OPTION...: the best of the rounds, as a note.
rival()
{
    local name=$1 port=$2 pid=$3 i line cpu=- rate=-
    shift 3
    for ((i = 0; i < rounds; i++)); do
        line=$(load fetch --port "$port" --pid "$pid" "$@" 2>/dev/null)
        cpu=$(least "$cpu" "$(get cpu_us "$line")")
        rate=$(most "$rate" "$(get rate "$line")")
    done
    if [ "$rate" = 0 ] || [ "$rate" = - ]; then
        note "$name" 'does not answer'
    else
        note "$name" "$cpu µs, $rate requests/s"
    fi
}

molly_brown()
{
    local port pid
    command -v molly-brown >/dev/null || return
    port=$(free_port)
    sed -n '/BEGIN CERT/,/END CERT/p' "$tmp/certs/localhost.pem" \
        >"$tmp/molly.crt"
    sed -n '/BEGIN.*KEY/,/END.*KEY/p' "$tmp/certs/localhost.pem" \
        >"$tmp/molly.key"
    printf '%s\n' "Port = $port" 'Hostname = "localhost"' \
        "CertPath = \"$tmp/molly.crt\"" "KeyPath = \"$tmp/molly.key\"" \
        "DocBase = \"$tmp/public/gemini/\"" \
        "AccessLog = \"$tmp/molly.log\"" "ErrorLog = \"$tmp/molly.err\"" >"$tmp/molly.conf"
    "${on_server[@]}" molly-brown -c "$tmp/molly.conf" 2>/dev/null &
    pid=$!
    sleep 1
    rival molly-brown "$port" "$pid" --count 1000 --concurrency 8 --warm 200 \
        --path "$page"
    end "$pid"
}

# gophernicus is started for each connection: most of its cost is that.
gophernicus()
{
    local program port pid nobody=()
    program=$(PATH=$PATH:/usr/sbin type -P gophernicus) || return
    command -v systemd-socket-activate >/dev/null || return
    port=$(free_port)
    # It refuses to run as root.
    if [ "$(id -u)" = 0 ]; then
        nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
        chmod 711 "$tmp"
    fi
    "${on_server[@]}" "${nobody[@]}" systemd-socket-activate \
        -l "127.0.0.1:$port" --inetd -a \
        "$program" -h localhost -p "$port" -r "$tmp/public/gopher" -nf \
        >/dev/null 2>&1 &
    pid=$!
    sleep 1
    rival gophernicus "$port" "$pid" --plain --count 500 --concurrency 8 \
        --warm 20 --least 5120 --path "${page}index.txt"
    end "$pid"
}

rivals()
{
    heading 'Rivals that are installed'
    molly_brown
    gophernicus
}

# ---- all --------------------------------------------------------------------

machine
say "best of $rounds rounds in turn; server pinned to one core, load to another"
site
ours='' gemini='' gopher=''
start_ours || say "  $bookmobiled is not built or does not start"
certificate
if [ "${SLOW:-}" = only ]; then
    columns 'Slow connections'
    slow_rows
    finish
    exit
fi
start_tls_floor || exit 1
start_plain_floor || exit 1
columns 'Server'
handshakes
bytes
big_file
gopher_rows
calls_row
resumed_rows
memory_rows
[ "${SLOW:-1}" = 0 ] || slow_rows
workers_row
rivals
finish
