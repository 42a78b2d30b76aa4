#!/bin/sh
# SPDX-License-Identifier: ISC
# `bookmobile report`: its model against the server, its table and its JSON.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
mkdir sample
cp -r "$SRC/content" sample/content
check "report says JSON" \
    sh -c '"$0" report -C sample --json >report.json' "$BOOKMOBILE"

# Menus carry the server's port: one of four digits, as in capsule.yaml.
port=$("$PYTHON" -c '
import random, socket
while True:
    port = random.randrange(7100, 9900)
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    break')
"$BOOKMOBILE" build sample/content public >build.log 2>&1
if start_as "$BOOKMOBILED" --gemini 127.0.0.1:0 --gopher "127.0.0.1:$port" \
    --certs "$T/certs" public; then
	report "$PYTHON" "$TOOLS/model.py" report.json localhost \
	    "$GEMINI_PORT" "$GOPHER_PORT"
fi

check "sizes are those of the files" "$PYTHON" -c '
import json, os
report = json.load(open("report.json"))
sums = dict.fromkeys(("gemtext", "gophermap", "plain"), 0)
for page in report["pages"]:
    for key, name in (("gemtext", "gemini%sindex.gmi"),
                      ("gophermap", "gopher%sgophermap"),
                      ("plain", "gopher%sindex.txt")):
        name = "public/" + name % page["path"]
        size = os.path.getsize(name) if os.path.exists(name) else 0
        assert size == page[key], (name, size, page[key])
        sums[key] += size
assert all(report["total"][key] == sums[key] for key in sums)
bytes_of = [p["gemini"]["up"] + p["gemini"]["down"] for p in report["pages"]]
assert bytes_of == sorted(bytes_of, reverse=True)
assert any(t["name"] == "Case Studies" for t in report["terms"]["tags"])'
check "seconds follow from bytes and round trips" "$PYTHON" -c '
import json
page = json.load(open("report.json"))["pages"][0]["gemini"]
bits = 8 * (page["up"] + page["down"])
assert page["round_trips"] == 3
for name, speed, trip in (("56k", 56000, .15), ("GPRS", 40000, .7),
                          ("9.6k", 9600, .6), ("1.2k", 1200, .6)):
    wanted = bits / speed + 3 * trip
    assert abs(page["seconds"][name] - wanted) < .06, (name, wanted)'

"$BOOKMOBILE" report -C sample >report.txt 2>err
check "the table sums up" grep -Eq \
    '^[0-9]+ pages: [0-9]+ bytes of gemtext, [0-9]+ of menus, [0-9]+ of plain' \
    report.txt
check "and shows the largest pages" \
    grep -Eq '^ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9.]+ s  /handbook/first-post/$' \
    report.txt
check "ten terms of a kind, the commonest first" sh -c \
    'sed -n "/^Categories/,/^$/p" report.txt | grep -c "^ *[0-9]" | grep -qx 10 &&
     sed -n "/^Categories/,/^$/p" report.txt |
        grep -qx "         and [0-9]* more: \"bookmobile list terms\" has all" &&
     sed -n "/^Categories/,/^$/s/^ *\([0-9][0-9]*\) .*/\1/p" report.txt | sort -rnc'
check "no bars in a file" sh -c '! grep -q █ report.txt'
if have script; then
	PAGER='sed s/^/paged:/' script -qec "'$BOOKMOBILE' report -C sample" \
	    /dev/null >bars.txt 2>&1
	check "bars on a terminal, and the pager" grep -q '^paged:.*███' bars.txt
	PAGER=cat LC_ALL=C script -qec "'$BOOKMOBILE' report -C sample" \
	    /dev/null >bars.txt 2>&1
	check "in ASCII where the terminal has no more" sh -c \
	    'grep -q "###" bars.txt && ! grep -q █ bars.txt'
	check "which fit into 80 columns" sh -c \
	    '! sed "s/\r//" bars.txt | grep -E "^ .*#.{60}"'
fi
cat >sample/content/posts/2021-03-10-go.md <<'EOT'
---
title: Only on Gopher
only: gopher
tags: [Gopher alone]
---

Text.
EOT
"$BOOKMOBILE" report -C sample --json >report.json
"$BOOKMOBILE" build sample/content public >build.log 2>&1
check "pages that only Gopher has are counted" "$PYTHON" -c '
import json, os
report = json.load(open("report.json"))
pages = {p["path"]: p for p in report["pages"]}
for path in "/go/", "/tag/gopher-alone/":
    page = pages[path]
    assert page["gemtext"] == 0 and "gemini" not in page
    assert page["gophermap"] == os.path.getsize(
        "public/gopher" + path + "gophermap") and page["menu"]["down"] > 0
for key in "gophermap", "plain", "gemtext":
    assert report["total"][key] == sum(p[key] for p in report["pages"])'
rm -r sample/content/posts/2021-03-10-go.md

printf 'A <marquee>b</marquee>\n\n<script>1</script>\n\n[x](y.md)\n' \
    >>sample/content/pages/about.md
"$BOOKMOBILE" report -C sample >report.txt 2>err
check "losses are told" \
    grep -q '^content/pages/about.md:[0-9]*: warning: link to nothing: y.md' \
    report.txt
check "nothing stays in the folder of temporary files" sh -c '
    mkdir tmp && TMPDIR=$PWD/tmp "$0" report -C sample >/dev/null &&
    [ -z "$(ls -A tmp)" ]' "$BOOKMOBILE"
finish
