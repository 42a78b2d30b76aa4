#!/bin/sh
# SPDX-License-Identifier: ISC
# Variants on Gopher: the same capsule in other character sets and widths, and
# with lists that lead to texts.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
mkdir -p content/posts content/files

cat >content/capsule.yaml <<'EOT'
title: Small library
tagline: “Books” – and more
gopher:
  port: 7070
  variants:
    - {path: text, posts: text}
    - {path: ascii, charset: us-ascii, width: 40}
    - {path: latin2, charset: ISO-8859-2}
    - {path: koi8, charset: koi8-u, title: КОІ8}
EOT
cat >content/posts/2021-03-09-first.md <<'EOT'
---
title: "Ora să ȘTIM: naïve café"
slug: first
lang: ro
tags: [Știri]
---
See [the file](/files/plan.txt) and a 👍 → it was “good” in Neamț.
EOT
cat >content/posts/2021-03-11-second.md <<'EOT'
---
title: Бібліотека «Щедрик»
slug: second
lang: uk
---
Читальня їхня — добра, [перша](2021-03-09-first.md) була. Друге речення досить довге, щоб його перенести.

| Назва | Ціна |
|---|--:|
| Щось | 5 € |
EOT
echo plan >content/files/plan.txt

same() {
	if cmp -s "$2" wanted; then
		ok "$1"
	else
		fail "$1"
		diff -u wanted "$2" | sed 's/^/# /'
	fi
}

# menu FILE CHARSET: as UTF-8, with LF, in `got`.
menu() {
	iconv -f "$2" -t UTF-8 "public/gopher/$1" | tr -d '\r' >got
}

"$BOOKMOBILE" build >out 2>err || { fail "it is built"; cat err; }

cat >wanted <<'EOT'
iBiblioteka "Shchedryk"		x	1
111 bereznia 2021 r.	/ascii/2021/03/
i		x	1
iChytalnia yikhnia - dobra, persha bula.		x	1
iDruhe rechennia dosyt dovhe, shchob yoho		x	1
iperenesty.		x	1
1persha	/ascii/first/
i		x	1
iNazva   Tsina		x	1
i------  -----		x	1
iShchos  5 EUR		x	1
i		x	1
0Tsia storinka prostym tekstom, 289 B	/ascii/second/index.txt
1Ukrainska	/ascii/uk/
1Small library	/ascii/
EOT
menu ascii/second/gophermap ASCII
same "in ASCII, 40 columns wide, widths from the new letters" got

cat >wanted <<'EOT'
Biblioteka "Shchedryk"

11 bereznia 2021 r.

Chytalnia yikhnia - dobra, persha
</ascii/first/> bula. Druhe rechennia dosyt
dovhe, shchob yoho perenesty.

Nazva   Tsina
------  -----
Shchos  5 EUR
EOT
menu ascii/second/index.txt ASCII
same "plain text too" got

cat >wanted <<'EOT'
iБібліотека "Щедрик"		x	1
111 березня 2021 р.	/koi8/2021/03/
i		x	1
iЧитальня їхня - добра, перша була. Друге речення досить довге, щоб		x	1
iйого перенести.		x	1
1перша	/koi8/first/
i		x	1
iНазва   Ціна		x	1
i-----  -----		x	1
iЩось   5 EUR		x	1
i		x	1
0Ця сторінка простим текстом, 289 B	/koi8/second/index.txt
1Українська	/koi8/uk/
1Small library	/koi8/
EOT
menu koi8/second/gophermap KOI8-U
same "in KOI8-U, Cyrillic stays" got

menu latin2/first/gophermap ISO-8859-2
check "in ISO 8859-2, Romanian letters stay, the commas as cedillas" sh -c '
    grep -q "^iOra să ŞTIM: naive café" got && grep -q "Neamţ" got &&
    grep -q "a \[thumbs up sign\] -> it was \"good\" in Neamţ" got'
check "files are there once, for all" sh -c '
    grep -q "^0the file (txt, 5 B)	/files/plan.txt$" got &&
    [ ! -e public/gopher/latin2/files ]'

menu text/gophermap UTF-8
check "where lists lead to texts, they do" sh -c '
    grep -q "^02021-03-11 Бібліотека «Щедрик»	/text/second/index.txt$" got &&
    grep -q "^1All 2 posts	/text/archive/$" got'
check "each has feeds whose links lead to its own pages" sh -c '
    grep -q "^0Atom feed	/text/atom.xml$" got &&
    grep -qF "href=\"gopher://localhost:7070/0/text/second/index.txt\"" \
	public/gopher/text/atom.xml &&
    grep -qF "type=\"text/plain\"" public/gopher/text/atom.xml &&
    cd public/gopher/koi8 &&
    grep -q "/koi8/tag/stiri/atom.xml" tag/stiri/gophermap &&
    grep -qF "href=\"gopher://localhost:7070/0/koi8/tag/stiri/atom.xml\"" \
	tag/stiri/atom.xml &&
    grep -qF "href=\"gopher://localhost:7070/1/koi8/first/\"" \
	tag/stiri/atom.xml'
check "in UTF-8, with the ids of the capsule" sh -c '
    grep -qF "<title>Бібліотека «Щедрик»</title>" public/gopher/koi8/atom.xml &&
    grep -qF "<id>gemini://localhost/second/</id>" public/gopher/ascii/atom.xml'
check "the home page leads to the others, not to itself" sh -c '
    grep -q "^1UTF-8, 67 columns	/$" got &&
    grep -q "^1ascii: US-ASCII, 40 columns	/ascii/$" got &&
    grep -q "^1КОІ8	/koi8/$" got && ! grep -q "	/text/$" got'
menu gophermap UTF-8
check "so does the capsule's own" sh -c '
    grep -q "^1text: UTF-8, 67 columns	/text/$" got &&
    ! grep -q "67 columns	/$" got'
check "nothing of it shows on Gemini" sh -c '
    ! grep -rq "columns\|/koi8/" public/gemini'
check "each page is there in each variant" sh -c '
    cd public/gopher && find . -name gophermap | grep -c . >../n &&
    [ "$(find ascii -name gophermap | grep -c .)" = \
	"$(find koi8 -name gophermap | grep -c .)" ] &&
    [ "$(($(find ascii -name gophermap | grep -c .) * 5))" = "$(cat ../n)" ]'
rm -f public/n
"$BOOKMOBILE" build >out 2>err
check "a second build changes nothing" grep -q '(0 written, 0 removed)' out

# wrong NAME MESSAGE GOPHER: these settings stop the build, and it says why.
wrong() {
	printf 'title: T\ngopher: %s\n' "$3" >content/capsule.yaml
	if "$BOOKMOBILE" build >out 2>err; then
		fail "$1"
	else
		check "$1" grep -F "$2" err
	fi
}

wrong "an unknown character set" '"nonsense" is none that ICU knows' \
    '{variants: [{path: a, charset: nonsense}]}'
wrong "one that is not ASCII below 128" 'Gopher cannot carry' \
    '{variants: [{path: a, charset: utf-16}]}'
wrong "a path of the capsule's own" 'each needs a path of its own' \
    '{variants: [{path: tag, charset: us-ascii}]}'
wrong "a path twice" 'each needs a path of its own' \
    '{variants: [{path: a}, {path: a}]}'
wrong "a width beyond the limits" 'width must be between 40 and 80' \
    '{variants: [{path: a, width: 20}]}'
wrong "a post in a variant's place" 'is a place of the capsule' \
    '{variants: [{path: first}]}'
wrong "posts as something else" 'posts: must be menu or text' \
    '{posts: book}'

printf 'title: T\ngopher: {posts: text}\n' >content/capsule.yaml
"$BOOKMOBILE" build >out 2>err || cat err
menu gophermap UTF-8
check "the capsule's own lists may lead to texts" \
    grep -q '^02021-03-11 .*	/second/index.txt$' got
check "and so does their feed" \
    grep -qF 'href="gopher://localhost/0/second/index.txt"' \
    public/gopher/atom.xml
check "variants that nobody asks for go" [ ! -e public/gopher/koi8 ]

finish
