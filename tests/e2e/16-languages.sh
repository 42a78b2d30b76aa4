#!/bin/sh
# SPDX-License-Identifier: ISC
# Several languages in one capsule: homes and feeds, translations, words.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
mkdir -p content/posts content/pages/ro

printf 'title: Small library\n' >content/capsule.yaml
cat >content/posts/2021-03-09-first.md <<'EOT'
---
title: First
translations: {ro: 2021-03-10-prima.md, el: https://example.org/el/, de: gone.md}
---
Text.
EOT
printf -- '---\ntitle: Prima\nlang: ro\n---\n\nText.\n' \
    >content/posts/2021-03-10-prima.md
printf -- '---\ntitle: Друга\nlang: uk\nslug: druha\n---\n\nText.\n' \
    >content/posts/2021-03-11-druha.md
cat >content/pages/ro/index.md <<'EOT'
---
title: Biblioteca mică
lang: ro
translations: {en: /}
---
Bun venit.
EOT
printf -- '---\ntitle: Despre noi\nlang: ro\n---\n\nText.\n' \
    >content/pages/despre.md

same() {
	if cmp -s "$2" wanted; then
		ok "$1"
	else
		fail "$1"
		diff -u wanted "$2" | sed 's/^/# /'
	fi
}

check "a capsule of three languages is built" \
    sh -c '"$0" build 2>err' "$BOOKMOBILE"
check "a translation that leads to nothing is a warning" grep -q \
    '2021-03-09-first.md:3: warning: translations: link to nothing: gone.md' err

cat >wanted <<'EOT'
# First
=> /2021/03/ 9 March 2021
=> /prima/ Also in română
=> https://example.org/el/ Also in Ελληνικά

Text.

=> / Small library
EOT
same "a post leads to its translations" public/gemini/first/index.gmi

cat >wanted <<'EOT'
# Prima
=> /2021/03/ 10 martie 2021
=> /first/ Și în English
=> https://example.org/el/ Și în Ελληνικά

Text.

=> /ro/ Română
=> / Small library
EOT
same "and they lead back, without being told" public/gemini/prima/index.gmi

cat >wanted <<'EOT'
# Biblioteca mică
=> / Și în English

Bun venit.

## Cele mai noi
=> /prima/ 2021-03-10 Prima

=> /despre/ Despre noi
=> atom.xml Flux Atom

=> / Small library
EOT
same "a page at /ro/ is that language's home" public/gemini/ro/index.gmi

cat >wanted <<'EOT'
# Українська · Small library

1 допис.

=> /druha/ 2021-03-11 Друга

=> atom.xml Стрічка Atom
=> / Small library
EOT
same "without one, the list of its posts is" public/gemini/uk/index.gmi

check "each has a feed of its posts alone" sh -c "
    grep -q '<title>Prima</title>' public/gemini/ro/atom.xml &&
    ! grep -q '<title>First</title>' public/gemini/ro/atom.xml &&
    grep -q '<title>Друга</title>' public/gopher/uk/atom.xml &&
    [ ! -e public/gemini/en ]"
check "the home page leads to them" sh -c "
    grep -q '^=> /ro/ Română\$' public/gemini/index.gmi &&
    grep -q '^=> /uk/ Українська\$' public/gemini/index.gmi"
check "the manifest says what is in which language" sh -c "
    grep -qx 'page	/druha/		uk' public/manifest &&
    grep -qx 'page	/uk/		uk' public/manifest &&
    grep -qx 'page	/prima/		ro' public/manifest"

# Three translations, each of which names the first alone.
mkdir -p hub/posts
printf 'title: H\n' >hub/capsule.yaml
for lang in en ro uk de; do
	{
		printf -- '---\ntitle: %s\ndate: 2021-01-01\nlang: %s\n' \
		    "$lang" "$lang"
		echo 'tags: [T]'
		[ $lang = en ] || echo 'translations: {en: in-en.md}'
		[ $lang != uk ] || echo 'updated: 2021-02-03'
		printf -- '---\n\nText.\n'
	} >"hub/posts/in-$lang.md"
done
check "translations of one post are built" "$BOOKMOBILE" build hub hubbed
cat >wanted <<'EOT'
# uk
=> /2021/01/ 1 січня 2021 р. Оновлено 3 лютого 2021 р.
=> /in-en/ Також мовою: English
=> /in-de/ Також мовою: Deutsch
=> /in-ro/ Також мовою: română

Text.
EOT
sed '/^Text/q' hubbed/gemini/in-uk/index.gmi >top.txt
same "each leads to all the others" top.txt
check "a translation is not named as related" \
    sh -c '! grep -rq "Related:" hubbed/gemini'

mkdir -p suffix/posts/bundle
printf 'title: S\n' >suffix/capsule.yaml
for name in hello hello.ro hello.es hello.pt-br v1.2 socket.io notes bundle/index \
    bundle/index.ro; do
	printf -- '---\ntitle: T\ndate: 2021-01-01\n---\n\nText.\n' \
	    >"suffix/posts/$name.md"
done
for name in bare bare.es; do
	printf 'Text.\n' >"suffix/posts/2021-01-01-$name.md"
done
printf 'Home.\n' >suffix/index.md
printf 'Acasă.\n' >suffix/index.ro.md
printf '# Inicio\n\nTexto.\n' >suffix/index.es.md
echo x >suffix/posts/bundle/x.txt
check "pages with a suffix for their language are built" \
    "$BOOKMOBILE" build suffix with
check "the suffix is the language, and a place" sh -c '
    grep -qx "page	/ro/hello/		ro" with/manifest &&
    grep -qx "page	/es/hello/		es" with/manifest &&
    grep -qx "page	/pt-br/hello/		pt-br" with/manifest &&
    grep -qx "page	/ro/bundle/		ro" with/manifest'
check "they lead to each other" sh -c '
    grep -q "^=> /hello/ Și în English" with/gemini/ro/hello/index.gmi &&
    grep -q "^=> /ro/hello/ Also in română" with/gemini/hello/index.gmi &&
    grep -q "^=> /es/hello/ Also in " with/gemini/hello/index.gmi &&
    grep -q "^=> /bundle/ " with/gemini/ro/bundle/index.gmi'
check "no other name is taken for one" sh -c '
    [ -f with/gemini/v1.2/index.gmi ] && [ -f with/gemini/notes/index.gmi ] &&
    [ -f with/gemini/socket.io/index.gmi ]'
check "a folder belongs to its index.md" [ -f with/gemini/bundle/x.txt ]
check "the suffix is no part of a title that is the file's name" \
    grep -qx '# Bare' with/gemini/es/bare/index.gmi
check "index.ro.md beside index.md is the home of its language" sh -c '
    grep -qx "# S" with/gemini/ro/index.gmi &&
    grep -qx "Acasă." with/gemini/ro/index.gmi &&
    grep -qx "=> hello/ 2021-01-01 T" with/gemini/ro/index.gmi &&
    grep -qx "# Inicio" with/gemini/es/index.gmi &&
    grep -qx "Home." with/gemini/index.gmi'
rm suffix/posts/hello.md suffix/posts/2021-01-01-bare.md
"$BOOKMOBILE" build suffix with >out 2>err
"$BOOKMOBILE" build suffix anew >out 2>err.anew
check "builds after changes are like clean ones" diff -r -x .cache with anew
check "and say the same" cmp err err.anew
check "a suffix that is none any more is part of the name" \
    grep -qx '# Bare.es' with/gemini/bare.es/index.gmi
mv suffix/index.md suffix/_index.en.md
"$BOOKMOBILE" build suffix with >out 2>err
check "the home page may be _index.md, and say its language" \
    grep -qx 'Home.' with/gemini/index.gmi
printf 'Second.\n' >suffix/index.md
refuse "but there is one only" sh -c '"$0" build suffix with 2>err' "$BOOKMOBILE"
check "the error names both" grep -q \
    'suffix/.*index.*md:1: would stand at /, as suffix/.*index.*md does: rename' \
    err

mkdir -p other/posts
printf 'title: T\n' >other/capsule.yaml
printf -- '---\ntitle: R\nlang: ro\n---\n' >other/posts/2021-01-01-r.md
"$BOOKMOBILE" build other with-ro >out 2>err
check "one language has a home when it is not the capsule's" sh -c '
    grep -qx "=> /r/ 2021-01-01 R" with-ro/gemini/ro/index.gmi &&
    grep -qx "=> /ro/ Română" with-ro/gemini/index.gmi &&
    [ -e with-ro/gopher/ro/atom.xml ]'
printf 'title: T\nlang: ro\n' >other/capsule.yaml
"$BOOKMOBILE" build other with-ro >out 2>err
check "and none when it is" [ ! -e with-ro/gemini/ro ]
mkdir -p other/pages/ro
printf 'title: T\n' >other/capsule.yaml
printf -- '---\ntitle: R\nlang: ro\n---\n' >other/pages/ro/index.md
echo x >other/pages/ro/atom.xml
refuse "no file stands where a language's feed does" \
    sh -c '"$0" build other with-ro 2>err' "$BOOKMOBILE"
check "the error names it" grep -q '^other/pages/ro/atom.xml: has the name' err

for day in 12 13 14 15 16; do
	printf -- '---\ntitle: N%s\nlang: uk\n---\n\nText.\n' "$day" \
	    >"content/posts/2021-03-$day-n$day.md"
	printf -- '---\ntitle: R%s\nlang: ro\n---\n\nText.\n' "$day" \
	    >"content/posts/2021-03-$day-r$day.md"
done
printf 'title: Small library\npage_size: 2\n' >content/capsule.yaml
"$BOOKMOBILE" build >out 2>err || cat err
cat >wanted <<'EOT'
# Українська · Small library

6 дописів, спершу найновіші.

=> /n16/ 2021-03-16 N16
=> /n15/ 2021-03-15 N15

=> page/2/ Давніші
=> atom.xml Стрічка Atom
=> / Small library
EOT
same "a long list goes on in numbered pages" public/gemini/uk/index.gmi
cat >wanted <<'EOT'
# Українська, 1 · Small library

2 дописи, спершу найновіші.

=> /n12/ 2021-03-12 N12
=> /druha/ 2021-03-11 Друга

=> /uk/page/2/ Новіші
=> /uk/ Угору: Українська
=> / Small library
EOT
same "the oldest posts are on the first" public/gemini/uk/page/1/index.gmi
check "so does the home that the publisher wrote" sh -c '
    grep -q "^=> page/2/ Mai vechi$" public/gemini/ro/index.gmi &&
    [ -e public/gopher/ro/page/1/gophermap ] &&
    [ ! -e public/gemini/en ]'

check "numbered pages are in their language" sh -c "
    grep -qx 'page	/uk/page/1/		uk' public/manifest &&
    grep -qx 'page	/ro/page/2/		ro' public/manifest &&
    ! grep -q '/page/3/' public/manifest"
cp public/gemini/uk/page/1/index.gmi first.gmi
cp public/gemini/ro/page/1/index.gmi prima.gmi
for day in 17 18 19; do
	printf -- '---\ntitle: N%s\nlang: uk\n---\n\nText.\n' "$day" \
	    >"content/posts/2021-03-$day-n$day.md"
done
"$BOOKMOBILE" build >out 2>err
check "and stay as they are when more posts come" sh -c '
    [ -e public/gemini/uk/page/3/index.gmi ] &&
    cmp first.gmi public/gemini/uk/page/1/index.gmi &&
    cmp prima.gmi public/gemini/ro/page/1/index.gmi'
check "with their twins on Gopher" sh -c '
    tr -d "\r" <public/gopher/uk/page/1/gophermap >got &&
    grep -q "^1Новіші	/uk/page/2/$" got && grep -q "^12021-03-11 Друга" got &&
    tr -d "\r" <public/gopher/uk/gophermap >got &&
    grep -q "^1Давніші	/uk/page/3/$" got'

printf -- '---\ntitle: Ro\nslug: ro\n---\n\nText.\n' \
    >content/posts/2021-03-12-ro.md
refuse "no post stands in a language's place" "$BOOKMOBILE" build


# --- where translations lead ------------------------------------------------------

rm -rf content public
mkdir -p content/posts
printf 'title: S\nhtml_host: w.example\n' >content/capsule.yaml
# tr_post NAME LANG TRANSLATIONS
tr_post() {
	printf -- '---\ntitle: %s\nlang: %s\ntranslations: %s\n---\n\nText.\n' \
	    "$1" "$2" "$3" >"content/posts/2021-01-01-$1.md"
}
tr_post a en '{en: /a/, ro: "https://www.w.example/b/"}'
tr_post b ro '{en: /a/, ro: /b/}'
tr_post f en '{ro: g.md, uk: 2021-01-01-h.md, el: "https://e.example/ελ"}'
tr_post g ro '{en: /f/, fr: /only-there/, de: "http://[::1"}'
tr_post h uk '{}'
mv content/posts/2021-01-01-g.md content/posts/g.md
sed -i '2i date: 2021-01-01' content/posts/g.md
"$BOOKMOBILE" build >out 2>err || cat err
# also NAME: the lines after its title and byline
also() {
	sed -n '3,/^$/p' "public/gemini/$1/index.gmi" | sed '/^$/d' >got
}
also a
printf '=> /b/ Also in română\n' >wanted
same "no page is a translation of itself, and the website's is ours" got
also b
printf '=> /a/ Și în English\n' >wanted
same "nor the other one" got
also h
cat >wanted <<'EOT'
=> /f/ Також: English
=> /g/ Також: română
=> https://e.example/%CE%B5%CE%BB Також: Ελληνικά
=> https://w.example/only-there/ Також: français
EOT
sed -i 's/^\(=> [^ ]*\) .* \([^ ]*\)$/\1 \2/' got wanted
same "translations of one page lead to each other" got
tr_post i en '{en: /a/, ro: k.md}'
printf -- '---\ntitle: K\ndate: 2021-01-01\n---\n' >content/posts/k.md
"$BOOKMOBILE" build --losses said >out 2>&1 || cat out
also i
printf '=> /k/ Also in română\n' >wanted
same "none is in the language of the page" got
check "nor the other way round" sh -c '
    ! grep -q "Also in" public/gemini/k/index.gmi'
check "which is said" grep -qF \
    '01-i.md:4: warning: translations: en is the language of this page, so left out' said
rm content/posts/k.md content/posts/2021-01-01-i.md
also g
check "and what only the website has is there" grep -q \
    '^=> https://w.example/only-there/ ' got
check "what becomes of each is said" sh -c '
    grep -qF "g.md:5: warning: translations: not in the capsule, left to the website: /only-there/" err &&
    grep -qF "g.md:5: warning: translations: a broken URL, left out: http://[::1" err &&
    [ "$(grep -c translations: err)" = 2 ]'

# --- languages with a region ------------------------------------------------------

rm -rf content public
mkdir -p content/posts content/pages/pt-BR
printf 'title: T\nnavigation: [{Sobre: /pt-BR/sobre/}]\n' >content/capsule.yaml
printf -- '---\ntitle: B\n---\n[a](/pt-BR/b/) [h](/pt-BR/)\n' \
    >content/posts/2024-01-02-b.md
printf -- '---\ntitle: Bp\n---\nText.\n' >content/posts/2024-01-02-b.pt-BR.md
printf '# Bem-vindo\n' >content/index.pt-BR.md
printf -- '---\nlang: pt-BR\n---\n# Sobre\n\n[plano](../plano.txt)\n' \
    >content/pages/pt-BR/sobre.md
echo x >content/pages/pt-BR/plano.txt
"$BOOKMOBILE" build >out 2>err || cat err
check "a language with a region has one place" sh -c '
    [ -e public/gemini/pt-br/b/index.gmi ] &&
    [ -e public/gemini/pt-br/sobre/index.gmi ] &&
    [ ! -e public/gemini/pt-BR ] && [ ! -e public/gopher/pt-BR ] &&
    grep -q "^=> /pt-br/plano.txt plano" public/gemini/pt-br/sobre/index.gmi'
cat >wanted <<'EOT'
# Bem-vindo
=> sobre/ Sobre

## Latest
=> b/ 2024-01-02 Bp

=> atom.xml Atom feed

=> / T
EOT
same "its index is its home" public/gemini/pt-br/index.gmi
check "links lead there, however it is written" sh -c '
    ! [ -s err ] && grep -qx "=> /pt-br/b/ a" public/gemini/b/index.gmi &&
    grep -qx "=> /pt-br/ h" public/gemini/b/index.gmi &&
    grep -qx "=> /pt-br/sobre/ Sobre" public/gemini/index.gmi'
printf -- '---\ntitle: Casa\nlang: pt-BR\n---\n' >content/pages/pt-BR/index.md
rm content/index.pt-BR.md
echo x >content/pages/pt-BR/x.txt
"$BOOKMOBILE" build >out 2>err || cat err
check "so is a page in its folder, with its files" sh -c '
    grep -qx "# Casa" public/gemini/pt-br/index.gmi &&
    grep -qx "=> b/ 2024-01-02 Bp" public/gemini/pt-br/index.gmi &&
    [ -e public/gemini/pt-br/x.txt ]'
"$BOOKMOBILE" build content anew >out 2>err.anew
check "as in a clean build" diff -r -x .cache public anew
rm content/posts/2024-01-02-b.pt-BR.md content/pages/pt-BR/*
"$BOOKMOBILE" build >out 2>err
rm -rf anew
"$BOOKMOBILE" build content anew >out 2>err.anew
check "without the language its links lead nowhere" sh -c '
    grep -q "b.md:4: warning: link to nothing: /pt-BR/b/" err &&
    cmp err err.anew && diff -r -x .cache public anew'

printf -- '---\ntitle: Casa\nlang: pt-BR\n---\n' >content/pages/casa.md
printf -- '---\ntitle: P\nslug: pt-br\n---\n' >content/posts/2024-01-03-p.md
refuse "no post stands there" "$BOOKMOBILE" build

# --- aliases in the place of a language -------------------------------------------

rm -rf content public anew
mkdir -p content/posts content/pages/ro
printf 'title: T\n' >content/capsule.yaml
printf -- '---\ntitle: A\nlang: ro\n---\n' >content/posts/2024-01-01-a.md
# alias PATH: of a page.
alias() {
	printf -- '---\ntitle: C\naliases: [%s]\n---\n' "$1" >content/pages/c.md
	refuse "$1 is no alias" sh -c '"$0" build 2>err' "$BOOKMOBILE"
	check "$1 is a list's" grep -qxF "content/pages/c.md:1: aliases: $1 is \
taken by a list of the capsule's own: take it out of one of them" err
}
alias /ro/
alias /ro/atom.xml
printf '# Acasă\n' >content/pages/ro/index.md
alias /ro/atom.xml
rm content/posts/2024-01-01-a.md content/pages/ro/index.md
check "without a list it is one" "$BOOKMOBILE" build

finish
