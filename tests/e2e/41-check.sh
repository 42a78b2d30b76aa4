#!/bin/sh
# SPDX-License-Identifier: ISC
# `bookmobile check`: each of its diagnostics, word by word.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
SOURCE_DATE_EPOCH=1615420800 # 2021-03-11
export SOURCE_DATE_EPOCH

# begin: a capsule in which nothing is wrong.
begin() {
	rm -rf content
	mkdir -p content/posts content/pages
	printf 'title: Small library\nnavigation: [about.md]\n' \
	    >content/capsule.yaml
	printf -- '---\ntitle: About us\n---\n\nWe lend books.\n' \
	    >content/pages/about.md
	post 2021-03-09-first 'title: First' 'tags: [Reading]'
}

# post NAME FRONT-MATTER-LINE...: with one sentence as body.
post() {
	post_name=$1
	shift
	{
		echo ---
		printf '%s\n' "$@"
		echo ---
		echo
		echo "A sentence."
	} >"content/posts/$post_name.md"
}

# finds NAME STATUS LINE...: check prints just these lines and ends so.
finds() {
	finds_name=$1
	finds_status=$2
	shift 2
	[ $# -eq 0 ] && : >wanted || printf '%s\n' "$@" >wanted
	got=0
	"$BOOKMOBILE" check >out 2>err || got=$?
	if [ "$got" != "$finds_status" ]; then
		fail "$finds_name: status $got, not $finds_status"
		sed 's/^/# /' out err
		return
	fi
	check "$finds_name" diff wanted out
}

# strictly NAME STATUS
strictly() {
	got=0
	"$BOOKMOBILE" check --strict >out 2>err || got=$?
	check "$1" [ "$got" = "$2" ]
}

begin
finds "a clean capsule" 0
is_well=$(cat err)
check "and it says so" [ "$is_well" = "all is well" ]
strictly "clean is clean under --strict too" 0

# --- links -----------------------------------------------------------------------

printf '\nSee [this](gone.md) and [that](/no/where/).\n' \
    >>content/posts/2021-03-09-first.md
finds "dead links" 0 \
    'content/posts/2021-03-09-first.md:8: warning: link to nothing: /no/where/: correct it, or write the page that is meant' \
    'content/posts/2021-03-09-first.md:8: warning: link to nothing: gone.md: correct it, or write the page that is meant'
strictly "warnings are errors under --strict" 1
check "they are counted" grep -qx 'errors: 0, warnings: 2' err

begin
printf 'title: Small library\nnavigation: [about.md, gone.md]\n' \
    >content/capsule.yaml
finds "a menu that leads nowhere" 0 \
    'content/capsule.yaml:2: warning: navigation: link to nothing: gone.md: correct it, or write the page that is meant'

begin
post 2021-03-08-draft 'title: Draft' 'draft: true'
printf '\n[Soon](2021-03-08-draft.md)\n' >>content/posts/2021-03-09-first.md
finds "a link to a draft" 0 \
    'content/posts/2021-03-09-first.md:8: warning: link to a draft or a post that is not due: 2021-03-08-draft.md: publish that first, or take the link out'

begin
mkdir -p content/pages/about/deep
printf -- '---\ntitle: Lost\n---\n\nHere.\n' >content/pages/about/deep/lost.md
finds "a page that no page leads to" 0 \
    'content/pages/about/deep/lost.md:1: warning: no page leads to /about/deep/lost/: link it, or name it in navigation: of capsule.yaml'

begin
post 2021-03-08-second 'title: Second' 'aliases: [/first/]'
finds "an alias where a page is" 1 \
    'content/posts/2021-03-08-second.md:3: aliases: /first/ is taken by content/posts/2021-03-09-first.md: take it out of one of them'
post 2021-03-08-second 'title: Second' 'aliases:' '  - /old/'
post 2021-03-07-third 'title: Third' 'lang: en' 'aliases: /old/'
finds "an alias that two posts have" 1 \
    'content/posts/2021-03-08-second.md:4: aliases: /old/ is taken by an alias of content/posts/2021-03-07-third.md: take it out of one of them'

begin
post 2021-03-08-gem 'title: Gem' 'only: gemini' 'author: Ge' 'tags: [Gem]'
finds "lists that Gopher rightly has not" 0
check "they were built, for Gemini alone" sh -c '
    "$0" build >/dev/null 2>&1 && [ -e public/gemini/tag/gem/index.gmi ] &&
    [ ! -e public/gopher/tag/gem ] && [ ! -e public/gopher/author/ge ]' \
    "$BOOKMOBILE"
printf '\n[one](/gem/), [two](/tag/gem/)\n' \
    >>content/posts/2021-03-09-first.md
finds "links that lead nowhere in one protocol" 0 \
    'content/posts/2021-03-09-first.md:8: warning: no link on Gopher: /gem/ is not there, only its words stay' \
    'content/posts/2021-03-09-first.md:8: warning: no link on Gopher: /tag/gem/ is not there, only its words stay'
strictly "are errors under --strict" 1

begin
printf '\n[x](http://[::1)\n\nSee <http://a.example:99999/>.\n' \
    >>content/posts/2021-03-09-first.md
finds "broken URLs, with their lines" 0 \
    'content/posts/2021-03-09-first.md:8: warning: a broken URL, only its words stay: http://%5B::1' \
    'content/posts/2021-03-09-first.md:10: warning: a broken URL, only its words stay: http://a.example:99999/'

# --- headings and titles -----------------------------------------------------------

begin
printf '\n## One\n\n#### Two\n\n# Three\n\n# Four\n' \
    >>content/posts/2021-03-09-first.md
finds "headings out of order, and a second #" 0 \
    'content/posts/2021-03-09-first.md:10: warning: a heading of level 4 below one of level 2: write ###' \
    'content/posts/2021-03-09-first.md:14: warning: a second heading with one #: write ##, only the title has one'

begin
post 2021-03-08-long 'date: 2021-03-08' \
    'title: Sixty-seven columns are what a menu of Gopher has for one line, no more'
post 2021-03-07-fits \
    'title: Sixty-seven columns are what a menu of Gopher has for one line, ok.'
printf '# 本の図書館は小さな村の真ん中にあり、誰でも自由に入ることができますので来てください\n' \
    >content/posts/2021-03-06-wide.md
finds "long titles, by their columns" 0 \
    'content/posts/2021-03-06-wide.md:1: warning: a title of 82 columns: menus have 67, make it shorter' \
    'content/posts/2021-03-08-long.md:3: warning: a title of 71 columns: menus have 67, make it shorter'

# --- pictures and files --------------------------------------------------------------

begin
cp "$SRC/content/pages/handbook/bookmobile.png" content/posts/a.png
cp content/posts/a.png content/posts/b.png
cp content/posts/a.png content/unused.png
cp content/posts/a.png content/posts/big.png
truncate -s 300K content/posts/big.png
printf '\n![](a.png) and ![ ](b.png)\n\n![A bus](big.png)\n' \
    >>content/posts/2021-03-09-first.md
finds "pictures without words, too large, and not used" 0 \
    'content/posts/2021-03-09-first.md:8: warning: a picture without a description: write it between the brackets, ![what is to be seen](a.png)' \
    'content/posts/2021-03-09-first.md:8: warning: a picture without a description: write it between the brackets, ![what is to be seen](b.png)' \
    'content/posts/2021-03-09-first.md:10: warning: big.png has 300 KiB, 5 minutes at 9.6 kbit/s: make it smaller, as with: convert big.png -resize 800x800 small.jpg' \
    'content/unused.png: warning: no page links to it: link it, or delete it'

# --- dates and sizes -----------------------------------------------------------------

begin
post later 'title: Later' 'lang: en' 'date: 2021-12-01'
finds "a post that is not due" 0 \
    'content/posts/later.md:4: note: not published before 2021-12-01: give it another date: if it is due'
strictly "which is no warning" 0

begin
printf 'budget: {page: 1500}\n' >>content/capsule.yaml
finds "pages within the budget" 0
head -c 600 /dev/zero | tr '\0' 'a' >>content/pages/about.md
finds "a page over the budget" 1 \
    'content/pages/about.md:1: costs 1836 bytes over Gemini, and budget: allows 1500: shorten it, or part it in two'
printf 'title: Small library\nbudget: 4500\n' >content/capsule.yaml
finds "a budget that is none" 1 \
    'content/capsule.yaml:2: budget: needs a number of bytes, as {page: 4500}'
printf 'title: Small library\nbudget: {pages: 4500}\n' >content/capsule.yaml
finds "a key of it that is mistyped" 1 \
    'content/capsule.yaml:2: unknown key "pages", did you mean "page"?'

# --- names -----------------------------------------------------------------------------

# pair NAME A B: two posts with A, one with B; B is reported.
pair() {
	begin
	post 2021-03-08-one 'title: One' "tags: [\"$2\"]"
	post 2021-03-07-two 'title: Two' "tags: [\"$2\"]"
	post 2021-03-06-three 'title: Three' 'lang: en' "tags: [\"$3\"]"
	finds "$1" 0 \
	    "content/posts/2021-03-06-three.md:4: warning: the tag \"$3\" (posts: 1) looks like \"$2\" (2): write that, or {same_as: ...} or both names in capsule.yaml"
}

pair "one wrong letter" 'Occupy Library Innovators HUB' \
    'Occupy Library Innovatoes HUB'
pair "one letter too much" Libraries Librariess
pair "one letter missing" Webinar Weinar
pair "two letters changed places" Citizenship Citizenhsip
pair "a plural" Library Libraries
pair "a plural in -es" Box Boxes
pair "words joined and parted" 'E-book' 'Ebook'
pair "letters beyond ASCII" Бібліотека Біблотека

begin
post 2021-03-08-one 'title: One' 'tags: [Active Citizenship, PLACH - News]'
post 2021-03-07-two 'title: Two' 'tags: [Active Citizenship, PLACH - News]'
post 2021-03-06-three 'title: Three' \
    'tags: [active citizenship, PLACH – News]'
finds "the same name in other letters, or with another dash" 0 \
    'content/posts/2021-03-06-three.md:3: warning: the tag "PLACH – News" is shown as "PLACH - News": write it so' \
    'content/posts/2021-03-06-three.md:3: warning: the tag "active citizenship" is shown as "Active Citizenship": write it so'

# alone NAME A B: the two are two names.
alone() {
	begin
	post 2021-03-08-one 'title: One' "tags: [\"$2\", \"$3\"]"
	finds "$1" 0
}

alone "numbers differ" 'GOAL 3: Good Health' 'GOAL 4: Good Health'
alone "a digit more" 'Goals 1' 'Goals 10'
alone "short words" Book Boot
alone "another first letter" Header Reader
alone "two errors" Innovators Inovatoes

begin
post 2021-03-08-one 'title: One' "tags: [Trial, Trail]"
finds "two names" 0 \
    'content/posts/2021-03-08-one.md:3: warning: the tag "Trial" (posts: 1) looks like "Trail" (1): write that, or {same_as: ...} or both names in capsule.yaml'
printf 'title: Small library\nnavigation: [about.md]\ntags: {Trial: {slug: trial}, Trail: {slug: trail}}\n' \
    >content/capsule.yaml
finds "both are meant when capsule.yaml names them" 0
printf 'title: Small library\nnavigation: [about.md]\ntags: {Trail: {same_as: Trial}}\n' \
    >content/capsule.yaml
finds "one is the other when it says so" 0

# --- variants ------------------------------------------------------------------------

# Each rendition fits into the width of its variant: prose, lists, quotes and
# tables do, and what is preformatted is as wide as it is.
begin
printf 'title: Small library\nnavigation: [about.md]\ngopher:\n  variants:\n%s\n%s\n%s\n%s\n' \
    '    - {path: ascii, charset: us-ascii, width: 40}' \
    '    - {path: koi, charset: koi8-u, width: 44}' \
    '    - {path: sjis, charset: shift_jis, width: 50}' \
    '    - {path: narrow, width: 42}' >content/capsule.yaml
cat >>content/posts/2021-03-09-first.md <<'END'

Бібліотека села відкрита щодня, і кожен може прийти, щоб почитати, послухати або просто посидіти в теплі, доки надворі дощ.

* 図書館は誰でも自由に入ることができますので来てください図書館は誰でも自由に入ることができますので来てください
* A list with a long item, which goes on for a while, and then for another while.

> A quotation whose words are many, and whose columns are more than any variant of this capsule has.

| Година | Хто приходить | Що беруть |
|--------|---------------|-----------|
| ранок  | діти з вчителькою, а часом і з батьками | казки, загадки, ігри |

```
дванадцять: рядок коду, ширший за всі варіанти цієї капсули, довгий і незмінний
	a line of code that is wider than all of the variants, and has a TAB
```
END
finds "variants keep to their widths" 0
check "they were built with other letters" sh -c \
    '"$0" build >/dev/null 2>&1 &&
     grep -q "^idvanadc.*: r.*dok kodu" public/gopher/ascii/first/gophermap &&
     iconv -f koi8-u public/gopher/koi/first/index.txt | grep -q "дванадцять: рядок"' \
    "$BOOKMOBILE"

# --- what build says, and the forms of output ------------------------------------------

begin
printf -- '---\ntitle: a\ntitle: b\n---\n' >content/posts/2021-01-01-twice.md
post no-date 'title: No date'
got=0
"$BOOKMOBILE" check >out 2>err || got=$?
check "errors of the sources are all told" sh -c \
    'grep -q "^content/posts/2021-01-01-twice.md:3: " out &&
     grep -q "^content/posts/no-date.md:1: no date: add a line" out'
check "and end it with 1" [ $got = 1 ]

begin
printf '\n[out](https://example.org/a) [in](/about/) <gemini://b.example/>\n' \
    >>content/posts/2021-03-09-first.md
"$BOOKMOBILE" check --external >out 2>err
printf '%s\n' 'content/posts/2021-03-09-first.md:8: https://example.org/a' \
    'content/posts/2021-03-09-first.md:8: gemini://b.example/' >wanted
check "--external lists what leads out" diff wanted out
printf '\n[dead](gone.md)\n' >>content/posts/2021-03-09-first.md
"$BOOKMOBILE" check --json >out 2>err
check "--json" "$PYTHON" -c '
import json
found = json.load(open("out"))
assert len(found) == 1
assert found[0]["file"] == "content/posts/2021-03-09-first.md"
assert found[0]["line"] == 10 and found[0]["kind"] == "warning"'

# The sample capsule is an example to others.
if "$BOOKMOBILE" check -C "$SRC" --strict >out 2>err; then
	ok "the sample capsule is clean under --strict"
else
	fail "the sample capsule is clean under --strict"
	sed 's/^/# /' out
fi
begin
printf 'title: Small library\nnavigation: [about.md]\nhtml_host: w.example\nmax_media: 2 KB\n' \
    >content/capsule.yaml
mkdir content/m
head -c 30000 /dev/zero >"content/m/big one.jpg"
head -c 30000 /dev/zero >content/m/lost.jpg
printf '\n![Big](</m/big one.jpg>)\n' >>content/posts/2021-03-09-first.md
finds "a file that is left to the website is linked all the same" 0 \
    'content/m/lost.jpg: warning: no page links to it: link it, or delete it'

begin
printf -- '---\ntitle: Past\ndate: 2021-01-01\nexpiryDate: 2021-01-02\n---\n\nText.\n' \
    >content/posts/past.md
sed -i '2i translations: {ro: gone.md, de: past.md}' content/posts/2021-03-09-first.md
finds "what to do is said of translations too" 0 \
    'content/posts/2021-03-09-first.md:2: warning: translations: link to a page whose expiryDate is past: past.md: take the link out, or give that another date' \
    'content/posts/2021-03-09-first.md:2: warning: translations: link to nothing: gone.md: correct it, or write the page that is meant' \
    'content/posts/past.md: note: left out: its expiryDate, 2021-01-02, is past'

finish
