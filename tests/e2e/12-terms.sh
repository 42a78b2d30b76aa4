#!/bin/sh
# SPDX-License-Identifier: ISC
# Categories and tags with the traps that a real blog sets: names that differ in
# letter case, dashes or spaces, one name for a category and a tag, children,
# numbers, counts.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1

# make-fixture.py writes posts whose counts are the website's own.
cat >make-fixture.py <<'PY'
import os
PLACH = "PLACH – Public Libraries as Hubs for Active Citizenship"
HUB = "Occupy Library Innovators HUB"
SDG = "Sustainable Development Goals"
ALONE = [("Case studies", 10), ("Conference", 11), ("Matchmaking Cafe", 2),
    ("News", 6), ("Occupy Library 2020 Conference", 2), ("Sharing Cafe", 4),
    ("Tools and Resources", 3), ("Uncategorized", 5), ("Webinar", 6),
    ("Workshop", 5)]
GOALS = [("GOAL 10: Reduced Inequality", 2),
    ("GOAL 11: Sustainable Cities and Communities", 4),
    ("GOAL 16: Peace and Justice Strong Institutions", 1),
    ("GOAL 17: Partnerships to achieve the Goal", 5),
    ("GOAL 3: Good Health and Well-being", 3),
    ("GOAL 4: Quality Education", 6), ("GOAL 5: Gender Equality", 3),
    ("GOAL 8: Decent Work and Economic Growth", 1)]
posts = [([], []) for _ in range(42)]
def put(name, count, start):
    for i in range(count):
        posts[(start + i) % 42][0].append(name)
for i in range(32):
    # The first eleven name the child, which counts for the parent too.
    posts[i][0].append("Best practices" if i < 11 else HUB)
for i in range(17):
    # A hyphen in some places, a dash in others; the child for six of them.
    posts[20 + i][0].append("PLACH/Best Practices" if i < 6 else
        PLACH if i < 14 else PLACH.replace("–", "-"))
for at, (name, count) in enumerate(ALONE):
    put(name, count, at * 3)
for i in range(11):
    posts[i][0].append(SDG)
for at, (name, count) in enumerate(GOALS):
    put(name, count, 0)
posts[0][1].extend(["GOAL 3: Good Health and Well-being", "Best practices",
    "Occupy Library Innovatoes HUB", "occupy library 2020", "C++", "C#", "c"])
posts[1][1].extend(["Occupy Library 2020", "Occupy\u00a0Library 2020",
    "Café", "Cafe"])
posts[2][1].extend(["occupy library 2020", "Occupy Library 2020",
    "PLACH @ \"G.T. Kirileanu\" Neamț County Library"])
os.makedirs("content/posts", exist_ok=True)
for i, (categories, tags) in enumerate(posts):
    name = "content/posts/2021-%02d-%02d-post-%02d.md" % (i % 12 + 1,
        i % 28 + 1, i)
    with open(name, "w", encoding="utf-8") as f:
        f.write("---\ntitle: Post %d\n" % i)
        for key, names in (("categories", categories), ("tags", tags)):
            f.write(key + ":\n")
            for n in names:
                f.write("- '" + n.replace("'", "''") + "'\n")
        f.write("---\n\nText.\n")
PY
"$PYTHON" make-fixture.py
cat >content/capsule.yaml <<'YAML'
title: Terms
categories:
  Occupy Library Innovators HUB: {slug: hub, short: HUB}
  Best practices: {parent: hub}
  PLACH – Public Libraries as Hubs for Active Citizenship: {slug: plach, short: PLACH}
  Sustainable Development Goals: {slug: sdg, short: SDG}
  "GOAL 3: Good Health and Well-being": {slug: goal-3, parent: sdg}
  "GOAL 4: Quality Education": {slug: goal-4, parent: sdg}
  "GOAL 5: Gender Equality": {slug: goal-5, parent: sdg}
  "GOAL 8: Decent Work and Economic Growth": {slug: goal-8, parent: sdg}
  "GOAL 10: Reduced Inequality": {slug: goal-10, parent: sdg}
  "GOAL 11: Sustainable Cities and Communities": {slug: goal-11, parent: sdg}
  "GOAL 16: Peace and Justice Strong Institutions": {slug: goal-16, parent: sdg}
  "GOAL 17: Partnerships to achieve the Goal": {slug: goal-17, parent: sdg}
  Uncategorized: {hidden: true}
tags:
  Occupy Library Innovatoes HUB: {same_as: Occupy Library Innovators HUB}
navigation:
  - PLACH: {Archive of news: /category/plach/news/}
YAML

"$BOOKMOBILE" build >out 2>err || { fail "the fixture builds"; cat err; }
index=public/gemini/category/index.gmi

# has NAME LINE FILE: the file holds just this line.
has() {
	if grep -qxF -- "$2" "$3"; then
		ok "$1"
	else
		fail "$1"
		sed 's/^/# /' "$3"
	fi
}

has "a child below its parent" \
    '=> hub/best-practices/ HUB / Best practices (11)' $index
has "its twin below another" \
    '=> plach/best-practices/ PLACH / Best Practices (6)' $index
has "a parent counts its children's posts" \
    '=> hub/ Occupy Library Innovators HUB (32)' $index
has "hyphen and dash are one name" \
    '=> plach/ PLACH – Public Libraries as Hubs for Active Citizenship (17)' \
    $index
has "a term of the navigation has a page without posts" \
    '=> plach/news/ PLACH / Archive of news (0)' $index
has "other counts" '=> conference/ Conference (11)' $index
check "a hidden category is nowhere" sh -c \
    '! grep -rqi --exclude=.cache uncategorized public'
sed -n 's/.*SDG \/ GOAL \([0-9]*\):.*/\1/p' $index | tr '\n' ' ' >order
check "numbers sort by value" \
    [ "$(cat order)" = '3 4 5 8 10 11 16 17 ' ]
sed -n 's/^=> \([^ ]*\) .*/\1/p' $index | grep -v '/.*/' >order
check "the rest sorts by letters" sh -c 'sed -n "1,4p" order | tr "\n" " " |
    grep -qxF "case-studies/ conference/ matchmaking-cafe/ news/ "'

tags=public/gemini/tag/index.gmi
has "letter case and kind of space make no new tag; the commonest spelling" \
    '=> occupy-library-2020/ Occupy Library 2020 (3)' $tags
has "a plus sign is spelled" '=> c-plus-plus/ C++ (1)' $tags
has "a sharp is spelled" '=> c-sharp/ C# (1)' $tags
has "so that c is another" '=> c/ c (1)' $tags
has "same_as takes the right name" \
    '=> occupy-library-innovators-hub/ Occupy Library Innovators HUB (1)' $tags
has "and the old path leads there" \
    "$(printf 'redirect\t/tag/occupy-library-innovatoes-hub/\t/tag/occupy-library-innovators-hub/')" \
    public/manifest
check "different names with one slug are parted by their hash" sh -c '
    grep -Eq "^=> cafe-[0-9a-f]{4}/ Cafe \(1\)$" "$0" &&
    grep -Eq "^=> cafe-[0-9a-f]{4}/ Café \(1\)$" "$0"' $tags
check "with a warning that gives the line to add" \
    grep -Eq 'warning: .*"Café": \{slug: cafe-[0-9a-f]{4}\}' err
has "quotes, @ and letters of other languages" \
    '=> plach-g-t-kirileanu-neamt-county-library/ PLACH @ "G.T. Kirileanu" Neamț County Library (1)' \
    $tags

page=public/gemini/category/hub/best-practices/index.gmi
has "a term's title says whose list it is" '# Best practices · Terms' $page
has "a term's page counts" '11 posts, newest first.' $page
has "it leads up" '=> /category/hub/ Up: Occupy Library Innovators HUB (32)' \
    $page
has "it knows the tag of its name" \
    '=> /tag/best-practices/ Also a tag: Best practices (1)' $page
has "it has a feed" '=> atom.xml Atom feed' $page
check "the feed is there" [ -s public/gopher/category/hub/best-practices/atom.xml ]
has "the tag knows the category" \
    '=> /category/hub/best-practices/ Also a category: Best practices (11)' \
    public/gemini/tag/best-practices/index.gmi
check "a term without posts has no feed" \
    [ ! -e public/gemini/category/plach/news/atom.xml ]
has "a parent lists its children" '=> goal-17/ GOAL 17: Partnerships to achieve the Goal (5)' \
    public/gemini/category/sdg/index.gmi

post=public/gemini/post-00/index.gmi
has "a post names its categories" '=> /category/sdg/goal-3/ GOAL 3: Good Health and Well-being' $post
check "a tag that repeats a category is not named again" sh -c \
    '! grep -q "^=> /tag/goal-3" "$0"' $post
check "related posts are at most three" sh -c \
    '[ "$(grep -c " Related: " "$0")" -le 3 ]' public/gemini/post-20/index.gmi
check "and there are some" grep -q ' Related: ' public/gemini/post-20/index.gmi

# A post more does not move what is there.
find public/gemini -name index.gmi | LC_ALL=C sort >before
printf -- '---\ntitle: New\ncategories: [conference]\ntags: [cafe, CAFÉ]\n---\n' \
    >content/posts/2020-01-01-new.md
"$BOOKMOBILE" build >out 2>err || fail "with one post more"
find public/gemini -name index.gmi | LC_ALL=C sort >after
check "a new post moves no path" \
    [ "$(comm -23 before after | wc -l)" = 0 ]
has "its spelling is outvoted" '=> conference/ Conference (12)' $index

# --- paths that several would have, or a file has ---------------------------------

mkdir -p shared/posts
# build_shared TAGS CATEGORIES
build_shared() {
	printf -- '---\ntitle: One\ntags: [%s]\ncategories: [%s]\n---\n' "$1" \
	    "$2" >shared/posts/2021-01-01-one.md
	"$BOOKMOBILE" build shared with >out 2>err || cat err
}
printf 'title: T\n' >shared/capsule.yaml
build_shared 'x y' 'A/b c'
check "a name alone has its path" [ -e with/gemini/tag/x-y/index.gmi ]
build_shared 'x y, x-y' 'A/b c, A/b-c'
check "of two that share it, none has it" [ ! -e with/gemini/tag/x-y ]
has "it leads to the list that has both" \
    "$(printf 'redirect\t/tag/x-y/\t/tag/')" with/manifest
has "or to what they stand below" \
    "$(printf 'redirect\t/category/a/b-c/\t/category/a/')" with/manifest
"$BOOKMOBILE" build shared anew >out 2>err
check "as in a clean build" diff -r -x .cache with anew
build_shared gophermap 'X'
check "a tag gophermap is not in the way of the menu" sh -c '
    [ -f with/gopher/tag/gophermap ] &&
    grep -Eq "^=> gophermap-[0-9a-f]{4}/ gophermap" with/gemini/tag/index.gmi &&
    grep -q "add \"gophermap\": {slug: gophermap-" err'
printf 'title: T\ntags: {gophermap: {slug: gophermap}, long: {slug: %0300d}}\n' 1 \
    >shared/capsule.yaml
refuse "no slug is the name of such a file, or too long" \
    sh -c '"$0" build shared with 2>err' "$BOOKMOBILE"
check "the errors say where" sh -c '
    grep -q "capsule.yaml:2: slug: \"gophermap\" is the name of a file" err &&
    grep -q "capsule.yaml:2: slug: more than 255 bytes" err'

# --- what is hidden hides what stands below it --------------------------------------

printf 'title: T\ncategories:\n  Secret: {hidden: true}\n  Moved: {parent: Secret}\n' \
    >shared/capsule.yaml
build_shared 'x' 'Secret/Kid, Secret/Kid/Grandkid, Moved, Open'
check "children of a hidden category are hidden" sh -c '
    ! grep -Erqi --exclude=.cache "secret|kid|moved" with/gemini with/gopher &&
    grep -qx "=> open/ Open (1)" with/gemini/category/index.gmi'

# --- what check says of spellings -----------------------------------------------

# spelled DAY FRONT-MATTER-LINE...: a post.
spelled() {
	spelled_file=names/content/posts/2021-03-$1-post.md
	printf -- '---\ntitle: Post %s\nslug: post-%s\n' "$1" "$1" \
	    >"$spelled_file"
	shift
	printf '%s\n' "$@" --- '' Text. >>"$spelled_file"
}

mkdir -p names/content/posts
echo 'title: T' >names/content/capsule.yaml
spelled 08 'categories: [Best practices, PLACH/Best Practices]'
check "a name under two parents is spelled as it likes" \
    "$BOOKMOBILE" check --strict -C names
spelled 09 'categories: [PLACH/Best Practices, Best practices]' \
    'tags: [Ana, ana]' 'author: Ana'
spelled 10 'categories: [Plach/Best Practices, PLACH/best practices]' \
    'tags: [Ana]'
spelled 06 'categories: BEST practices'
"$BOOKMOBILE" check -C names >out 2>err
cat >wanted <<'EOT'
content/posts/2021-03-06-post.md:4: warning: the category "BEST practices" is shown as "Best practices": write it so
content/posts/2021-03-09-post.md:5: warning: the tag "ana" is shown as "Ana": write it so
content/posts/2021-03-10-post.md:4: warning: the category "Plach" is shown as "PLACH": write it so
content/posts/2021-03-10-post.md:4: warning: the category "best practices" is shown as "Best Practices": write it so
EOT
check "else it is told, parents and second names too" diff wanted out

for day in 11 12 13; do
	spelled $day 'categories: [Plach/Kid]'
done
"$BOOKMOBILE" build names/content names/public >out 2>err
check "the commonest spelling of a parent is that of its children's posts" \
    grep -qx '# Plach · T' names/public/gemini/category/plach/index.gmi

for spelling in NINE Nine nine Nine; do
	day=$((day + 1))
	spelled $day "categories: [1/2/3/4/5/6/7/8/$spelling]"
done
"$BOOKMOBILE" build names/content names/public >out 2>err
check "however deep it lies" \
    grep -q '/ Nine (4)$' names/public/gemini/category/index.gmi

# --- settings that cannot be ---------------------------------------------------

sed -i '/^navigation:/,$d' content/capsule.yaml
cat >>content/capsule.yaml <<'YAML'
  One: {slug: same}
  Two: {slug: same}
  Three: {slgu: x}
YAML
sed -i 's/^  Best practices: .*/  Best practices: {parent: Best practices}/' \
    content/capsule.yaml
if "$BOOKMOBILE" build >out 2>err; then
	fail "bad settings are refused"
fi
check "an unknown key of a term" grep -Eq "capsule.yaml:[0-9]+: .*slgu" err
sed -i '/slgu/d' content/capsule.yaml
if "$BOOKMOBILE" build >out 2>err; then
	fail "bad settings are refused"
fi
check "a slug given twice" grep -q 'capsule.yaml:[0-9]*: slug: "same"' err
check "a category below itself" \
    grep -q 'capsule.yaml:4: parent: "Best practices" stands below itself' err

finish
