#!/bin/sh
# SPDX-License-Identifier: ISC
# run.sh DIR SECONDS: every libFuzzer target in DIR for SECONDS each, on the
# committed corpus; new inputs go to build/fuzz/corpus, findings to
# tests/fuzz/crashes/<entry>/ (commit those: they are replayed by `make test`).
set -eu
dir=$1 seconds=$2
cd "$(dirname "$0")/../.."
status=0
for target in "$dir"/fuzz_*; do
    [ -x "$target" ] || continue
    name=${target##*/fuzz_}
    mkdir -p "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" \
        "tests/fuzz/crashes/$name"
    set -- -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix="tests/fuzz/crashes/$name/"
    [ ! -e "tests/fuzz/fuzz_$name.dict" ] || set -- "$@" -dict="tests/fuzz/fuzz_$name.dict"
    echo "== $name"
    "$target" "$@" "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" \
        >"build/fuzz/$name.log" 2>&1 || status=1
    tail -n 8 "build/fuzz/$name.log"
    rmdir "tests/fuzz/crashes/$name" 2>/dev/null || true
done
exit $status
