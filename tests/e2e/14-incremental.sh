#!/bin/sh
# SPDX-License-Identifier: ISC
# Builds after the first: only what must be written is, and the result is that
# of a clean build.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

# post NAME FRONT-MATTER-LINE...
post() {
	mkdir -p "$(dirname "content/$1")"
	file=content/$1
	shift
	{
		echo ---
		printf '%s\n' "$@"
		echo ---
		echo 'A word.'
	} >"$file"
}

# built TEXT: build, and what it prints has the text.
built() {
	"$BOOKMOBILE" build >out 2>err
	grep -qF -- "$1" out
}

# stamps: all in public but the cache, with time and inode.
stamps() {
	find public -name .cache -o -printf '%p %T@ %i\n' | LC_ALL=C sort
}

# --- numbered pages ----------------------------------------------------------

mkdir content
printf 'title: Blog\npage_size: 3\n' >content/capsule.yaml
for n in 1 2 3 4 5 6 7 8; do
	post "posts/2020-01-0$n-p$n.md" "title: Post $n" 'tags: [News]'
done
"$BOOKMOBILE" build >out 2>err || fail "build"
page=public/gemini/tag/news
check "a list of two pages and more has a numbered one" [ -d $page/page/1 ]
check "and no more than needed" [ ! -e $page/page/2 ]
check "the oldest posts stand there" sh -c \
    'grep -c "^=> /p[123]/ 2020" $0/page/1/index.gmi | grep -qx 3' $page
check "the newest on the list itself" sh -c \
    'grep -c "^=> /p[45678]/ 2020" $0/index.gmi | grep -qx 5' $page
check "each post once" sh -c \
    '! grep -q "^=> /p[123]/" $0/index.gmi' $page
check "a link leads to the older ones" \
    grep -qx '=> page/1/ Older' $page/index.gmi
check "and back" grep -qx '=> /tag/news/ Newer' $page/page/1/index.gmi
check "the archive is parted too" [ -f public/gopher/archive/page/1/gophermap ]
cp $page/page/1/index.gmi first
post posts/2020-01-09-p9.md 'title: Post 9' 'tags: [News]'
"$BOOKMOBILE" build >out 2>err || fail "build"
check "a second numbered page comes" [ -f $page/page/2/index.gmi ]
check "the first leads to it" \
    grep -qx '=> /tag/news/page/2/ Newer' $page/page/1/index.gmi
cp $page/page/1/index.gmi first
post posts/2020-02-01-p10.md 'title: Post 10' 'tags: [News]'
stamps >before
"$BOOKMOBILE" build >out 2>err || fail "build"
stamps >after
check "a full page stays as it is" sh -c \
    'grep -F news/page/1/index.gmi before >a
     grep -F news/page/1/index.gmi after >b; cmp a b && cmp first "$0"' \
    $page/page/1/index.gmi

# --- what is touched -----------------------------------------------------------

stamps >before
sleep 0.05
check "nothing changed: nothing is written" built '(0 written, 0 removed)'
stamps >after
check "and nothing touched, not even the folder" cmp before after
touch content/posts/2020-01-05-p5.md
sleep 0.05
check "a new time alone writes nothing" built '(0 written, 0 removed)'
echo 'More.' >>content/posts/2020-01-05-p5.md
check "a new word writes the three files of the post" built '(3 written,'
sed -i 's/^title: Post 5/title: Fifth/' content/posts/2020-01-05-p5.md
"$BOOKMOBILE" build >out 2>err || fail "build"
check "a new title is seen where it is shown" sh -c \
    'grep -q "Fifth" public/gemini/p4/index.gmi &&
     grep -q "Fifth" public/gopher/p6/gophermap &&
     grep -q "Fifth" public/gemini/archive/page/2/index.gmi'
check "the cache is no page" [ ! -e public/gemini/.cache ]

# --- when the cache is not used --------------------------------------------------

sleep 0.05
echo harm >public/gemini/p1/index.gmi
check "outputs are trusted" built '(0 written, 0 removed)'
"$BOOKMOBILE" build --full >out 2>err || fail "build --full"
check "but for --full" grep -qF '(1 written, 0 removed)' out
rm -r public/gopher
"$BOOKMOBILE" build >out 2>err || fail "build"
check "a missing tree comes again" [ -f public/gopher/p1/gophermap ]
head -c 1000 public/.cache >half
cat half >public/.cache
check "half a cache is none" built '(0 written, 0 removed)'
printf '\377' | dd of=public/.cache bs=1 seek=3000 conv=notrunc 2>/dev/null
check "a damaged one is none" built '(0 written, 0 removed)'
post posts/2021-06-01-later.md 'title: Later'
SOURCE_DATE_EPOCH=1609459200 "$BOOKMOBILE" build >out 2>err
check "a future post waits" [ ! -e public/gemini/later ]
sleep 0.05
SOURCE_DATE_EPOCH=1609545600 built '(0 written, 0 removed)'
check "as long as it is not due" [ ! -e public/gemini/later ]
SOURCE_DATE_EPOCH=1622505600 "$BOOKMOBILE" build >out 2>err
check "a post that has become due comes" [ -f public/gemini/later/index.gmi ]
post posts/2021-05-01-sale.md 'title: Sale' 'expiryDate: 2021-06-05'
SOURCE_DATE_EPOCH=1622764800 "$BOOKMOBILE" build >out 2>err # 4 June
check "a post is there before it expires" [ -f public/gemini/sale/index.gmi ]
check "and nothing is said of it" sh -c '! grep -q sale err'
sleep 0.05
SOURCE_DATE_EPOCH=1622851200 "$BOOKMOBILE" build >out 2>err # 5 June
check "it goes on the day that it expires" [ ! -e public/gemini/sale ]
check "and that is said" grep -q \
    '2021-05-01-sale.md: note: left out: its expiryDate, 2021-06-05, is past' err
SOURCE_DATE_EPOCH=1622851200 "$BOOKMOBILE" build content clean >out 2>err
check "as a clean build has it" diff -r -x .cache public clean
rm -r clean content/posts/2021-05-01-sale.md
printf 'See [x](gone.md).\n' >>content/posts/2020-01-05-p5.md
"$BOOKMOBILE" build >out 2>err
cp err first
sleep 0.05
"$BOOKMOBILE" build >out 2>err
check "warnings come again when nothing is read" cmp first err
post posts/2021-06-02-other.md 'title: Other'
"$BOOKMOBILE" build >out 2>err
check "and when something else is" cmp first err
status=0
"$BOOKMOBILE" build --strict >out 2>err || status=$?
check "and are errors under --strict" [ "$status" = 1 ]

# What a post leads to is looked for beside it, and warnings name its file.
mkdir -p content/pages content/posts/2024
head -c 90 /dev/zero >content/pages/logo.png
post posts/2020-03-01-moved.md 'title: Moved'
echo '![p](../pages/logo.png) [dead](gone.md)' >>content/posts/2020-03-01-moved.md
"$BOOKMOBILE" build >out 2>err
mv content/posts/2020-03-01-moved.md content/posts/2024/
"$BOOKMOBILE" build >out 2>err
rm -rf clean
"$BOOKMOBILE" build content clean >out 2>err.clean
check "a post that moves is built anew" diff -r -x .cache public clean
check "and its warnings name its place" cmp err err.clean
rm -r content/posts/2024 content/pages clean
"$BOOKMOBILE" build >out 2>err

# --- the cache grows by records, for a time ---------------------------------------

# edit TITLE: another title and another word for one post; a build in the same
# tick of the clock could not be sure of what it has read.
edit() {
	sed -i "s/^title: .*/title: $1/" content/posts/2020-01-03-p3.md
	echo "And $1." >>content/posts/2020-01-03-p3.md
	sleep 0.05
}

# as_clean: public holds what a build into an empty folder writes.
as_clean() {
	rm -rf clean
	"$BOOKMOBILE" build content clean >/dev/null 2>&1 || return 1
	diff -r -x .cache public clean
}

inode() { stat -c %i "$1"; }
size() { stat -c %s "$1"; }

"$BOOKMOBILE" build >out 2>err || fail "build"
inode=$(inode public/.cache)
size=$(size public/.cache)
edit Third
"$BOOKMOBILE" build >out 2>err || fail "build"
check "an edit adds to the cache" sh -c \
    '[ "$0" = "$2" ] && [ "$1" -gt "$3" ]' \
    "$(inode public/.cache)" "$(size public/.cache)" "$inode" "$size"
check "and the result is that of a clean build" as_clean
edit Trio
"$BOOKMOBILE" build >out 2>err || fail "build"
check "so is that of the next edit" as_clean
check "which is seen where it is shown" \
    grep -q 'Trio' public/gemini/p2/index.gmi
sleep 0.05
size=$(size public/.cache)
"$BOOKMOBILE" build >out 2>err || fail "build"
check "what was added counts: there is nothing to add" \
    [ "$(size public/.cache)" = "$size" ]
truncate -s -1 public/.cache
edit Terza
"$BOOKMOBILE" build >out 2>err || fail "build"
check "a record that is cut makes the cache none" as_clean
mkdir public/.new
mv public/.cache public/.new/.cache
edit Trois
"$BOOKMOBILE" build >out 2>err || fail "build"
check "a cache that a killed build took away is none" as_clean
check "and what that build left is gone" [ ! -e public/.new ]
ln public/.cache twin
cp twin copy
edit Tres
"$BOOKMOBILE" build >out 2>err || fail "build"
check "a cache with two names is written anew" cmp twin copy
check "and the result is right" as_clean
inode=$(inode public/.cache)
for n in $(seq 200); do
	edit "Number $n"
	"$BOOKMOBILE" build >out 2>err || fail "build $n"
	[ "$(inode public/.cache)" = "$inode" ] || break
	[ "$(size public/.cache)" -lt 200000 ] || break
done
check "a cache with many records is written anew" \
    [ "$(inode public/.cache)" != "$inode" ]
check "and the result is still right" as_clean

# --- random changes ------------------------------------------------------------

for seed in 1 2 3; do
	check "random changes build as clean ones, seed $seed" \
	    "$PYTHON" "$SRC/tests/tools/incremental.py" "$BOOKMOBILE" \
	    "$T/random$seed" "$seed" 150 10
done

finish
