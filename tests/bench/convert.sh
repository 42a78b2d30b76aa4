#!/bin/bash
# SPDX-License-Identifier: ISC
# convert.sh [POSTS]: what `bookmobile build` costs beside its floors and Hugo.
# Everything happens in a temporary folder in memory.  ROUNDS (3) is how often
# each figure is taken (the median counts), LARGE=1 adds ten times the posts,
# HUGO=0 leaves Hugo out.  What the rows mean: README.md here.
# shellcheck disable=SC2154 # tmp, bench, folder … come from lib.sh
. "$(dirname "$0")/lib.sh"
trap 'rm -rf "$tmp"' EXIT

posts=${1:-10000}
rounds=${ROUNDS:-3}
here=tests/bench
corpus=$tmp/blog
content=$corpus/content

# Sets cpu, wall and mib; all "-" when the command failed.
measure()
{
    local line
    if ! line=$("$bench/measure" -n "$rounds" "$@" 2>"$tmp/stderr"); then
        tail -n 5 "$tmp/stderr" | sed 's/^/    /'
        line='- - - -'
    fi
    read -r cpu wall mib _ <<<"$line"
}

# show NAME: a line of the table "what each run costs".
show()
{
    printf '  %-44s %8s %8s %8s %9s\n' "$1" "$cpu" "$wall" "$mib" \
        "$(times "$cpu" "$md4c")"
}

times() { [ "$1" = - ] || [ "$2" = - ] && echo - || calc "$1 / $2" %.2f; }

floors()
{
    measure -b "rm -rf $tmp/floor" "$bench/floor_convert" md4c \
        "$content" "$tmp/floor"
    md4c=$cpu
    show 'floor: read, md4c, one output'
    measure -b "rm -rf $tmp/floor" "$bench/floor_convert" same \
        "$content" "$tmp/floor"
    same=$cpu
    show 'same work: read, libyaml, cmark-gfm, 3 outputs'
    rm -rf "$tmp/floor"
}

full_build()
{
    measure -b "rm -rf $tmp/public" \
        "$bookmobile" build "$content" "$tmp/public"
    show 'bookmobile build, all cores'
    all_cores=$cpu full_wall=$wall full_mib=$mib
    measure -b "rm -rf $tmp/one" \
        taskset -c 0 "$bookmobile" build "$content" "$tmp/one"
    show 'bookmobile build, one core'
    full=$cpu
    if diff -rq -x .cache "$tmp/public" "$tmp/one" >"$tmp/diff" 2>&1; then
        same_bytes=ok
    else
        same_bytes="MISSED: $(wc -l <"$tmp/diff") files differ"
        missed=$((missed + 1))
    fi
    rm -rf "$tmp/one"
}

# state: name, inode and time of change of everything that a build wrote.
state() { find "$tmp/public" -path "*/.cache*" -o -printf '%p %i %T@\n' | sort; }

nothing_changed()
{
    state >"$tmp/before"
    measure "$bookmobile" build "$content" "$tmp/public"
    show 'bookmobile build, nothing changed'
    nothing=$cpu
    state >"$tmp/after"
    if cmp -s "$tmp/before" "$tmp/after"; then
        untouched=ok
    else
        untouched="MISSED: $(diff "$tmp/before" "$tmp/after" |
            grep -c '^>') entries touched"
        missed=$((missed + 1))
    fi
}

# Each round gives one post of the middle another title and another word.
one_changed()
{
    local post
    post=$(find "$content/posts" -name '*.md' | sort |
        sed -n "$((posts / 2))p")
    cat >"$tmp/edit" <<END
sed -i 's/^title: "\\(.*\\)"/title: "\\1 again"/' '$post'
echo 'And a word more.' >>'$post'
END
    measure -b "sh $tmp/edit" "$bookmobile" build "$content" "$tmp/public"
    show 'bookmobile build, one post changed'
    one=$cpu
    "$bookmobile" build "$content" "$tmp/again" >/dev/null 2>&1
    if diff -rq -x .cache "$tmp/public" "$tmp/again" >"$tmp/diff" 2>&1; then
        as_full=ok
    else
        as_full="MISSED: $(wc -l <"$tmp/diff") files differ from a full build"
        missed=$((missed + 1))
    fi
    rm -rf "$tmp/again"
}

large_build()
{
    local small=$full_wall small_cpu=$all_cores
    large=- large_cpu=-
    [ "${LARGE:-0}" = 1 ] || return
    python3 $here/corpus.py "$((posts * 10))" "$tmp/large" >/dev/null
    measure -b "rm -rf $tmp/public" \
        "$bookmobile" build "$tmp/large/content" "$tmp/public"
    show 'bookmobile build, ten times the posts'
    large=$(times "$wall" "$small")
    large_cpu=$(times "$cpu" "$small_cpu")
    rm -rf "$tmp/large"
}

# grows UNIT...: how much longer a line of 1 MB of one takes than one of 250 KB;
# of several units the worst.  4 is linear, 16 quadratic.
grows()
{
    local unit bytes short=- worst=-
    for unit; do
        for bytes in 250000 1000000; do
            yes -- "$unit" | tr -d '\n' | head -c "$bytes" >"$tmp/line.md"
            measure "$bookmobile" convert --to menu "$tmp/line.md"
            [ "$bytes" != 250000 ] || short=$cpu
        done
        if [ "$worst" = - ] || [ "$(calc "$cpu / $short > $worst" %d)" = 1 ]
        then
            long=$cpu worst=$(times "$cpu" "$short")
        fi
    done
    growth=$worst
}

long_lines()
{
    grows 'word '
    show 'bookmobile convert, one line of 1 MB'
    words=$growth words_cpu=$long
    grows '[a](/b) '
    show 'bookmobile convert, 125,000 links'
    links=$growth links_cpu=$long
    grows '[' '![' '[a](' '[a](/b c ' '[^a' '*a ' '**a' '> ' '- ' '<b ' \
        '{{ ' '{# ' '{% a %}' '`{{' '[code]'
    cpu=$long wall=- mib=-
    show 'bookmobile convert, openers (the worst kind)'
    openers=$growth openers_cpu=$long
}

# The nearest site that Hugo makes: a page per post and term, lists, feeds.
hugo_site()
{
    local site=$tmp/hugo
    mkdir -p "$site/layouts/_default"
    cat >"$site/config.yaml" <<'END'
baseURL: https://localhost/
title: A blog
disableKinds: [sitemap, robotsTXT, "404"]
taxonomies: {category: categories, tag: tags, author: author}
permalinks: {posts: "/:filename/"}
markup: {goldmark: {renderer: {unsafe: true}}}
END
    cat >"$site/layouts/_default/single.html" <<'END'
<!DOCTYPE html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>
<p>{{ .Date.Format "2 January 2006" }}{{ range .GetTerms "author" }}
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</p>
{{ .Content }}
{{ range .GetTerms "categories" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
{{ end }}{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>
{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}
END
    cat >"$site/layouts/_default/list.html" <<'END'
<!DOCTYPE html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>
{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></p>
{{ end }}
END
    printf '%s\n' '{{ range first 20 .Site.RegularPages }}' \
        '<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}' \
        >"$site/layouts/index.html"
    (cd "$tmp" && find "$content" -name capsule.yaml -delete)
    measure -b "rm -rf $site/public $site/resources" \
        hugo --source "$site" --contentDir "$content" --quiet
    show "Hugo $(hugo version | sed 's/.* v\([0-9.]*\).*/\1/') (HTML, terms, feeds)"
    hugo_cpu=$cpu
}

judge()
{
    columns 'Converter'
    row 'full build, CPU in md4c floors' "$full" "$md4c" \
        "$(times "$full" "$md4c")" 7
    row 'full build, CPU in same-work floors' "$full" "$same" \
        "$(times "$full" "$same")" 1.8
    if [ "$(nproc)" -ge 2 ]; then
        row 'full build, wall of all cores / its CPU' "$full_wall" - \
            "$(times "$full_wall" "$full")" 0.6
    fi
    row 'full build, peak MiB' "$full_mib" - "$full_mib" 100
    row 'one post changed, CPU s' "$one" - "$one" 0.050
    note 'one post changed, bytes as a full build' "$as_full"
    row 'nothing changed, CPU s' "$nothing" - "$nothing" 0.040
    note 'nothing changed, no file touched' "$untouched"
    note 'one core writes the same bytes as all' "$same_bytes"
    row 'ten times the posts, wall' - - "$large" 11
    row 'ten times the posts, CPU' - - "$large_cpu" 11
    row 'four times the bytes: one line of 1 MB' "$words_cpu" - "$words" 6
    row 'four times the bytes: 125,000 links' "$links_cpu" - "$links" 6
    row 'four times the bytes: 100,000 openers' "$openers_cpu" - "$openers" 6
    [ "$hugo_cpu" = - ] || note 'Hugo, CPU in our full builds' \
        "$(times "$hugo_cpu" "$full")"
}

machine
say "corpus: $(python3 $here/corpus.py "$posts" "$corpus")," \
    "median of $rounds, in $folder"
printf '\n  %-44s %8s %8s %8s %9s\n' 'What each run costs' 'CPU s' 'wall s' \
    MiB '× floor'
md4c=-
floors
full=- all_cores=- full_wall=- full_mib=- one=- nothing=-
large=- large_cpu=- hugo_cpu=-
words=- words_cpu=- links=- links_cpu=- openers=- openers_cpu=- long=-
as_full='not measured' untouched='not measured' same_bytes='not measured'
if [ -x "$bookmobile" ]; then
    full_build
    if [ "$full" != - ]; then
        nothing_changed
        one_changed
        large_build
    fi
    long_lines
else
    say "  $bookmobile is not built"
fi
if [ "${HUGO:-1}" = 1 ] && command -v hugo >/dev/null; then
    hugo_site
fi
judge
finish
