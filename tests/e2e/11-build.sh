#!/bin/sh
# SPDX-License-Identifier: ISC
# `bookmobile build`: what it refuses, what it writes and what it leaves alone.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1

# post FILE FRONT-MATTER-LINE...: a post with one sentence.
post() {
	mkdir -p "$(dirname "$1")"
	file=$1
	shift
	{
		echo ---
		printf '%s\n' "$@"
		echo ---
		echo
		echo "A sentence of $file."
	} >"$file"
}

fixture() {
	rm -rf "$1"
	mkdir -p "$1/posts" "$1/pages"
	printf 'title: Small library\n' >"$1/capsule.yaml"
	post "$1/posts/2021-03-09-first.md" 'title: First' 'tags: [Reading]'
	post "$1/posts/2021-03-10-second.md" 'title: Second' \
	    'categories: [News]' 'author: Ana'
	post "$1/pages/about.md" 'title: About us'
}

# tree DIR: every file with its bytes' sum, every folder, and their modes.
tree() {
	(cd "$1" && find . ! -name .cache -exec stat -c '%a %F %n' {} + | LC_ALL=C sort &&
	    find . -type f ! -name .cache -exec sha256sum {} + | LC_ALL=C sort -k2)
}

# stamps DIR: every file with its time and inode.
stamps() {
	(cd "$1" && find . -type f ! -name .cache -printf '%p %T@ %i\n' | LC_ALL=C sort)
}

# says NAME TEXT: the last build's messages hold the text.
says() {
	if grep -qF -- "$2" err; then
		ok "$1"
	else
		fail "$1"
		sed 's/^/# /' err
	fi
}

# build STATUS ARGUMENT...: run it and compare the exit status.
build() {
	want=$1
	shift
	got=0
	"$BOOKMOBILE" build "$@" >out 2>err || got=$?
	[ "$got" = "$want" ] || {
		fail "exit status of build $*: $got, not $want"
		sed 's/^/# /' err
	}
}

# --- usage -------------------------------------------------------------------

status=0
"$BOOKMOBILE" >out 2>err || status=$?
check "no command is a usage error" [ "$status" = 2 ]
status=0
"$BOOKMOBILE" fly >out 2>err || status=$?
check "an unknown command is a usage error" [ "$status" = 2 ]
status=0
"$BOOKMOBILE" build a b c >out 2>err || status=$?
check "three folders are a usage error" [ "$status" = 2 ]
status=0
"$BOOKMOBILE" build --fast >out 2>err || status=$?
check "an unknown option is a usage error" [ "$status" = 2 ]
check "--help names the commands" sh -c '"$0" --help | grep -q "^  convert"' \
    "$BOOKMOBILE"
check "--version says one line" sh -c '"$0" --version | grep -q "^bookmobile "' \
    "$BOOKMOBILE"

# --- a first build ---------------------------------------------------------

fixture content
build 0
check "the summary counts posts, pages and files" \
    grep -Eq '^posts: 2, pages: 1, terms: 3; [0-9]+ files' out
for f in gemini/first/index.gmi gopher/first/gophermap gopher/first/index.txt \
    gemini/index.gmi gopher/gophermap gemini/about/index.gmi \
    gemini/archive/index.gmi gemini/2021/index.gmi gemini/2021/03/index.gmi \
    gemini/tag/reading/index.gmi gemini/tag/reading/atom.xml \
    gemini/category/news/index.gmi gemini/author/ana/index.gmi \
    gemini/atom.xml gopher/atom.xml gemini/robots.txt gopher/robots.txt \
    gopher/caps.txt manifest; do
	check "there is $f" [ -s "public/$f" ]
done
check "nothing is left of the work" [ ! -e public/.new ]
check "line 1 of the manifest names host and language" \
    sh -c 'head -n 1 public/manifest | grep -q "^bookmobile 1	localhost	en$"'
check "gopher files end their lines in CRLF" sh -c \
    '! find public/gopher -name gophermap -o -name "*.txt" -type f |
     xargs grep -Lq "$(printf "\r")$" | grep -q .'
check "feeds are XML" "$PYTHON" -c '
import glob, xml.dom.minidom
for f in glob.glob("public/**/atom.xml", recursive=True):
    xml.dom.minidom.parse(f)'

# --- builds after it ---------------------------------------------------------

stamps public >before
build 0
stamps public >after
check "a second build touches no file" cmp before after
check "and says so" grep -q '(0 written, 0 removed)' out

post content/posts/2021-03-10-second.md 'title: Second' \
    'categories: [Notices]' 'author: Ana'
build 0
stamps public >after
check "the page of a term without posts goes" [ ! -e public/gemini/category/news ]
check "the page of a new term comes" \
    [ -s public/gopher/category/notices/gophermap ]
for f in gemini/about/index.gmi gemini/tag/reading/index.gmi gopher/caps.txt; do
	check "$f keeps its time and inode" sh -c \
	    'grep -F "$0" before >a && grep -F "$0" after >b && cmp a b' "$f"
done

echo mine >public/note.txt
mkdir -p public/gemini/old/deep public/gopher/empty
echo old >public/gemini/old/deep/file
chmod 600 public/gemini/about/index.gmi
chmod 700 public/gemini/about
build 0 --full
check "what no source makes goes" [ ! -e public/gemini/old ]
check "empty folders go" [ ! -e public/gopher/empty ]
check "files beside gemini/ and gopher/ stay" [ -e public/note.txt ]
check "modes are set right again" sh -c \
    '[ "$(stat -c %a public/gemini/about/index.gmi)" = 644 ] &&
     [ "$(stat -c %a public/gemini/about)" = 755 ]'

# A page where a file was, and a file where a page was.
echo text >content/thing
build 0
check "an attachment is copied" [ -f public/gemini/thing ]
rm content/thing
post content/pages/thing.md 'title: Thing'
build 0
check "a page takes a file's place" [ -f public/gemini/thing/index.gmi ]
rm content/pages/thing.md
echo text >content/thing
build 0
check "a file takes a page's place" [ -f public/gemini/thing ]
rm content/thing

# --- the same bytes everywhere -------------------------------------------------

fixture content
rm -rf public other
build 0 content public
mkdir -p copied/posts copied/pages
for f in posts/2021-03-10-second.md pages/about.md posts/2021-03-09-first.md \
    capsule.yaml; do
	cp "content/$f" "copied/$f"
done
(umask 077 && "$BOOKMOBILE" build copied other >out 2>err) || fail "umask 077"
tree public >before
tree other >after
check "neither umask nor order of files is seen" cmp before after
check "no file or folder is closed to the server" sh -c \
    '! find other -type f ! -perm 644 -o -type d ! -perm 755 | grep -q .'

# --- errors ----------------------------------------------------------------

tree public >before
stamps public >>before
post content/posts/no-date.md 'title: No date'
printf -- '---\ntitle: a\ntitle: b\n---\n' >content/posts/2021-01-01-twice.md
printf -- '+++\ntitle = "t"\n+++\n' >content/posts/2021-01-02-toml.md
printf -- '---\ntitle: t\n\nBody\n' >content/posts/2021-01-03-open.md
printf -- '---\ntitle: t\n---\n\nA \377 byte\n' >content/posts/2021-01-04-latin.md
printf -- '---\ntitle: t\n---\n\nA \000 byte\n' >content/posts/2021-01-05-nul.md
printf -- '---\ntitle: t\ndate: soon\n---\n' >content/posts/2021-01-06-soon.md
printf -- '---\ntitle: t\ntags: [GOAL 3: x]\n---\n' \
    >content/posts/2021-01-07-colon.md
head -c 1100000 /dev/zero | tr '\0' 'a' >content/posts/2021-01-08-long.md
post content/posts/2021-01-09-tag.md 'title: t' 'slug: tag'
printf 'colour: blue\ntaglin: x\ntitle: Small library\n' >content/capsule.yaml
build 1
says "no date" "content/posts/no-date.md:1: "
says "the date's line is shown" '"date: 2021-03-09"'
says "a key that stands twice" "content/posts/2021-01-01-twice.md:3: "
says "TOML" "content/posts/2021-01-02-toml.md:1: "
says "how to convert it" "hugo convert toYAML"
says "front matter without end" "content/posts/2021-01-03-open.md:1: "
says "bytes that are no UTF-8" "content/posts/2021-01-04-latin.md:5: "
says "a NUL byte" "content/posts/2021-01-05-nul.md:5: "
says "a date that is none" "content/posts/2021-01-06-soon.md:3: "
says "a colon without quotes" "content/posts/2021-01-07-colon.md:3: "
says "a post over 1 MiB" "content/posts/2021-01-08-long.md:1: "
says "an unknown key" "content/capsule.yaml:1: "
says "what was meant" "tagline"
tree public >after
stamps public >>after
check "an error changes nothing" cmp before after

fixture content
post content/posts/2021-01-09-tag.md 'title: t' 'slug: tag'
build 1
says "a slug of the capsule's own" "content/posts/2021-01-09-tag.md:1: /tag/"
fixture content
post content/posts/a/2020-01-01-first.md 'title: Another'
build 1
says "two pages at one path" "would stand at /first/"
says "the pattern that parts them" '"permalink: /:year/:month/:slug/"'
tree public >after
stamps public >>after
check "still nothing has changed" cmp before after

fixture content
rm -rf fresh
printf -- '---\ntitle: t\n---\n\nSee [this](gone.md).\n' \
    >content/posts/2021-01-01-link.md
build 1 --strict content fresh
says "a link to nothing has file and line" \
    "content/posts/2021-01-01-link.md:5: warning: link to nothing: gone.md"
check "--strict makes it an error, and no folder" [ ! -e fresh ]
build 0 --losses losses content fresh
check "without --strict the page is there" [ -f fresh/gemini/link/index.gmi ]
check "--losses FILE holds the list" grep -q 'gone.md' losses

# --- where it writes -------------------------------------------------------

fixture content
mkdir -p foreign
echo mine >foreign/file
build 1 content foreign
says "a folder with other files is refused" "foreign: "
check "and left as it was" [ "$(ls -A foreign)" = file ]
mkdir -p empty
build 0 content empty
check "an empty folder is taken" [ -f empty/manifest ]
build 1 content content/public
check "an output inside the sources is refused" [ ! -e content/public ]
build 1 nowhere public
says "a missing source" "there is no folder nowhere here: "
mkdir -p above
cp -r content above/
build 1 above
says "a capsule that is taken for its sources" \
    'above holds a capsule, not its sources: say "bookmobile build -C above"'
rm -r above
rm content/capsule.yaml
build 1
says "missing settings" "content/capsule.yaml: "

fixture content
flock public -c "\"$BOOKMOBILE\" build content public >out 2>err; echo \$? >rc"
check "a second build at a time is refused" [ "$(cat rc)" = 1 ]
says "and says why" "another build is running"

# Cut off before its first commit: what waits there is taken away.
rm -rf cut
mkdir -p cut/.new/gemini/half
build 0 content cut
check "a build that was cut off is repaired" \
    [ -f cut/gemini/index.gmi ] 
check "and its remains are gone" [ ! -e cut/.new ]
mkdir -p elsewhere
mv content elsewhere/content
(cd / && "$BOOKMOBILE" build -C "$T/elsewhere" >"$T/out" 2>"$T/err") ||
    fail "-C DIR"
check "-C DIR goes there first" [ -f elsewhere/public/manifest ]

# --- aliases ---------------------------------------------------------------

fixture content
printf -- '---\ntitle: A\ndate: 2021-03-01\naliases:\n  - /was/\n  - /?p=3\n---\nA.\n' \
    >content/posts/query.md
build 0
check "an alias with a query is a warning, with its line" grep -qF \
    'content/posts/query.md:6: warning: aliases: /?p=3 can never be' err
check "and no redirect" sh -c \
    'grep -q "^redirect	/was/" public/manifest && ! grep -qF "p=3" public/manifest'
rm content/posts/query.md

# --- dates -----------------------------------------------------------------

fixture content
post content/posts/2021-04-01-later.md 'title: Later'
post content/posts/2021-02-01-draft/index.md 'title: Draft' 'draft: true'
echo secret >content/posts/2021-02-01-draft/plan.txt
post content/posts/quoted.md 'title: Quoted' "date: '2014-03-12T10:11:00-04:00'"
post content/posts/slashes.md 'title: Slashes' 'date: 2014/03/13'
rm -rf public
SOURCE_DATE_EPOCH=1615420800 # 2021-03-11
export SOURCE_DATE_EPOCH
build 0
check "a future post waits" [ ! -e public/gemini/later ]
check "a draft is not published" [ ! -e public/gemini/draft ]
check "nor is what lies beside it" \
    sh -c '! grep -rq --exclude=.cache secret public'
check "dates with zone" grep -q '2014-03-12 Quoted' public/gemini/archive/index.gmi
check "dates with slashes" \
    grep -q '2014-03-13 Slashes' public/gemini/archive/index.gmi
build 0 --future --drafts
check "--future publishes it" [ -e public/gemini/later/index.gmi ]
check "--drafts publishes it" [ -e public/gemini/draft/plan.txt ]
SOURCE_DATE_EPOCH=1617235200 # 2021-04-01
build 0
check "it is published on its day" [ -e public/gemini/later/index.gmi ]
check "and the draft is gone again" [ ! -e public/gemini/draft ]
unset SOURCE_DATE_EPOCH

finish
