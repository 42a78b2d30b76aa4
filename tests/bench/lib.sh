# SPDX-License-Identifier: ISC
# shellcheck shell=bash disable=SC2034
# Sourced by the benchmark scripts: where things are, temporary folder, rows.
# A row is never a failure of the script; it says "ok" or "MISSED".

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
export LC_ALL=C.UTF-8 TZ=UTC
build=build/${BUILD:-release}
bench=${BENCH:-$build/bench}
bookmobile=${BOOKMOBILE:-$build/bin/bookmobile}
bookmobiled=${BOOKMOBILED:-$build/bin/bookmobiled}
missed=0 measured=0

# Nothing may wait for a disk: memory if there is some, else what TMPDIR says.
folder=/dev/shm
[ -w "$folder" ] || folder=${TMPDIR:-/tmp}
tmp=$(mktemp -d "$folder/bookmobile-bench.XXXXXX") || exit 1

say() { printf '%s\n' "$*"; }
heading() { printf '\n%s\n' "$*"; }
note() { printf '  %-58s %s\n' "$1" "$2"; }

# calc EXPRESSION [FORMAT]: floating point; "-" when it has no value.
calc()
{
    awk -v f="${2:-%.3g}" "BEGIN { v = ($1); printf f, v }" 2>/dev/null ||
        echo -
}

# row NAME OURS FLOOR VALUE TARGET [SIGN]: VALUE against TARGET; SIGN is "<="
# (default) or ">=".  OURS and FLOOR are only shown; "-" is allowed anywhere.
row()
{
    local verdict sign=${6:-<=}
    case $4 in
    -|'') verdict='not measured' ;;
    *) measured=$((measured + 1))
        if [ "$(awk "BEGIN { print ($4 $sign $5) }")" = 1 ]; then
            verdict=ok
        else
            verdict=MISSED
            missed=$((missed + 1))
            # A figure in seconds or bytes that this machine cannot reach.
            [ "$2" != "$4" ] || [ "$3" = - ] ||
                [ "$(awk "BEGIN { print ($3 $sign $5) }")" = 1 ] ||
                verdict='MISSED (by the floor too)'
        fi ;;
    esac
    printf '  %-44s %11s %11s %9s  %s %-7s %s\n' \
        "$1" "$2" "$3" "$4" "$sign" "$5" "$verdict"
}

columns()
{
    printf '\n  %-44s %11s %11s %9s  %-10s\n' \
        "$1" ours floor value target
}

finish()
{
    if [ "$measured" = 0 ]; then
        heading "Nothing was measured."
    elif [ "$missed" = 0 ]; then
        heading "Every target that was measured is met."
    else
        heading "MISSED: $missed"
    fi
}

machine()
{
    say "$(nproc) cores, Linux $(uname -r), $(openssl version 2>/dev/null |
        cut -d' ' -f1,2), $(date -u +%Y-%m-%d)"
    say "load before the run: $(cut -d' ' -f1-3 /proc/loadavg) (more than" \
        "0.5 makes the figures poor)"
}
