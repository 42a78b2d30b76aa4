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
    grep -q '^=> /archive/ 2 in all$' public/gemini/index.gmi"

wrong "an unknown place of links" 'links: must be paragraph, section or end' \
    'links: there'
wrong "an unknown form of tables" 'tables: must be columns or list' \
    'tables: none'
wrong "feeds of another kind" 'feeds: must be summary or full' 'feeds: all'
wrong "an unknown label" 'labels: there is no "lates"' 'labels: {lates: New}'
wrong "a label that loses its number" '"all_posts" must be words with %u' \
    'labels: {all_posts: All}'
wrong "a label with the mark of others" '"all_posts" may hold %u once' \
    'labels: {all_posts: "All %s %u"}'
wrong "a label with its mark twice" '"all_posts" may hold %u once' \
    'labels: {all_posts: "%u of %u"}'
wrong "a label that needs a word" '"by" may hold %s once' \
    'labels: {by: "%u by %s"}'
wrong "a label without a mark" '"latest" may hold no %s and no %u' \
    'labels: {latest: "Latest %u"}'
for email in 'a b@c d' desk @library.example desk@ a@b@c 'desk@l.example?subject=x' \
    '<desk@l.example>'; do
	wrong "an address that is none: $email" 'email: is no address' \
	    "email: \"$email\""
done
printf 'title: [a, b]\n' >content/capsule.yaml
refuse "a title that is no text" "$BOOKMOBILE" build
check "is told of once" sh -c \
    '"$0" build 2>&1 | grep -c "^content/capsule.yaml:" | grep -qx 1' "$BOOKMOBILE"
for port in 0 65536; do
	wrong "no port: $port" \
	    "content/capsule.yaml:2: port: \"$port\" is no number from 1 to 65535" \
	    "gopher: {port: $port}"
done
wrong "pages of no posts" 'page_size: "0" is no number from 1 to 10000' \
    'page_size: 0'
wrong "a size that is none" 'max_media: must be a size such as 2 MB' \
    'max_media: large'

# A title of 61 columns.
mkdir content/pages
printf '# Sixty-one columns are what %s\n' 'this very long title has in a menu' \
    >content/pages/long.md
settings 'navigation: [long.md]' 'gopher: {width: 40}'
"$BOOKMOBILE" check >out 2>err
check "check looks at titles by the width of menus" grep -q \
    '^content/pages/long.md:1: warning: a title of 61 columns: menus have 40' out
settings 'navigation: [long.md]' 'gopher: {width: 80}'
sed -i 's/a menu/a menu which is wide/' content/pages/long.md
"$BOOKMOBILE" check >out 2>err
check "and wide ones have room" sh -c '! grep "a title of" out'
rm -r content/pages

# post DAY TITLE TAGS LINE...: a post with these lines in its front matter.
post() {
	post_file=content/posts/2022-01-$1-post.md
	printf -- '---\ntitle: %s\nslug: %s\ntags: [%s]\n' "$2" \
	    "$(echo "$2" | tr A-Z a-z)" "$3" >"$post_file"
	shift 3
	printf '%s\n' "$@" --- '' Text. >>"$post_file"
}

rm -r content/posts
mkdir content/posts
post 01 A Both
post 02 B 'Both, Gem' 'only: gemini'
post 03 C 'Both, Go' 'only: gopher'
post 04 D Both
post 05 E 'Both, Gem' 'only: gemini'
post 06 F 'Both, Gem' 'only: gemini' 'lang: ro'
settings 'recent: 2' 'page_size: 2' || { fail "it is built"; cat err; }
cat >wanted <<'EOT'
# Small library

## Latest
=> /f/ 2022-01-06 F
=> /e/ 2022-01-05 E
=> /archive/ All 5 posts

## Find
=> /tag/ Tags (2)

## About this capsule
=> /ro/ Română
=> /atom.xml Atom feed
EOT
same "the home page counts what Gemini has" public/gemini/index.gmi
cat >wanted <<'EOT'
iSmall library		x	1
i		x	1
iLatest		x	1
12022-01-04 D	/d/
12022-01-03 C	/c/
1All 3 posts	/archive/
i		x	1
iFind		x	1
1Tags (2)	/tag/
i		x	1
iAbout this capsule		x	1
0Atom feed	/atom.xml
EOT
tr -d '\r' <public/gopher/gophermap >got
same "on Gopher it counts what is there" got
cat >wanted <<'EOT'
# Both · Small library

5 posts, newest first.

=> /f/ 2022-01-06 F
=> /e/ 2022-01-05 E
=> /d/ 2022-01-04 D

=> page/1/ Older
=> /tag/ Up: Tags
=> atom.xml Atom feed
=> / Small library
EOT
same "a list too, and its numbered pages" public/gemini/tag/both/index.gmi
cat >wanted <<'EOT'
iBoth · Small library		x	1
i		x	1
i3 posts, newest first.		x	1
i		x	1
12022-01-04 D	/d/
12022-01-03 C	/c/
12022-01-01 A	/a/
i		x	1
1Up: Tags	/tag/
0Atom feed	/tag/both/atom.xml
1Small library	/
EOT
tr -d '\r' <public/gopher/tag/both/gophermap >got
same "which are those of each protocol" got
check "and there only" sh -c '
    [ -e public/gemini/tag/both/page/1/index.gmi ] &&
    [ ! -e public/gopher/tag/both/page ]'
check "lists name what they lead to, with its number" sh -c "
    grep -qx '=> both/ Both (5)' public/gemini/tag/index.gmi &&
    grep -qx '=> gem/ Gem (3)' public/gemini/tag/index.gmi &&
    ! grep -q Go public/gemini/tag/index.gmi &&
    tr -d '\r' <public/gopher/tag/gophermap >got &&
    grep -qx '1Both (3)	/tag/both/' got &&
    grep -qx '1Go (1)	/tag/go/' got && ! grep -q Gem got &&
    grep -qx '=> /2022/ 2022 (5)' public/gemini/archive/index.gmi &&
    grep -q '^12022 (3)' public/gopher/archive/gophermap"
check "a term or language without posts has no page and no feed" sh -c '
    [ -e public/gemini/tag/gem/atom.xml ] && [ ! -e public/gopher/tag/gem ] &&
    [ -e public/gopher/tag/go/atom.xml ] && [ ! -e public/gemini/tag/go ] &&
    [ -e public/gemini/ro/index.gmi ] && [ ! -e public/gopher/ro ]'
check "feeds have the posts of their protocol" sh -c '
    [ "$(grep -c "<entry>" public/gemini/atom.xml)" = 5 ] &&
    [ "$(grep -c "<entry>" public/gopher/atom.xml)" = 3 ] &&
    [ "$(grep -c "<entry>" public/gopher/tag/both/atom.xml)" = 3 ]'
cat >wanted <<'EOT'
## Read next
=> /e/ Next: E
=> /b/ Previous: B
=> /a/ Related: A

=> / Small library
EOT
sed -n '/^## Read/,$p' public/gemini/d/index.gmi >got
same "what comes next is the next one there" got
cat >wanted <<'EOT'
iRead next		x	1
1Previous: C	/c/
1Related: A	/a/
i		x	1
EOT
tr -d '\r' <public/gopher/d/gophermap | sed -n '/^iRead/,/^i	/p' >got
same "in the other protocol another" got
rm -r content/posts
mkdir content/posts
post 01 A Solo 'only: gopher'
settings
cat >wanted <<'EOT'
# Small library
EOT
same "a capsule may have posts in one protocol alone" public/gemini/index.gmi

printf -- '---\ntitle: Fourth\nonly: paper\n---\n\nText.\n' \
    >content/posts/2021-03-13-fourth.md
wrong "only: for what is not there" 'only: must be gemini or gopher'

finish
