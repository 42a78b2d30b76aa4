#!/bin/sh
# SPDX-License-Identifier: ISC
# Which files of the content folder are published, drafts above all; and front
# matter as other programs write it: addresses, places, languages, days.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1

build() {
	"$BOOKMOBILE" build >out 2>err || {
		fail "the capsule is built"
		sed 's/^/# /' err
	}
}

# post FILE LINE...: front matter of these lines, and a text.
post() {
	post_file=content/posts/$1
	shift
	mkdir -p "${post_file%/*}"
	{
		echo ---
		printf '%s\n' "$@"
		echo ---
		echo Text.
	} >"$post_file"
}

# says NAME WORDS: a line of what the last build said.
says() {
	check "$1" grep -qF -- "$2" err
}

# redirects FROM TO
redirects() {
	check "$1 leads to $2" grep -qxF \
	    "$(printf 'redirect\t%s\t%s' "$1" "$2")" public/manifest
}

stands() {
	check "$1 is there" test -e "public/gemini$1" -a -e "public/gopher$1"
}

lacks() {
	refuse "$1 is not there" test -e "public/gemini$1"
	refuse "$1 is not there on Gopher" test -e "public/gopher$1"
}

# --- what is no source -----------------------------------------------------

mkdir -p content/_drafts content/posts/_drafts/img content/posts/d/sub \
    content/posts/mixed content/posts/img content/files content/__MACOSX
echo 'title: T' >content/capsule.yaml
post 2021-01-01-shown.md 'title: Shown'
printf '\n---\ntitle: Lead\ndraft: true\n---\nhidden\n' \
    >content/posts/2021-01-01-lead.md
printf -- '---\ntitle: Up\ndraft: true\n---\nhidden\n' \
    >content/posts/2021-01-01-up.MD
post 2021-01-02-one.MD 'title: One'
post 2021-01-02-two.mdown 'title: Two'
post 2021-01-02-three.mkd 'title: Three'
for name in old.html old.textile old; do
	printf -- '---\ntitle: Old\ndraft: true\n---\n<p>hidden</p>\n' \
	    >content/posts/2021-01-02-$name
done
printf '<p>A file.</p>\n' >content/posts/img/file.html
printf -- '---\na: 1\n---\n' >content/posts/img/data.yaml
echo hidden >content/_drafts/s.md
echo hidden >content/posts/_drafts/y.md
echo hidden >content/posts/_drafts/img/y.txt
post d/post.md 'title: D' 'date: 2021-01-03' 'draft: true'
echo hidden >content/posts/d/secret.txt
echo hidden >content/posts/d/sub/secret.txt
post mixed/a.md 'title: A' 'date: 2021-01-03' 'draft: true'
post mixed/b.md 'title: B' 'date: 2021-01-03'
echo shown >content/posts/mixed/c.txt
echo shown >content/posts/img/i.txt
for name in a.md.bak a.swp x.orig x.rej y.TMP "~\$doc.docx" ehthumbs.db; do
	echo hidden >"content/files/$name"
done
echo hidden >content/capsule.yaml.bak
echo hidden >content/__MACOSX/x
echo shown >content/files/bak
build

if grep -rl hidden public/gemini public/gopher >found; then
	fail "nothing of a draft or a backup is published"
	sed 's/^/# /' found
else
	ok "nothing of a draft or a backup is published"
fi
refuse "a draft's title is nowhere" grep -rE 'Lead|Old|_drafts' \
    public/gemini public/gopher public/manifest
for name in shown one two three; do
	stands /$name/
done
stands /posts/img/file.html
stands /posts/img/data.yaml
stands /posts/img/i.txt
stands /posts/mixed/c.txt
stands /files/bak
lacks /files/a.swp
lacks /posts/d
says "a file that only looks like a post is reported" \
    'posts/2021-01-02-old.html: warning: left out: it begins with front matter'
says "whatever its name" \
    'posts/2021-01-02-old: warning: left out: it begins with front matter'
says "so is what lies among drafts" \
    'content/posts/_drafts/y.md: note: left out: a draft'
cp err err.first
build
check "and at the next build too" cmp err.first err
refuse "under --strict that is an error" "$BOOKMOBILE" build --strict

# What lies beside a draft comes with it, and goes with it.
same_as_clean() {
	"$BOOKMOBILE" build content clean >out 2>err.clean
	check "$1" diff -r -x .cache public clean
	rm -rf clean
}
sed '/^draft/d' content/posts/d/post.md >later
cp content/posts/d/post.md draft
cp later content/posts/d/post.md
build
stands /posts/d/sub/secret.txt
same_as_clean "as a clean build has it"
cp draft content/posts/d/post.md
build
lacks /posts/d
same_as_clean "and without it again"
"$BOOKMOBILE" build --drafts content drafts >out 2>err
check "with --drafts it is there" test -e drafts/gemini/posts/d/secret.txt
rm -rf content public drafts

# --- paths -----------------------------------------------------------------

mkdir -p content/posts
printf 'title: T\nhtml_host: www.lib.example\nhost: capsule.example\n' \
    >content/capsule.yaml
post 2021-1-4-x.md 'title: X' 'categories: [Foo, Bar Baz]' \
    "aliases: ['/%D0%B0/', '/e%20f/', 'https://www.lib.example/z.php']" \
    'alias: //lib.example/%D0%B2/' 'redirect_from: /old3' \
    'permalink: /:category/:title.html'
post 2021-01-05-y.md 'title: Y' 'slug: /%D0%BF' \
    'aliases: ["https://other.example/q/", "gemini://capsule.example/k/"]' \
    'permalink: https://my.site/foo/bar/'
post 2021-01-06-z.md 'title: Z' 'categories: [Foo, Bar Baz]' \
    'permalink: /:categories/:i_day-:short_year/:other/%D0%BF/'
post 2021-01-07-w.md 'title: W' 'permalink: http://LIB.example/a/w.html'
post 2021-01-08-v.md 'title: V' 'permalink: /v/:title:output_ext'
post 2021-01-09-u.md 'title: U' 'slug: 100%' 'aliases: /caf%E9/'
printf '%s\n' --- 'title: P' 'permalink: /:year/p/' --- Text. >content/p.md
mkdir content/pages
mv content/p.md content/pages/p.md
build
stands /foo/x/
redirects /foo/x.html /foo/x/
redirects /а/ /foo/x/
redirects '/e f/' /foo/x/
redirects /z.php /foo/x/
redirects /в/ /foo/x/
redirects /old3/ /foo/x/
stands /p/
redirects /k/ /p/
says "an alias on another host is reported" \
    '2021-01-05-y.md:1: warning: aliases: https://other.example/q/ is on another host'
refuse "and leads nowhere" grep -q other.example public/manifest
says "so is a permalink" \
    '2021-01-05-y.md:1: warning: permalink: https://my.site/foo/bar/ is on'
stands /foo/bar-baz/6-21/other/p/
says "a word that stands for nothing known is reported" \
    '2021-01-06-z.md:1: warning: permalink: ":other" is not known here'
says "a page has no year" \
    'pages/p.md:1: warning: permalink: ":year" is not known here'
stands /a/w/
redirects /a/w.html /a/w/
stands /v/v/
stands /100/
post 2021-01-10-l.md 'title: L'
echo '[a](/%D0%B0/)' >>content/posts/2021-01-10-l.md
build
check "a link to a decoded alias leads to the page" \
    grep -qx '=> /foo/x/ a' public/gemini/l/index.gmi

printf 'title: T\npermalink: /:category/:slug/\n' >content/capsule.yaml
rm content/posts/* content/pages/*
post 2021-01-04-x.md 'title: X' 'categories: [Zed, Abe]'
post 2021-01-05-y.md 'title: Y'
build
stands /zed/x/
stands /uncategorized/y/
same_as_clean "the same in a clean build"

# --- languages, days and names ---------------------------------------------

printf 'title: T\nlang: ro\n' >content/capsule.yaml
rm -r content/posts public
post 2021-01-04-x.md 'title: "Tips &amp; Tricks &#8217;s"' 'lang: RO' \
    'categories: "Tips &amp; Tricks"' \
    'author: {display_name: Ana, login: admin}' \
    "excerpt: '<p>Foo &amp; <b>bar</b></p>'" 'updated: ""'
post 2021-01-05-y.md 'title: Y' 'lang: English'
post 2021-01-06-z.md 'title: Z' 'lang: pt_BR'
post w.md 'title: W' 'date: 2090-01-01' 'publishDate: 2020-01-01'
post v.md 'title: V' 'date: 2020-01-01' 'publishDate: 2090-01-01'
post u.md 'title: U' 'date: Tue Mar 9 10:15:00 2021'
build
check "a title as the website shows it" grep -qx "# Tips & Tricks ’s" \
    public/gemini/x/index.gmi
stands /category/tips-tricks/
stands /author/ana/
check "a summary too" grep -qF '<summary>Foo &amp; bar</summary>' \
    public/gemini/atom.xml
says "what is no tag of a language is reported" \
    '2021-01-05-y.md:3: warning: lang: "English" is no language tag'
check "a tag has one spelling" grep -qx "$(printf 'page\t/z/\t\tpt-BR')" \
    public/manifest
refuse "and the capsule's is that of the capsule" grep -qE '/x/|/y/' \
    public/manifest
stands /w/
lacks /v
check "a tag with a region in the settings too" sh -c \
    "sed 's/ro/ro_RO/' content/capsule.yaml >settings && mkdir other &&
    cp -r content/posts other && cp settings other/capsule.yaml &&
    '$BOOKMOBILE' build other public2 >out2 2>&1 &&
    head -n 1 public2/manifest | grep -q 'ro-RO$'"
echo 'lang: Romanian' >>other/capsule.yaml
sed -i /ro_RO/d other/capsule.yaml
refuse "what is none is an error there" "$BOOKMOBILE" build other public2
check "with its line" sh -c "'$BOOKMOBILE' build other public2 2>&1 |
    grep -F 'other/capsule.yaml:2: lang: \"Romanian\" is no language tag'"
stands /2021/03/
same_as_clean "and so it is in a clean build"


# --- what says that a post is no post yet ------------------------------------------

echo 'title: T' >content/capsule.yaml
rm -r content/posts public
for word in off Off n no 0 false; do
	post "2021-01-01-p$word.md" "published: $word"
done
for word in yes on 1 Y true; do
	post "2021-01-01-d$word.md" "draft: $word"
done
post 2021-01-01-no.md 'title: No' 'draft: off' 'published: on'
post 2021-01-01-cap.md 'Title: Cap B' 'Draft: true' 'Slug: cc'
post 2021-01-01-caps.md 'Title: Cap B' 'DRAFT: false' 'Slug: zz'
post idea.md 'title: Idea' 'draft: true'
printf '  ---\ntitle: A\ndraft: true\n---\nText.\n' \
    >content/posts/2021-01-01-blanks.md
printf -- '----\ntitle: A\ndraft: true\n----\nText.\n' \
    >content/posts/2021-01-01-four.md
printf -- '<!-- x -->\n---\ntitle: A\ndraft: true\n---\nText.\n' \
    >content/posts/2021-01-01-comment.md
post 2021-01-02-alias.md 'title: Alias' 'aliases: ["/x/#frag", "#frag"]' \
    "tags: [\"\\u200b\", \"\\u2060\\ufeff\", real]" "author: \"\\u200d\""
build
(cd public/gemini && printf '%s\n' *) |
    grep -vE '^(20|archive|atom|author|caps|category|index|robots|tag)' |
    tr '\n' ' ' >got
check "drafts in every spelling stay away" \
    [ "$(cat got)" = "alias comment four no zz " ]
grep -q '^# Cap B$' public/gemini/zz/index.gmi && ok "keys have any case" ||
    fail "keys have any case"
says "what was meant as front matter is told" \
    'posts/2021-01-01-four.md:1: warning: looks like front matter, and is published'
says "after a comment too" \
    'posts/2021-01-01-comment.md:2: warning: looks like front matter, and is published'
redirects /x/ /alias/
refuse "no alias has a fragment" grep -q 'redirect.*frag' public/manifest
says "one that is nothing else is told" \
    'posts/2021-01-02-alias.md:3: warning: aliases: #frag is no path'
check "a name that nobody can see is none" sh -c '
    [ "$(grep -c "^=> .*(1)" public/gemini/tag/index.gmi)" = 1 ] &&
    ! ls public/gemini/author/*/ >/dev/null 2>&1'
refuse "a draft to be shown needs a day" sh -c \
    '"$0" build --drafts content shown 2>err' "$BOOKMOBILE"
says "and is asked for it" 'content/posts/idea.md:1: no date: add a line'

# --- links to what is out ------------------------------------------------------

rm -r content public
mkdir -p content/posts content/pages
printf '%s\n' 'title: T' 'navigation: [{Soon: posts/2090-01-01-b.md},' \
    ' {Past: /c/}, {Past: c.md}]' >content/capsule.yaml
post 2090-01-01-b.md 'title: B'
post d.md 'title: D' 'date: 2024-01-01' 'draft: true'
printf -- '---\nexpiryDate: 2020-01-01\n---\n# C\n' >content/pages/c.md
post 2024-01-01-a.md 'title: A' 'translations:' \
    '  {ro: 2090-01-01-b.md, uk: d.md, de: ../pages/c.md}'
echo '[b](2090-01-01-b.md) [c](../pages/c.md) [d](d.md)' \
    >>content/posts/2024-01-01-a.md
build
grep -v note: err >said
early="link to a draft or a post that is not due:"
past="link to a page whose expiryDate is past:"
cat >wanted <<EOT
content/capsule.yaml:2: warning: navigation: $early posts/2090-01-01-b.md
content/capsule.yaml:3: warning: navigation: $past /c/
content/capsule.yaml:3: warning: navigation: $past c.md
content/posts/2024-01-01-a.md:4: warning: translations: $early 2090-01-01-b.md
content/posts/2024-01-01-a.md:4: warning: translations: $early d.md
content/posts/2024-01-01-a.md:4: warning: translations: $past ../pages/c.md
content/posts/2024-01-01-a.md:7: warning: $early 2090-01-01-b.md
content/posts/2024-01-01-a.md:7: warning: $early d.md
content/posts/2024-01-01-a.md:7: warning: $past ../pages/c.md
EOT
check "why a link leads nowhere is said everywhere" diff wanted said
sed -i 's/draft: true/expiryDate: 2020-01-01/' content/posts/d.md
build
check "and when that changes" sh -c "
    grep -qF 'a.md:7: warning: $past d.md' err &&
    grep -qF 'a.md:4: warning: translations: $past d.md' err"
same_as_clean "as a clean build does"
check "in the same words" cmp err err.clean

# --- the old path of a name in the menu ----------------------------------------

rm -r content public
cat >settings <<'EOT'
title: T
tags: {JS: {same_as: JavaScript}, Nix: {same_as: Unix}}
categories: {Old: {same_as: Up/New}}
navigation:
  - Scripts: /tag/js/
  - Systems: /tag/nix
  - News: /category/old/
EOT
post 2024-01-01-a.md 'title: A' 'tags: [JS]' 'categories: [Old]'
post 2024-01-01-b.md 'title: B' 'tags: [Unix]' 'draft: true'
cp settings content/capsule.yaml
build
redirects /tag/js/ /tag/javascript/
redirects /category/old/ /category/up/new/
lacks /tag/js
lacks /category/old
check "the menu leads to the new place" sh -c '
    grep -qx "=> /tag/javascript/ Scripts" public/gemini/index.gmi &&
    grep -qx "=> /category/up/new/ News" public/gemini/index.gmi'
check "and makes no other name" sh -c '
    grep -qx "=> javascript/ JavaScript (1)" public/gemini/tag/index.gmi &&
    ! grep -q Scripts public/gemini/tag/index.gmi'
refuse "nothing to be told" test -s err
echo '  - None: /category/old/x/' >>content/capsule.yaml
build
says "nothing stood below it" \
    'capsule.yaml:8: warning: navigation: link to nothing: /category/old/x/'
lacks /category/old

# --- what makes a path that is taken --------------------------------------------

# is_taken NAME WORDS...: the build is refused, with these lines alone.
is_taken() {
	name=$1
	shift
	refuse "$name is refused" sh -c '"$0" build 2>err' "$BOOKMOBILE"
	printf '%s\n' "$@" >wanted
	grep -v '^bookmobile:' err >said
	check "$name: what makes it is said, once" diff wanted said
	rm -rf content
	mkdir -p content/posts content/pages
	echo 'title: T' >content/capsule.yaml
}
own="is a place of the capsule's own:"
rm -r content
mkdir -p content/pages/category
echo 'title: T' >content/capsule.yaml
post 2024-01-01-p.md 'title: P' 'permalink: /tag/p/'
post 2024-01-01-tag.md 'title: Tag'
post 2024-01-01-q.md 'title: Q' 'permalink: /:slug/' 'slug: archive'
post 2024-01-01-c.md 'title: C' 'categories: [Tag/Sub]' \
    'permalink: /:categories/:slug/'
echo '# N' >content/pages/category/news.md
echo '# N' >content/pages/2024.md
is_taken "a place of ours" \
    "content/pages/2024.md:1: /2024/ $own add a line such as \"slug: about-2024\" to the front matter" \
    "content/pages/category/news.md:1: /category/ $own its path begins with the folder pages/category: rename that" \
    "content/posts/2024-01-01-c.md:1: /tag/ $own its path begins with the category \"Tag\": give that another slug: in capsule.yaml" \
    "content/posts/2024-01-01-p.md:1: /tag/ $own its path begins so by permalink: in the front matter: change that" \
    "content/posts/2024-01-01-q.md:1: /archive/ $own add a line such as \"slug: about-archive\" to the front matter" \
    "content/posts/2024-01-01-tag.md:1: /tag/ $own add a line such as \"slug: about-tag\" to the front matter"

echo 'permalink: /tag/:slug/' >>content/capsule.yaml
post 2024-01-01-a.md 'title: A'
post 2024-01-01-b.md 'title: B'
is_taken "a pattern for all" \
    "content/capsule.yaml:2: permalink: /tag/ $own begin it with another part"

printf '%s\n' 'permalink: /:category/:slug/' \
    'gopher: {variants: [{path: ro, charset: us-ascii}]}' \
    >>content/capsule.yaml
post 2024-01-01-a.md 'title: A' 'categories: [Tag]'
post 2024-01-01-b.md 'title: B'
post 2024-01-01-b.ro.md 'title: B'
is_taken "a category, and a variant" \
    "content/posts/2024-01-01-a.md:1: /tag/ $own its path begins with the category \"Tag\": give that another slug: in capsule.yaml" \
    "content/posts/2024-01-01-b.ro.md:1: /ro/ $own its path begins with the language in the file's name: give the variant another path: in capsule.yaml"

finish
