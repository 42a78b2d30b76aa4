#!/bin/sh
# SPDX-License-Identifier: ISC
# What capsule.yaml tells the writers (links, tables, labels, max_media), and
# pages that are for one protocol alone.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
mkdir -p content/posts content/files

cat >content/posts/2021-03-09-first.md <<'EOT'
---
title: First
---
See [the large file](/files/large.pdf), [the small one](/files/small.txt) and
[the second](2021-03-11-second.md).

| Day | Opens |
|-----|-------|
| Monday | 9:00 |

## More

Words with [a link](https://example.org/).
EOT
printf -- '---\ntitle: Second\nonly: gemini\n---\n\nText.\n' \
    >content/posts/2021-03-11-second.md
printf -- '---\ntitle: Third\nonly: gopher\nlang: ro\n---\n\nText.\n' \
    >content/posts/2021-03-12-third.md
head -c 2000 /dev/zero | tr '\0' x >content/files/large.pdf
echo hi >content/files/small.txt

same() {
	if cmp -s "$2" wanted; then
		ok "$1"
	else
		fail "$1"
		diff -u wanted "$2" | sed 's/^/# /'
	fi
}

# settings LINE...: a build with these settings.
settings() {
	printf 'title: Small library\n' >content/capsule.yaml
	printf '%s\n' "$@" >>content/capsule.yaml
	"$BOOKMOBILE" build >out 2>err
}

# wrong NAME MESSAGE LINE...: these settings stop the build, and it says why.
wrong() {
	wrong_name=$1
	wrong_message=$2
	shift 2
	if settings "$@"; then
		fail "$wrong_name"
	else
		check "$wrong_name" grep -F "$wrong_message" err
	fi
}

settings 'links: end' 'tables: list' || { fail "it is built"; cat err; }
cat >wanted <<'EOT'
# First
=> /2021/03/ 9 March 2021

See the large file, the small one and the second.

* Day: Monday; Opens: 9:00

## More

Words with a link.

=> /files/large.pdf the large file (pdf, 2 KiB)
=> /files/small.txt the small one (txt, 3 B)
=> /second/ the second
=> https://example.org/ a link

## Read next
=> /second/ Next: Second

=> / Small library
EOT
same "links stand at the end of the text, tables are lists" \
    public/gemini/first/index.gmi
check "in menus too, without a post that is for Gemini alone" sh -c "
    ! grep -q /second/ public/gopher/first/gophermap &&
    tr -d '\r' <public/gopher/first/gophermap |
    grep -A 4 '^iWords with a link' | grep -q 'URL:https://example.org/' &&
    grep -q '^i\* Day: Monday; Opens: 9:00' public/gopher/first/gophermap"

settings 'links: section'
cat >wanted <<'EOT'
# First
=> /2021/03/ 9 March 2021

See the large file, the small one and the second.

```table
Day     Opens
------  -----
Monday  9:00
```

=> /files/large.pdf the large file (pdf, 2 KiB)
=> /files/small.txt the small one (txt, 3 B)
=> /second/ the second

## More

Words with a link.

=> https://example.org/ a link

## Read next
=> /second/ Next: Second

=> / Small library
EOT
same "links stand at the end of their section" public/gemini/first/index.gmi

check "a page for Gemini alone has no place on Gopher" sh -c "
    [ -e public/gemini/second/index.gmi ] && [ ! -e public/gopher/second ] &&
    ! grep -rq /second/ public/gopher"
check "a page for Gopher alone has no place on Gemini" sh -c "
    [ -e public/gopher/third/index.txt ] && [ ! -e public/gemini/third ] &&
    ! grep -rq /third/ public/gemini && grep -q /third/ public/gopher/gophermap"

settings 'max_media: 1 KB'
check "without html_host a large file is kept" \
    [ -e public/gemini/files/large.pdf ]
settings 'max_media: 1 KB' 'html_host: library.example'
check "with it, it stays on the website" sh -c "
    [ ! -e public/gemini/files/large.pdf ] &&
    [ ! -e public/gopher/files/large.pdf ] &&
    [ -e public/gopher/files/small.txt ] &&
    grep -q '^=> https://library.example/files/large.pdf the large file (pdf, 2 KiB)$' \
	public/gemini/first/index.gmi"

settings 'labels: {latest: Fresh, all_posts: "%u in all", ro: {up: Mai sus, archive: Arhiva}}'
check "labels have the publisher's own words" sh -c "
    grep -q '^## Fresh$' public/gemini/index.gmi &&
    grep -q '^=> /archive/ 3 in all$' public/gemini/index.gmi"

wrong "an unknown place of links" 'links: must be paragraph, section or end' \
    'links: there'
wrong "an unknown form of tables" 'tables: must be columns or list' \
    'tables: none'
wrong "an unknown label" 'labels: there is no "lates"' 'labels: {lates: New}'
wrong "a label that loses its number" '"all_posts" must be words with %u' \
    'labels: {all_posts: All}'
wrong "a size that is none" 'max_media: must be a size such as 2 MB' \
    'max_media: large'
printf -- '---\ntitle: Fourth\nonly: paper\n---\n\nText.\n' \
    >content/posts/2021-03-13-fourth.md
wrong "only: for what is not there" 'only: must be gemini or gopher'

finish
