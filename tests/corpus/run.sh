#!/bin/bash
# SPDX-License-Identifier: ISC
# Builds whole blogs and asks oracle.py whether anything was lost, a TAP line
# per corpus.  Without arguments: three blogs that make_corpora.py writes, and
# the oracle's own self-test.  With arguments: those folders, each with its
# content/posts or posts and, if it has one, capsule.yaml beside posts.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
: "${BOOKMOBILE:=$here/../../build/${BUILD:-release}/bin/bookmobile}"
export LC_ALL=C.UTF-8 TZ=UTC PYTHONDONTWRITEBYTECODE=1
work=$(mktemp -d "${TMPDIR:-/tmp}/corpus.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
status=0

if [ ! -x "$BOOKMOBILE" ]; then
    echo "not ok - corpus: no program $BOOKMOBILE"
    exit 1
fi

# content CORPUS NAME: prints the folder to build; one without settings is
# copied beside minimal ones.
content()
{
    local posts=$1
    [ ! -d "$posts/content/posts" ] || posts=$posts/content
    if [ -e "$posts/capsule.yaml" ]; then
        echo "$posts"
        return
    fi
    mkdir -p "$work/content/$2"
    if [ -d "$posts/posts" ]; then
        cp -R "$posts/." "$work/content/$2/"
    else
        cp -R "$posts" "$work/content/$2/posts"
    fi
    chmod -R u+w "$work/content/$2"
    printf '%s\n' "title: A blog to try" "lang: en" "host: localhost" \
        "permalink: /:year/:month/:day/:slug/" >"$work/content/$2/capsule.yaml"
    echo "$work/content/$2"
}

# corpus FOLDER [OPTION...]: builds it and runs the oracle with the options.
corpus()
{
    local folder=${1%/} name source
    shift
    name=$(basename "$(realpath "$folder")")
    [ "$name" != content ] || name=$(basename "$(realpath "$folder/..")")
    source=$(content "$folder" "$name")
    if ! "$BOOKMOBILE" build --losses "$work/$name.losses" "$source" \
        "$work/$name" >"$work/$name.log" 2>&1; then
        grep -vE ': (warning|note|left out): ' "$work/$name.log" | head -n 60
        echo "not ok - corpus $name builds"
        status=1
        return
    fi
    python3 "$here/oracle.py" --name "$name" "$source" "$work/$name" \
        "$work/$name.losses" || status=1
    if [ $# != 0 ]; then
        python3 "$here/oracle.py" "$@" "$source" "$work/$name" \
            "$work/$name.losses" || status=1
    fi
}

if [ $# != 0 ]; then
    for folder; do
        if [ ! -d "$folder" ]; then
            echo "not ok - corpus: no folder $folder"
            status=1
            continue
        fi
        corpus "$folder"
    done
    exit $status
fi

python3 "$here/make_corpora.py" "$work/own" || exit 1
for habit in jekyll hugo wordpress; do
    corpus "$work/own/$habit" --self-test --name "$habit"
done
exit $status
