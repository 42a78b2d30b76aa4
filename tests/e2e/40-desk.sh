#!/bin/sh
# SPDX-License-Identifier: ISC
# The publisher's desk: init, new, list, show, and help.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
SOURCE_DATE_EPOCH=1615420800 # 2021-03-11
export SOURCE_DATE_EPOCH
unset PAGER NO_COLOR LESS

# desk STATUS COMMAND ARGUMENT...: in the capsule; output in out, err.
desk() {
	want=$1
	command=$2
	shift 2
	got=0
	"$BOOKMOBILE" "$command" "$@" >out 2>err </dev/null || got=$?
	[ "$got" = "$want" ] || {
		fail "exit status of $command $*: $got, not $want"
		sed 's/^/# /' out err
	}
}

# is NAME FILE LINE...: the file holds these lines and no others.
is() {
	is_name=$1
	is_file=$2
	shift 2
	printf '%s\n' "$@" >wanted
	check "$is_name" diff wanted "$is_file"
}

# --- commands and help ---------------------------------------------------------

desk 2 bild
is "a mistyped command" err "bookmobile: bild is no command: did you mean build?"
desk 2 frobnicate
is "no command at all" err \
    'bookmobile: frobnicate is no command: "bookmobile --help" names them'
for command in $("$BOOKMOBILE" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
	desk 0 "$command" --help
	check "$command --help says how it is used" \
	    grep -q "^usage: bookmobile $command " out
	desk 2 "$command" --no-such-option
done

desk 2 new --categroy News Title
is "a mistyped option" err \
    "bookmobile: new has no option --categroy: did you mean --category?" \
    "usage: bookmobile new [OPTION ...] TITLE" \
    '"bookmobile new --help" names the options.'
# says TEXT ARGUMENT...: the first line of what is wrong.
says() {
	says_text=$1
	shift
	desk 2 "$@"
	sed -i 1q err
	is "$*: $says_text" err "bookmobile: $says_text"
}
says "check has no option --helpp: did you mean --help?" check --helpp
says "check has no option --xyzzy" check --xyzzy
says "build has no option --fu: write one of --future, --full" build --fu
says "--tag needs a value: --tag NAME" new --tag
says "-C needs a value: -C DIR" list -C
says "--json takes no value" list --json=no
says "report has no option -q" report -qj
says "options of report are ASCII letters" report -ж

says "--category and --tag need a name each, and there may be 64 of them" \
    new --tag ' ' Title
says "--lang needs a tag such as ro or pt-BR" new --lang 'not one' Title

# As git has it.
"$BOOKMOBILE" --help >wanted_help
desk 0 help
check "help helps" diff wanted_help out
"$BOOKMOBILE" new --help >wanted_help
desk 0 help new
check "help with one command" diff wanted_help out
desk 2 help nwe
is "help with none" err "bookmobile: nwe is no command: did you mean new?"
desk 2 -C
is "-C and nothing" err "bookmobile: -C needs a value: -C DIR"
desk 1 -C nowhere list
is "-C and no such folder" err \
    "bookmobile: nowhere: No such file or directory"
desk 2 check too many
is "usage ends without a space" err "usage: bookmobile check [OPTION ...]" \
    '"bookmobile check --help" names the options.'

# --- init ----------------------------------------------------------------------

desk 0 init 'my library'
is "init says what comes next" out \
    "my library/content holds settings, a post, a page and a picture." \
    "Next: cd 'my library' && bookmobile build"
cd 'my library' || exit 1
desk 0 build --strict
check "the new capsule builds without a word" [ ! -s err ]
for f in gemini/welcome/index.gmi gemini/welcome/bookmobile.png \
    gopher/about/index.txt gemini/category/news/index.gmi; do
	check "there is $f" [ -s "public/$f" ]
done
check "the picture is a picture" "$PYTHON" -c '
import struct, sys, zlib
data = open("public/gemini/welcome/bookmobile.png", "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n"
at, pixels = 8, b""
while at < len(data):
    size, kind = struct.unpack(">I4s", data[at:at + 8])
    body = data[at + 8:at + 8 + size]
    assert zlib.crc32(kind + body) == struct.unpack(
        ">I", data[at + 8 + size:at + 12 + size])[0]
    pixels += body if kind == b"IDAT" else b""
    at += 12 + size
assert len(zlib.decompress(pixels)) == 40 * 17'
desk 1 build --losses nowhere/losses
is "a list of losses that cannot be written" err \
    "bookmobile: nowhere/losses: No such file or directory"
check "is an error, though all is built" grep -q '^posts: 1' out
rm -f out err
cd ..
desk 1 init 'my library'
is "a folder with something in it is refused" err \
    "bookmobile: my library is not empty: name a folder that is not there yet"
desk 2 init
mv 'my library' library
desk 1 new -C / Title
is "without sources there is a way to begin" err \
    "bookmobile: there is no folder content here: \"bookmobile init DIR\" begins one, -C DIR goes to another place"
cd library || exit 1

# --- new -----------------------------------------------------------------------

desk 0 new 'Hours in summer' --category news --tag Libraries --tag 'GOAL 3: x'
is "new prints the path" out "content/posts/2021-03-11-hours-in-summer.md"
is "front matter is filled in, known names as they are spelled" \
    content/posts/2021-03-11-hours-in-summer.md \
    --- 'title: Hours in summer' 'date: 2021-03-11' 'categories: [News]' \
    'tags: [Libraries, "GOAL 3: x"]' --- ''
is "new names are named" err "new tag: Libraries" "new tag: GOAL 3: x"
desk 1 new 'Hours in summer'
is "a file is never overwritten" err \
    "bookmobile: content/posts/2021-03-11-hours-in-summer.md: is there already"
desk 0 new 'Мир: "книга" \ #1' --lang uk
is "titles become plain letters" out "content/posts/2021-03-11-myr-knyha-1.md"
check "quotes are quoted" grep -qxF 'title: "Мир: \"книга\" \\ #1"' \
    content/posts/2021-03-11-myr-knyha-1.md
desk 0 new 'Where we are' --page --lang ro
is "a page" content/pages/where-we-are.md \
    --- 'title: Where we are' 'lang: ro' --- ''
desk 2 new 'Where we are' --page --tag Reading
is "a page has no terms" err \
    "bookmobile: a page has no categories and tags: only posts do"
for wrong in Reeding Redaing Raeding Readin Readings Re-ading; do
	desk 1 new 'Wrong' --tag "$wrong"
	is "$wrong is refused" err \
	    "bookmobile: the tag \"$wrong\" looks like \"Reading\": name that one, or add --force"
done
desk 1 new 'Wrong' --category News/Newz --tag Library
is "all that is refused is named" err "new category: Newz" \
    'bookmobile: the tag "Library" looks like "Libraries": name that one, or add --force'
check "nothing was made" [ ! -e content/posts/2021-03-11-wrong.md ]
desk 0 new 'Right' --tag Reeding --force
for right in 'GOAL 4: x' Beading Read; do
	desk 0 new "Right $right" --tag "$right"
done
check "and all of it builds" "$BOOKMOBILE" build --strict

# On a terminal it asks.
if have script; then
	printf 'y\n' | script -qec \
	    "'$BOOKMOBILE' new Asked --tag Librarie" /dev/null >out 2>&1
	check "it asks" grep -q 'use it instead of "Librarie"? \[Y/n\]' out
	check "yes takes the known name" grep -qx 'tags: \[Libraries\]' \
	    content/posts/2021-03-11-asked.md
	printf 'n\n' | script -qec \
	    "'$BOOKMOBILE' new Kept --tag Librarie" /dev/null >out 2>&1
	check "no keeps the new one" grep -qx 'tags: \[Librarie\]' \
	    content/posts/2021-03-11-kept.md
	rm content/posts/2021-03-11-kept.md
fi

# --- list ------------------------------------------------------------------------

rm -f content/posts/2021-03-11-right* content/posts/2021-03-11-asked.md
printf -- '---\ntitle: Idea\ndate: 2021-01-01\ndraft: true\ntags: [Hidden]\n---\n' \
    >content/posts/idea.md
printf -- '---\ntitle: Later\ndate: 2021-12-01\n---\n' >content/posts/later.md
printf -- '---\ntitle: Gone\ndate: 2021-01-05\nexpiryDate: 2021-02-01\n---\n' \
    >content/posts/gone.md
desk 0 list
is "posts, newest first" out \
    '2021-12-01  content/posts/later.md  Later  (not due)' \
    '2021-03-11  content/posts/2021-03-11-hours-in-summer.md  Hours in summer' \
    '2021-03-11  content/posts/2021-03-11-myr-knyha-1.md  Мир: "книга" \ #1' \
    '2021-03-11  content/posts/2021-03-11-welcome/index.md  Welcome' \
    '2021-01-05  content/posts/gone.md  Gone  (expired)'
desk 0 list --json
check "JSON says which are not due, and which have expired" "$PYTHON" -c '
import json
posts = json.load(open("out"))
assert [p["title"] for p in posts if not p["due"]] == ["Later"]
assert [p["title"] for p in posts if p["expired"]] == ["Gone"]'
mkdir content/posts/again
for vague in content/posts/vague.md content/posts/again/vague.md; do
	printf -- '---\ntitle: Vague\ndraft: true\n---\n' >$vague
done
desk 0 list drafts
is "drafts, which need no day yet" out \
    '2021-01-01  content/posts/idea.md  Idea' \
    'no date     content/posts/vague.md  Vague' \
    'no date     content/posts/again/vague.md  Vague'
desk 0 list drafts --json
check "nor in JSON" "$PYTHON" -c '
import json
assert [(p["date"], p["path"]) for p in json.load(open("out"))] == [
    ("2021-01-01", "/idea/"), ("", ""), ("", "")]'
rm -r content/posts/vague.md content/posts/again
desk 0 list terms
is "terms" out 'category     2  News  /category/news/' \
    'tag          1  GOAL 3: x  /tag/goal-3-x/' \
    'tag          1  Libraries  /tag/libraries/' \
    'tag          1  Reading  /tag/reading/'
for what in posts drafts terms; do
	desk 0 list "$what" --json
	check "list $what --json is JSON" "$PYTHON" -c '
import json; assert json.load(open("out"))[0]["title" if "'"$what"'" != "terms" else "name"]'
done
desk 2 list tems
is "a mistyped list" err \
    'bookmobile: list knows posts, drafts and terms, not tems: did you mean terms?'

# --- show ------------------------------------------------------------------------

# What is not published shows in none that is: no link to it, no "Next".
printf '\nAn [idea](idea.md).\n' >>content/posts/2021-03-11-hours-in-summer.md
printf -- '---\ntitle: Vague\ndraft: true\n---\n' >content/posts/vague.md
"$BOOKMOBILE" build >out 2>err
for name in hours-in-summer myr-knyha-1; do
	desk 0 show "$name"
	check "show $name: as it is published" \
	    cmp out "public/gemini/$name/index.gmi"
done
# Nor does a draft without a day stop another, or a slip of the pen.
desk 1 show vagu
is "beside a draft without a day: no such post" err \
    'bookmobile: no post or page is called vagu: "bookmobile list" names them'
desk 1 show posts/vague.md
check "a draft without a day is asked for it" \
    grep -q '^content/posts/vague.md:1: no date' err
mv content/posts/vague.md .
"$BOOKMOBILE" build --future --drafts content all >out 2>err
mv vague.md content/posts/
for name in idea later gone; do
	desk 0 show "$name"
	check "show $name: a page that is not published, as it will be" \
	    cmp out "all/gemini/$name/index.gmi"
done
rm -r all content/posts/vague.md
for name in welcome /welcome/ content/posts/2021-03-11-welcome/index.md \
    posts/2021-03-11-welcome/index.md; do
	desk 0 show "$name"
	check "show $name: the bytes that build writes" \
	    cmp out public/gemini/welcome/index.gmi
	desk 0 show "$name" --gopher
	check "show $name --gopher: the bytes that build writes" \
	    cmp out public/gopher/welcome/gophermap
done
desk 0 show about
check "show finds pages" cmp out public/gemini/about/index.gmi
desk 0 show welcome --width 40
check "--width wraps" sh -c '! grep -E "^.{41}" out'
desk 0 show welcome --gopher --width 40
check "--width wraps menus" \
    sh -c '! grep "^i" out | sed "s/	.*//" | grep -E "^.{42}"'
desk 2 show welcome --width 39
printf -- '---\ntitle: Мир\nlang: uk\ndate: 2021-01-02\n---\n\nКнига – “x” 図書.\n' \
    >content/posts/myr.md
desk 0 show myr --charset koi8-u
check "--charset" sh -c 'iconv -f koi8-u out | grep -q "^# Мир"'
desk 0 show myr --charset us-ascii
check "letters that it lacks are spelled" sh -c \
    'grep -q "^# Myr" out && grep -q "^Knyha - " out && iconv -f us-ascii out'
desk 0 show myr --charset us-ascii --gopher --width 40
check "in menus as well" sh -c \
    'grep -q "^iMyr	" out && iconv -f us-ascii out'
desk 2 show myr --charset utf-16
rm content/posts/myr.md
desk 1 show nothing
is "no such post" err \
    'bookmobile: no post or page is called nothing: "bookmobile list" names them'
if have script; then
	PAGER='sed s/^/paged:/' TERM=xterm script -qec \
	    "'$BOOKMOBILE' show welcome" /dev/null >out 2>&1
	check "a terminal gets colour and the pager" \
	    grep -q "^paged:# $(printf '\033')\[1mWelcome" out
	NO_COLOR=1 PAGER=cat TERM=xterm script -qec \
	    "'$BOOKMOBILE' show welcome" /dev/null >out 2>&1
	check "NO_COLOR is heard" \
	    sh -c '! grep -q "$(printf "\033")" out && grep -q "^# Welcome" out'
fi

# --- odd names, odd days ---------------------------------------------------------

cd "$T" || exit 1
desk 0 init "бібліотека на колесах"
is "a name with spaces and letters" out \
    "бібліотека на колесах/content holds settings, a post, a page and a picture." \
    "Next: cd 'бібліотека на колесах' && bookmobile build"
desk 0 -C "бібліотека на колесах" build --strict
desk 0 -C "бібліотека на колесах" show "content/posts/2021-03-11-welcome/index.md"
check "-C before the command" grep -q '^# Welcome' out
mkdir here
(cd here && "$BOOKMOBILE" init . >../out)
is "init where one is" out \
    "content holds settings, a post, a page and a picture." \
    "Next: bookmobile build"
desk 2 init ''
cd here || exit 1
# A disk that is full: no file may grow.
full() {
	(
		trap '' XFSZ
		ulimit -f 0
		exec "$BOOKMOBILE" "$@"
	) 2>&1 </dev/null | cat
}
full new "Too much" >../said
check "new says that the disk is full" \
    grep -q '^bookmobile: content/posts/2021-03-11-too-much.md: File too large' \
    ../said
check "and leaves nothing half-written" [ ! -e content/posts/2021-03-11-too-much.md ]
mkdir ../tmp
TMPDIR=$T/tmp full check >../said
check "check does not call well what it could not build" \
    sh -c 'grep -q "the build fails" "$0" && ! grep -q "all is well" "$0"' ../said
check "nor leaves a file" [ -z "$(ls -A ../tmp)" ]
cd ..
full init half >said
check "init says it too" grep -q '^bookmobile: half: File too large' said
check "and takes back what it began" [ ! -e half ]
if is_root; then
	ordinary() {
		setpriv --reuid "$ORDINARY" --regid "$ORDINARY" --clear-groups "$@"
	}
	chmod 711 "$T"
	cp "$BOOKMOBILE" ours
	chmod 755 ours
	ordinary ./ours new Title -C here >out 2>&1 || true
	is "new where one may not write" out \
	    "bookmobile: content/posts/2021-03-11-title.md: Permission denied"
	ordinary ./ours build -C here >out 2>&1 || true
	is "build where one may not write" out \
	    "bookmobile: public: cannot be made: Permission denied" \
	    "bookmobile: nothing was changed"
	ordinary ./ours init closed >out 2>&1 || true
	is "init where one may not write" out "bookmobile: closed: Permission denied"
fi
finish
