#!/bin/bash
# SPDX-License-Identifier: ISC
# Style and static analysis, a TAP line per check.  The tools are Debian 12's.
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8
jobs=$(nproc)
status=0
mapfile -t sources < <(ls server/*.c server/base/*.c gen/*.c)
mapfile -t tests < <(ls tests/unit/*.c tests/fuzz/*.c tests/bench/*.c 2>/dev/null)
mapfile -t headers < <(ls server/*.h server/base/*.h gen/*.h)
mapfile -t manuals < <(ls server/*.[1-9] gen/*.[1-9])
mapfile -t scripts < <(ls .ci/run tests/*.sh tests/*/*.sh certs/*.sh 2>/dev/null)

# check NAME COMMAND...: quiet when it succeeds.
check()
{
    local name=$1 out
    shift
    if out=$("$@" 2>&1); then
        echo "ok - $name"
    else
        printf '%s\n' "$out" | head -n 80
        echo "not ok - $name"
        status=1
    fi
}

flags()
{
    printf '%s\n' -std=c11 -D_GNU_SOURCE '-DBOOKMOBILE_VERSION="lint"' \
        -include server/base/banned.h -iquote server/base -iquote server -iquote gen
    sed -n 's/^PKG_CFLAGS := //p' build/packages.mk | tr ' ' '\n' | grep .
}
mapfile -t flags < <(flags)

format() { clang-format --dry-run -Werror "${sources[@]}" "${headers[@]}" "${tests[@]}"; }

tidy()
{
    printf '%s\0' "${sources[@]}" |
        xargs -0 -n 4 -P "$jobs" sh -c '
            flags=$1; shift
            # shellcheck disable=SC2086
            clang-tidy --quiet "$@" -- $flags 2>&1 |
                grep -vE "^[0-9]+ warnings? |^Suppressed |^Use -header-filter" |
                grep -E . && exit 1; exit 0' sh "${flags[*]}"
}

cpp_check()
{
    cppcheck --quiet --std=c11 --enable=warning,portability,performance \
        --inline-suppr --error-exitcode=1 -j "$jobs" \
        --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches \
        -Iserver/base -Iserver -Igen "${sources[@]}"
}

# NULL is left to clang's analyser and leaks to the sanitizers: version 12 of
# gcc's loses track of both across calls.
analyzer()
{
    printf '%s\0' "${sources[@]}" |
        xargs -0 -n 1 -P "$jobs" gcc -O1 -fanalyzer -Werror -Wall \
            -Wno-analyzer-null-dereference -Wno-analyzer-malloc-leak \
            "${flags[@]}" -c -o /dev/null
}

# base includes only base and the system; server and gen only base and their own.
layers()
{
    local bad=0 file include name
    for file in "${sources[@]}" "${headers[@]}"; do
        while read -r include; do
            name=${include//\"/}
            case $file in
            server/base/*) [ -e "server/base/$name" ] ;;
            server/*) [ -e "server/$name" ] || [ -e "server/base/$name" ] ;;
            gen/*) [ -e "gen/$name" ] || [ -e "server/base/$name" ] ;;
            esac || { echo "$file includes $name: across the layers"; bad=1; }
        done < <(sed -n 's/^#include \("[^"]*"\).*/\1/p' "$file")
    done
    lone '<ev\.h>' server/worker.c || bad=1
    lone '<openssl/ssl\.h>' server/tls || bad=1
    lone '<libxml/' gen/html || bad=1
    lone '<cmark-gfm' gen/markdown || bad=1
    if grep -lE '<(openssl|ev\.h|sys/socket|libxml|unicode|magic)' server/base/*; then
        echo "server/base includes more than the system and libyaml"
        bad=1
    fi
    return $bad
}

# mandoc looks for the pages that a page refers to among the installed ones.
manual_pages()
{
    ! mandoc -Tlint -W style "${manuals[@]}" |
        grep -v 'STYLE: referenced manual not found'
}

# lone PATTERN PREFIX: only files that begin with PREFIX include PATTERN.
lone()
{
    if grep -lE "^#include $1" "${sources[@]}" "${headers[@]}" |
        grep -v "^$2"; then
        echo "  above: include $1, which only $2* may"
        return 1
    fi
}

sizes()
{
    wc -l "${sources[@]}" | awk '$2 != "total" && $1 > 600 {
        print $2 " has " $1 " lines; the limit is 600"; bad = 1 } END { exit bad }'
}

top_level()
{
    local entry bad=0
    for entry in *; do
        case $entry in
        Makefile|server|gen|content|certs|tests|README.md|LICENSE) ;;
        build|config.mk) ;;
        *) echo "top level holds $entry"; bad=1 ;;
        esac
    done
    return $bad
}

check "clang-format" format
check "clang-tidy" tidy
check "cppcheck" cpp_check
check "gcc -fanalyzer" analyzer
check "include layers" layers
check "files of at most 600 lines" sizes
check "top level as agreed" top_level
check "messages in one place" python3 -B tests/tools/messages.py gen
check "mandoc -Tlint" manual_pages
# The end-to-end tests run under set -e, which shellcheck cannot see.
check "shellcheck" shellcheck -S warning -e SC2164,SC2238 "${scripts[@]}"
exit $status
