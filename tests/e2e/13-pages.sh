#!/bin/sh
# SPDX-License-Identifier: ISC
# The pages that `bookmobile build` makes, as a reader sees them, byte for byte
# where that matters; and where links lead.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
mkdir -p content/posts/2021-03-10-second content/pages/guide content/files

cat >content/capsule.yaml <<'EOT'
title: Small library
tagline: Books, and a place to read them
email: desk@library.example
html_host: library.example
footer: "© Small library"
replies: mail
gopher: {port: 7070}
navigation:
  - The library:
      - about.md
      - Regional:
          - News: /category/news/
  - Website: https://library.example/
EOT
printf '# Ours\n\nWelcome in.\n' >content/index.md
cat >content/posts/2021-03-09-first.md <<'EOT'
---
title: "First: a beginning"
author: [admin, Ana]
likes: 40
categories: News
tags: [news, Reading]
aliases: [/old/first/, /2021/03/09/first]
updated: 2021-04-01
---
See [the second](2021-03-10-second/index.md), [again](/second/), [the guide](../pages/guide/index.md#top) and [the file](/files/plan.pdf).

The same on [the website](https://library.example/second/), which has [more](https://www.library.example/elsewhere.html) and [an old path](/gone/page/).

[Nothing](missing.md), [an anchor](#here), [old](/old/first/).
EOT
cat >content/posts/2021-03-10-second/index.md <<'EOT'
---
title: Second
tags: [Reading]
summary: What <came> & went
---
![A photograph](photo.jpg)

Text.
EOT
printf '\377\330\377\340 a photograph' >content/posts/2021-03-10-second/photo.jpg
printf '%%PDF-1.4\n%2000s' x >content/files/plan.pdf
printf 'one\ntwo\n' >content/files/notes.txt
printf '\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0' >content/files/picture
printf -- '---\ntitle: About us\n---\n\nWho we are.\n' >content/pages/about.md
printf -- '---\ntitle: Guide\n---\n\nStart [here](first-step.md).\n' \
    >content/pages/guide/index.md
printf -- '---\ntitle: First step\n---\n\nStep.\n' \
    >content/pages/guide/first-step.md
printf -- '---\ntitle: Second step\nlang: ro\n---\n\nPas.\n' \
    >content/pages/guide/second-step.md

"$BOOKMOBILE" build >out 2>err || { fail "the capsule is built"; cat err; }

same() {
	if cmp -s "$2" wanted; then
		ok "$1"
	else
		fail "$1"
		diff -u wanted "$2" | sed 's/^/# /'
	fi
}

cat >wanted <<'EOT'
# Small library

Books, and a place to read them

Welcome in.

## Latest
=> /second/ 2021-03-10 Second
=> /first/ 2021-03-09 First: a beginning
=> /archive/ All 2 posts

## Find
=> /category/ Categories (1)
=> /tag/ Tags (2)
=> /author/ Authors (2)

## The library
=> /about/ About us
=> /category/news/ Regional / News

## About this capsule
=> https://library.example/ Website
=> /guide/ Guide
=> /atom.xml Atom feed
=> mailto:desk@library.example desk@library.example

© Small library
EOT
# The text of index.md keeps its own heading below the capsule's.
sed '/^## Ours$/,/^$/d' public/gemini/index.gmi >home
same "the home page" home

cat >wanted <<'EOT'
# First: a beginning
=> /author/admin/ By admin, Ana, 9 March 2021, 40 likes. Updated 1 April 2021
=> /author/ana/ Ana

EOT
sed -n 1,4p public/gemini/first/index.gmi >top.txt
same "a post begins with title and byline" top.txt

post=public/gemini/first/index.gmi
has() {
	if grep -qxF -- "$2" "$3"; then
		ok "$1"
	else
		fail "$1"
		sed 's/^/# /' "$3"
	fi
}
lacks() {
	if grep -qF -- "$2" "$3"; then
		fail "$1"
		sed 's/^/# /' "$3"
	else
		ok "$1"
	fi
}
has "a link to a source file" '=> /second/ the second' $post
has "a link from posts to pages" '=> /guide/ the guide' $post
has "a link to a file with type and size" \
    '=> /files/plan.pdf the file (pdf, 2 KiB)' $post
has "a website's address that the capsule has too" \
    '=> /second/ the website' $post
has "one that it has not" \
    '=> https://www.library.example/elsewhere.html more' $post
has "a path that only the website has" \
    '=> https://library.example/gone/page/ an old path' $post
check "with a warning" grep -q \
    'content/posts/2021-03-09-first.md:12: warning: not in the capsule' err
check "a link to nothing is a warning with its line" grep -q \
    'content/posts/2021-03-09-first.md:14: warning: link to nothing: missing.md' err
lacks "an anchor is no link" '#here' $post
has "an alias leads to the page" '=> ./ old' $post
has "an alias in the manifest" \
    "$(printf 'redirect\t/old/first/\t/first/')" public/manifest
has "the post's category, and not the tag of its name" \
    '=> /category/news/ News' $post
lacks "the tag that repeats it" '=> /tag/news/' $post
has "the next post" '=> /second/ Next: Second' $post
has "a reply by mail" \
    '=> mailto:desk@library.example?subject=First%3A%20a%20beginning Reply by mail' \
    $post
has "the way home is last" '=> / Small library' $post

has "an image beside its post, relative" \
    '=> photo.jpg A photograph (jpeg, 17 B)' public/gemini/second/index.gmi
check "is copied there" cmp content/posts/2021-03-10-second/photo.jpg \
    public/gopher/second/photo.jpg
has "a byline without author leads to the month" \
    '=> /2021/03/ 10 March 2021' public/gemini/second/index.gmi
check "text files get CRLF on Gopher" sh -c \
    'printf "one\r\ntwo\r\n" | cmp - public/gopher/files/notes.txt'
check "and not on Gemini" cmp content/files/notes.txt \
    public/gemini/files/notes.txt
has "a file without suffix has its type in the manifest" \
    "$(printf 'page\t/files/picture\timage/png\t')" public/manifest
has "a page in another language too" \
    "$(printf 'page\t/guide/second-step/\t\tro')" public/manifest
has "a page names the pages below it that its text does not" \
    '=> second-step/ Second step' public/gemini/guide/index.gmi
check "and not those that it does" \
    [ "$(grep -c first-step public/gemini/guide/index.gmi)" = 1 ]

tr -d '\r' <public/gopher/second/gophermap >menu
printf 'iSecond\t\tx\t1\n110 March 2021\t/2021/03/\n' >wanted
sed -n 1,2p menu >top.txt
same "a menu begins with title and byline" top.txt
check "a menu offers the plain text with its size" grep -Eq \
    '^0This page as plain text, [0-9]+ B	/second/index.txt$' menu
check "the way home is last" [ "$(tail -n 1 menu)" = "$(printf '1Small library\t/')" ]
tr -d '\r' <public/gopher/second/index.txt >text
check "plain text has title, date and body" sh -c \
    'grep -qx Second text && grep -qx "10 March 2021" text && grep -qx Text. text'
lacks "and nothing of what leads on" Previous text

check "the feed escapes what XML takes for its own" grep -qF \
    '<summary>What &lt;came&gt; &amp; went</summary>' public/gemini/atom.xml
check "the Gopher feed links with port and item type" grep -qF \
    'href="gopher://localhost:7070/1/second/"' public/gopher/atom.xml
check "and has the same ids" grep -qF \
    '<id>gemini://localhost/second/</id>' public/gopher/atom.xml
check "an updated post says when" grep -qF \
    '<updated>2021-04-01T12:00:00Z</updated>' public/gemini/atom.xml

cat >wanted <<'EOT'
# 2021-03 · Small library

2 posts, newest first.

=> /second/ 2021-03-10 Second
=> /first/ 2021-03-09 First: a beginning

=> /2021/ Up: 2021
=> / Small library
EOT
same "a month" public/gemini/2021/03/index.gmi

printf 'title: Small library\nhost: library.example\nfeeds: full\ngopher: {port: 7070, variants: [{path: ascii, charset: us-ascii}]}\n' \
    >content/capsule.yaml
rm -r content/posts content/index.md content/pages
mkdir -p content/posts/2021-03-10-second
cat >content/posts/2021-03-10-second/index.md <<'EOT'
---
title: Second
author: Ana
summary: Short
---
First & *foremost* see [the other](../2021-03-09-first.md) or
[the world](https://e.example/?a=1&b=2).

![A picture](photo.jpg)

```c
if (a < b)
	c();
```
EOT
printf x >content/posts/2021-03-10-second/photo.jpg
printf -- '---\ntitle: First\nupdated: 2021-03-11\n---\n\nText.\n' \
    >content/posts/2021-03-09-first.md
"$BOOKMOBILE" build >out 2>err || cat err
cat >wanted <<'EOT'
    <summary>Short</summary>
    <content type="text/gemini">First &amp; foremost see the other or the world.
=&gt; gemini://library.example/first/ the other
=&gt; https://e.example/?a=1&amp;b=2 the world

=&gt; gemini://library.example/second/photo.jpg A picture (jpeg, 1 B)

```c
if (a &lt; b)
	c();
```</content>
  </entry>
EOT
sed -n '/<summary>/,/<\/entry>/p' public/gemini/author/ana/atom.xml >got
same "feeds may have whole texts, with whole addresses" got
cat >wanted <<'EOT'
    <content type="text/plain">First &amp; foremost see the other
&lt;gopher://library.example:7070/1/ascii/first/&gt; or the world
&lt;https://e.example/?a=1&amp;b=2&gt;.

A picture (jpeg, 1 B)
  &lt;gopher://library.example:7070/I/second/photo.jpg&gt;

if (a &lt; b)
        c();</content>
EOT
tr -d '\r' <public/gopher/ascii/author/ana/atom.xml |
    sed -n '/<content/,/<\/content>/p' >got
same "on Gopher as plain text, with links of its own place" got
printf -- '---\ntitle: First of all\n---\n\nOther text.\n' \
    >content/posts/2021-03-09-first.md
"$BOOKMOBILE" build >out 2>err
check "they follow what the post says" grep -qF \
    '<content type="text/gemini">Other text.</content>' \
    public/gemini/atom.xml
if command -v xmllint >/dev/null; then
	check "and are well-formed" sh -c \
	    'find public -name atom.xml | xargs xmllint --noout'
fi

printf -- '---\ntitle: Later\ndate: 2021-03-11\npublishDate: 2021-04-02\n---\n\nText.\n' \
    >content/posts/later.md
SOURCE_DATE_EPOCH=1617235200 "$BOOKMOBILE" build >out 2>err # 2021-04-01
check "a post waits for the day on which it is to be published" \
    [ ! -e public/gemini/later ]
SOURCE_DATE_EPOCH=1617321600 "$BOOKMOBILE" build >out 2>err
check "and has its own date then" grep -qx '=> /2021/03/ 11 March 2021' \
    public/gemini/later/index.gmi

# --- one protocol alone --------------------------------------------------------

# pages: a new capsule; post DAY NAME FRONT-MATTER-LINE...: with text from stdin.
pages() {
	rm -rf content
	mkdir -p content/posts
	printf 'title: Small library\n' >content/capsule.yaml
}
post() {
	post_file=content/posts/$1-$2.md
	shift 2
	{
		printf '%s\n' --- "$@" ---
		cat
	} >"$post_file"
}

pages
post 2020-01-01 gem 'title: Gem' 'only: gemini' 'tags: [gg]' 'author: Ge' <<'EOT'
[Ours](/gem/) and [all](/both/).
EOT
post 2019-01-01 go 'title: Go' 'only: gopher' 'tags: [hh]' </dev/null
post 2021-01-01 both 'title: Both' <<'EOT'
[one](/gem/) [two](/tag/gg/)

See [three](/author/ge/), [four](/2020/) and [five](/tag/hh/).

[![six](p.png)](/gem/)
EOT
printf x >content/posts/p.png
"$BOOKMOBILE" build >out 2>err || cat err
cat >wanted <<'EOT'
=> /gem/ one
=> /tag/gg/ two

See three, four and five.
=> /author/ge/ three
=> /2020/ four

=> /posts/p.png six (png, 1 B)
=> /gem/ six
EOT
sed '1,3d;/^## /,$d' public/gemini/both/index.gmi | sed '$d' >got
same "a link to a list that Gemini has" got
cat >wanted <<'EOT'
ione		x	1
itwo		x	1
i		x	1
iSee three, four and five.		x	1
1five	/tag/hh/
i		x	1
Isix (png, 1 B)	/posts/p.png
EOT
tr -d '\r' <public/gopher/both/gophermap | sed '1,3d' | sed '7q' >got
same "is words on Gopher, where it is not" got
check "each is said once, but where nothing is lost" sh -c '
    [ "$(grep -c "both.md:.*warning: no link on Gopher: " err)" = 5 ] &&
    grep -q "both.md:6: warning: no link on Gemini: /tag/hh/ is not there" err &&
    [ "$(grep -c "no link on" err)" = 6 ]'
refuse "and an error under --strict" "$BOOKMOBILE" build --strict

# What stands at a target may change alone.
mkdir content/pages
printf '# Far\n\n[two](/tag/gg/)\n' >content/pages/far.md
"$BOOKMOBILE" build >out 2>err
sed -i '/^only:/d' content/posts/2020-01-01-gem.md
"$BOOKMOBILE" build >out 2>err
"$BOOKMOBILE" build content clean >out 2>err.clean
check "links come back with what they lead to" sh -c '
    grep -q "^1two	/tag/gg/" public/gopher/both/gophermap &&
    grep -q "^1two	/tag/gg/" public/gopher/far/gophermap &&
    diff -r -x .cache public clean && cmp err err.clean'
rm -r clean

pages
post 2021-01-01 go 'title: Go' 'only: gopher' </dev/null
"$BOOKMOBILE" build >out 2>err
check "a section without links has no heading" sh -c '
    ! grep -q "^##" public/gemini/index.gmi &&
    grep -q "^iAbout this capsule" public/gopher/gophermap'

# --- authors, updates, the website's name ----------------------------------------

pages
printf 'html_host: www.library.example\n' >>content/capsule.yaml
post 2021-01-01 order 'title: Order' 'author: [Zed, Abe, Zed, Mia]' \
    'updated: 2020-01-01' <<'EOT'
[With](https://www.library.example/second/), [without](http://library.example/first/).
EOT
post 2021-01-02 second 'title: Second' 'updated: 2021-01-02 18:00:00' </dev/null
post 2021-01-03 first 'title: First' </dev/null
"$BOOKMOBILE" build >out 2>err
sed -n 2,4p public/gemini/order/index.gmi >got
cat >wanted <<'EOT'
=> /author/zed/ By Zed, Abe, Mia, 1 January 2021
=> /author/abe/ Abe
=> /author/mia/ Mia
EOT
same "authors stand as they are written, and an update is later" got
has "not on the same day" '=> /2021/01/ 2 January 2021' \
    public/gemini/second/index.gmi
sed -n 's/^ *<name>\([A-Z].[a-z]\)<.*/\1/p' public/gemini/atom.xml |
    tr '\n' ' ' >got
check "so they do in the feed" [ "$(cat got)" = 'Zed Abe Mia ' ]
check "the website's host has a www. or none" sh -c '
    grep -qx "=> /second/ With" public/gemini/order/index.gmi &&
    grep -qx "=> /first/ without" public/gemini/order/index.gmi'

# --- links of the settings, and pictures ------------------------------------------

pages
cat >content/capsule.yaml <<'EOT'
title: Small library
html_host: w.example
navigation:
  - Wiki: https://uk.wikipedia.org/wiki/Харків
  - Space: https://e.example/a b
  - Broken: "http://[::1"
  - About: https://www.w.example/about/
  - Shop: /shop/
  - Tag: "/tag/x y/"
EOT
mkdir content/pages
printf '# About\n' >content/pages/about.md
post 2021-01-01 one 'title: One' 'tags: [x y]' <<'EOT'
[![The board](gone.png)](https://e.example/)
EOT
"$BOOKMOBILE" build >out 2>err || cat err
cat >wanted <<'EOT'
## About this capsule
=> https://uk.wikipedia.org/wiki/%D0%A5%D0%B0%D1%80%D0%BA%D1%96%D0%B2 Wiki
=> https://e.example/a%20b Space
=> /about/ About
=> https://w.example/shop/ Shop
=> https://w.example/tag/x%20y/ Tag
=> /atom.xml Atom feed
EOT
sed -n '/^## About/,$p' public/gemini/index.gmi >got
same "links of the menu are like those of texts" got
check "what becomes of each is said" sh -c '
    grep -qxF "content/capsule.yaml:6: warning: navigation: a broken URL, left out: http://[::1" err &&
    grep -qxF "content/capsule.yaml:8: warning: navigation: not in the capsule, left to the website: /shop/" err &&
    [ "$(grep -c navigation: err)" = 3 ]'
check "a path that no slug can be makes no tag" sh -c '
    [ "$(grep -c "^=> .*x y" public/gemini/tag/index.gmi)" = 1 ] &&
    grep -qx "=> x-y/ x y (1)" public/gemini/tag/index.gmi'
check "they are well-formed" "$BOOKMOBILE" check
echo '=> https://e.example/ The board' >wanted
grep 'The board' public/gemini/one/index.gmi >got
same "a dead picture in a link is the link's label, once" got

# --- places that are taken -------------------------------------------------------

# taken NAME LINE: the build is refused with this line.
taken() {
	if "$BOOKMOBILE" build >out 2>err; then
		fail "$1"
	elif grep -qxF -- "$2" err; then
		ok "$1"
	else
		fail "$1"
		sed 's/^/# /' err
	fi
}
for name in gophermap atom.xml index.gmi index.txt robots.txt caps.txt; do
	pages
	post 2021-01-01 "$name" 'title: T' </dev/null
	taken "no page is called $name" \
	    "content/posts/2021-01-01-$name.md:1: its path /$name/ holds \"$name\", the name of a file made there: give it another slug: in its front matter"
done
pages
long=$(printf '%0300d' 1)
post 2021-01-01 long 'title: T' "slug: $long" </dev/null
taken "no part of a path is longer than a file's name" \
    'content/posts/2021-01-01-long.md:1: a part of its path is longer than 255 bytes, more than a file'"'"'s name: give it another slug: in its front matter'
pages
printf 'page_size: 1\n' >>content/capsule.yaml
for n in 1 2 3; do
	post "2021-01-0$n" "p$n" "title: P$n" 'lang: ro' \
	    'categories: [X, X/page/1]' </dev/null
done
taken "no category stands where a numbered page does" \
    "content/posts/2021-01-03-p3.md:1: the category \"1\" would stand at /category/x/page/1/, as a list's numbered page does: give \"1\" a slug: in capsule.yaml"
printf 'categories: {X/page/1: {slug: one}}\n' >>content/capsule.yaml
check "it takes the slug" "$BOOKMOBILE" build
mkdir -p content/pages/ro/page
echo '# One' >content/pages/ro/page/1.md
taken "nor a page of a language" \
    "content/pages/ro/page/1.md:1: would stand at /ro/page/1/, as a list of the capsule's own does: give it another slug: in its front matter"
rm -r content/pages
post 2021-01-01 p1 'title: P1' 'permalink: /2021/page/1/' </dev/null
post 2020-01-01 p0 'title: P0' 'aliases: [/ro/page/2/, /robots.txt, /archive/atom.xml]' \
    </dev/null
post 2020-01-02 r0 'title: R0' 'lang: ro' </dev/null
taken "nor a post" \
    "content/posts/2021-01-01-p1.md:1: would stand at /2021/page/1/, as a list of the capsule's own does: give it another slug: in its front matter"
for path in /ro/page/2/ /robots.txt /archive/atom.xml; do
	taken "nor an alias at $path" \
	    "content/posts/2020-01-01-p0.md:1: aliases: $path is taken by a list of the capsule's own: take it out of one of them"
done
pages
post 2021-01-01 one 'title: One' </dev/null
echo x >content/one
mkdir content/gophermap
echo x >content/gophermap/x
taken "nor a file where a page's folder is" \
    'content/one:1: would stand at /one, as content/posts/2021-01-01-one.md does: rename one of them'
taken "nor a folder where a menu is" \
    "content/gophermap/x: has the name of a page's own file: rename it"
rm -r content/one content/gophermap

# occupied FILE WORDS: with this file the build is refused, with the same words
# when it is a clean one, and nothing of the last one is gone.
occupied() {
	mkdir -p "content/$(dirname "$1")"
	echo x >"content/$1"
	taken "nothing takes a place as $1 does" "content/$1: $2"
	cp err err.again
	"$BOOKMOBILE" build content clean >out 2>err || true
	check "a clean build says the same" cmp err err.again
	check "what was built stays" diff -r before public
	rm -r "content/${1%%/*}"
}
pages
printf 'page_size: 1\ngopher: {variants: [{path: ascii, charset: us-ascii}]}\n' \
    >>content/capsule.yaml
post 2021-01-01 a 'title: A' </dev/null
post 2021-01-02 r 'title: R' 'lang: ro' </dev/null
mkdir -p content/pages/guide
printf '# Step\n' >content/pages/guide/step.md
"$BOOKMOBILE" build >out 2>err || cat err
cp -r public before
is_list="as a list of the capsule's own does: rename one of them"
is_variant="as a variant of the capsule's menus does: rename one of them"
is_own="has the name of a page's own file: rename it"
occupied ro "would stand at /ro/, $is_list"
occupied ro/atom.xml "$is_own"
occupied archive/page "would stand at /archive/page/1/, $is_list"
occupied ascii "would stand at /ascii, $is_variant"
occupied ascii/a "would stand at /ascii/a, $is_variant"
occupied ascii/atom.xml "would stand at /ascii/atom.xml, $is_variant"
occupied ascii/ro/atom.xml "would stand at /ascii/ro/atom.xml, $is_variant"
occupied guide "would stand at /guide/step/, as content/pages/guide/step.md does: rename one of them"
occupied search "would stand at /search, as a page of the server's own does: rename one of them"
rm -rf before clean content/pages/guide
echo x >content/guide
"$BOOKMOBILE" build >out 2>err
check "a file may stand where a folder was" [ -f public/gemini/guide ]
pages
post 2021-01-01 one 'title: One' </dev/null
printf 'User-agent: *\nDisallow: /x/\n' >content/robots.txt
"$BOOKMOBILE" build >out 2>err
cp public/gemini/robots.txt own
rm content/robots.txt
"$BOOKMOBILE" build >out 2>err
check "robots.txt may be the publisher's, else it is ours" sh -c '
    grep -qx "Disallow: /x/" own && grep -qx Disallow: public/gemini/robots.txt'

mkdir content/blog
printf -- '---\ntitle: Secret\ndate: 2021-01-01\ndraft: true\n---\nWords.\n' \
    >content/blog/secret.md
printf 'A note beside it.\n' >content/blog/plain.md
"$BOOKMOBILE" build >out 2>err
check "Markdown elsewhere is copied, but none that may be a draft" sh -c '
    [ -f public/gemini/blog/plain.md ] && [ ! -e public/gemini/blog/secret.md ] &&
    [ ! -e public/gopher/blog/secret.md ] &&
    grep -q "^content/blog/secret.md: warning: left out: it begins with front" err'
check "which --strict takes for an error" \
    sh -c '! "$0" build --strict >out 2>err' "$BOOKMOBILE"
rm -r content/blog

for i in 1 2 3; do
	post 2021-02-0$i "n$i" "title: N$i" </dev/null
	post 2021-02-0$i "n$i.ro" "title: R$i" </dev/null
done
"$BOOKMOBILE" build >out 2>err
check "next and previous are in the language of the post" sh -c '
    grep -qx "=> /n3/ Next: N3" public/gemini/n2/index.gmi &&
    grep -qx "=> /n1/ Previous: N1" public/gemini/n2/index.gmi &&
    grep -qx "=> /ro/n3/ Următorul: R3" public/gemini/ro/n2/index.gmi &&
    grep -qx "=> /ro/n1/ Precedentul: R1" public/gemini/ro/n2/index.gmi'

mkdir content/pages
printf '# Despre\n' >content/pages/about.ro.md
printf '# Über uns\n' >content/pages/about.de.md
"$BOOKMOBILE" build >out 2>err
check "a page stands at the home of its language, if there is one" sh -c '
    grep -q "^=> about/ Despre" public/gemini/ro/index.gmi &&
    ! grep -q Despre public/gemini/index.gmi &&
    grep -qx "=> /de/about/ Über uns" public/gemini/index.gmi'

pages
"$BOOKMOBILE" build >out 2>err
check "a list of nothing does not count it" sh -c '
    [ "$(head -n 1 public/gemini/archive/index.gmi)" = "# Archive · Small library" ] &&
    ! grep -q "0 posts" public/gemini/archive/index.gmi'

post 2021-01-01 good 'title: Good' 'translations: {ro: undated.md}' </dev/null
printf -- '---\ntitle: Undated\n---\n' >content/posts/undated.md
echo x >content/good
"$BOOKMOBILE" build >out 2>err && fail "errors end a build"
cat >wanted <<'EOT'
content/good:1: would stand at /good, as content/posts/2021-01-01-good.md does: rename one of them
content/posts/undated.md:1: no date: add a line such as "date: 2021-03-09" to the front matter, or begin the file name with 2021-03-09-
bookmobile: nothing was changed
EOT
same "an error in a page hides none between others" err

finish
