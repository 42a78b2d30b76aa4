#!/bin/sh
# SPDX-License-Identifier: ISC
# `bookmobile check --external`: what leads out of the capsule as it is
# published, wherever a source says so.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
SOURCE_DATE_EPOCH=1615420800 # 2021-03-11
export SOURCE_DATE_EPOCH
mkdir -p content/posts content/pages
cat >content/capsule.yaml <<'END'
title: Small library
html_host: w.example
max_media: 2 KB
navigation:
  - about.md
  - Shop: https://shop.example/
  - More:
    - Fair: /fair/
    - Here: https://w.example/out/
    - Nothing: nothing.md
    - Plan: large.pdf
    - Plan again: https://w.example/large.pdf
END
printf '# About us\n\n<gemini://friend.example/>\n' >content/pages/about.md
head -c 30000 /dev/zero >content/large.pdf
cat >content/posts/2021-03-09-out.md <<'END'
---
title: Out
translations: {ro: //ro.example/out/, uk: about.md}
---
[in](https://w.example/about/), [web](https://w.example/web/)

[left](/left/), [gone](gone.md), [broken](http://[::1)

[large](/large.pdf), [soon](https://w.example/soon/) and a picture:
<img src="https://i.example/a.jpg" alt="A bus">
END
printf -- '---\ntitle: Soon\ndraft: true\n---\n<https://draft.example/>\n' \
    >content/posts/2021-03-08-soon.md
cat >wanted <<'END'
content/capsule.yaml:6: https://shop.example/
content/capsule.yaml:8: https://w.example/fair/
content/capsule.yaml:11: https://w.example/large.pdf
content/capsule.yaml:12: https://w.example/large.pdf
content/pages/about.md:3: gemini://friend.example/
content/posts/2021-03-09-out.md:3: https://ro.example/out/
content/posts/2021-03-09-out.md:5: https://w.example/web/
content/posts/2021-03-09-out.md:7: https://w.example/left/
content/posts/2021-03-09-out.md:9: https://w.example/large.pdf
content/posts/2021-03-09-out.md:9: https://w.example/soon/
content/posts/2021-03-09-out.md:10: https://i.example/a.jpg
END

got=0
"$BOOKMOBILE" check --external >out 2>err || got=$?
check "links of the menu, of front matter and of texts" diff wanted out
check "and nothing else is said" sh -c '[ "$0" = 0 ] && [ ! -s err ]' "$got"
"$BOOKMOBILE" build >build.log 2>&1
sed 's/.*[0-9]: //' wanted | sort -u >listed
grep -rhoE '^=> [a-z]+://[^ ]*' public/gemini | cut -c 4- | sort -u >built
check "they are those that build writes" diff listed built
"$BOOKMOBILE" check --json --external >out 2>err
check "--json has the same as objects" "$PYTHON" -c '
import json
found = json.load(open("out"))
assert ["{file}:{line}: {url}\n".format(**u) for u in found] == list(
    open("wanted"))'

printf -- '---\ntitle: No date\n---\n' >content/posts/no-date.md
got=0
"$BOOKMOBILE" check --external >out 2>err || got=$?
check "errors of the sources are told" sh -c '
    [ "$0" = 1 ] && [ ! -s out ] &&
    grep -q "^content/posts/no-date.md:1: no date" err' "$got"

finish
