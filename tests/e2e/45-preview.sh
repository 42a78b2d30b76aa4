#!/bin/sh
# SPDX-License-Identifier: ISC
# `bookmobile preview`: each save is shown, errors change nothing, and nothing
# is left when it ends.
. "$(dirname "$0")/lib.sh"

cd "$T" || exit 1
mkdir tmp place
ln -s "$BOOKMOBILE" place/bookmobile
PATH=$(dirname "$BOOKMOBILED"):$PATH
XDG_DATA_HOME=$T/data
TMPDIR=$T/tmp
export XDG_DATA_HOME TMPDIR PATH
"$BOOKMOBILE" init home >/dev/null

# start_preview: sets PREVIEW, GEMINI, GOPHER (ports).
start_preview() {
	: >preview.out
	"$BOOKMOBILE" preview -C home >preview.out 2>preview.log </dev/null &
	PREVIEW=$!
	PIDS="$PIDS $PREVIEW"
	wait_for 20 grep -q '^Each save' preview.out || {
		fail "the preview gets ready"
		return 1
	}
	GEMINI=$(sed -n \
	    's|^Preview at gemini://localhost:*\([0-9]*\)/ .*|\1|p' preview.out)
	GEMINI=${GEMINI:-1965}
	GOPHER=$(sed -n \
	    's|^Preview at .*gopher://localhost:*\([0-9]*\)/$|\1|p' preview.out)
	GOPHER=${GOPHER:-70}
}

# page PATH: what the server says now.
page() {
	printf 'gemini://localhost:%s%s\r\n' "$GEMINI" "$1" | timeout 10 openssl s_client \
	    -quiet -ign_eof -connect "127.0.0.1:$GEMINI" \
	    -servername localhost 2>/dev/null
}

shows() {
	page "$1" | grep -qF -- "$2"
}

# soon NAME PATH TEXT
soon() {
	if wait_for 20 shows "$2" "$3"; then
		ok "$1"
	else
		fail "$1"
		page "$2" | sed 's/^/# /'
		sed 's/^/# /' preview.out
	fi
}

# told NAME LINE: the preview has printed it.
told() {
	if wait_for 20 grep -qE -- "$2" preview.out; then
		ok "$1"
	else
		fail "$1"
		sed 's/^/# /' preview.out
	fi
}

# The usual ports are taken by us or by somebody else.
"$PYTHON" -c '
import socket, sys, time
held = []
for port in (1965, 7070):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("127.0.0.1", port))
        s.listen(1)
    except OSError:
        continue
    held.append(s)
print("held", flush=True)
time.sleep(100)' >held &
HOLDER=$!
PIDS="$PIDS $HOLDER"
wait_for 10 grep -q held held

start_preview || finish
check "taken ports are left alone" sh -c '[ "$1" != 1965 ] && [ "$2" != 7070 ]' \
    sh "$GEMINI" "$GOPHER"
soon "Gemini is served" / '# My library'
check "Gopher is served" sh -c \
    'curl -s "gopher://127.0.0.1:$0/1/" | grep -q "^iMy library"' "$GOPHER"
check "the certificate is the user's" [ -s data/bookmobile/localhost.pem ]

echo 'Saved in place.' >>home/content/pages/about.md
soon "a file that is written into" /about/ 'Saved in place.'
told "its address is told" '^[0-9]+ ms: gemini://localhost:[0-9]+/about/$'
sed 's/Saved in place/Saved by renaming/' home/content/pages/about.md \
    >home/content/pages/.about.md.swp
mv home/content/pages/.about.md.swp home/content/pages/about.md
soon "a file that is renamed into place" /about/ 'Saved by renaming.'
told_twice() {
	[ "$(grep -cE '^[0-9]+ ms: .*/about/$' preview.out)" -ge 2 ]
}
wait_for 20 told_twice || true
lines=$(wc -l <preview.out)
echo x >home/content/pages/about.md~
echo x >home/content/pages/.about.md.swp
sleep 0.3
check "editors' own files are no change" [ "$(wc -l <preview.out)" = "$lines" ]
mkdir -p home/content/posts/2021-01-01-deep/more
sleep 0.3
printf 'Deep down.\n' >home/content/posts/2021-01-01-deep/index.md
soon "a folder that is new" /deep/ 'Deep down.'
printf 'Changed.\n' >home/content/posts/2021-01-01-deep/index.md
soon "and what is saved in it later" /deep/ 'Changed.'
printf -- '---\ntitle: Not ready\ndraft: true\ndate: 2021-01-02\n---\n# Not ready\n\nx\n' \
    >home/content/posts/draft.md
soon "drafts are marked" /draft/ '# [draft] Not ready'
printf -- '---\ntitle: Far off\ndate: 2999-01-02\n---\n' \
    >home/content/posts/far.md
soon "posts that are not due too, in lists as well" / \
    '2999-01-02 [not due] Far off'
printf -- '---\ntitle: Long ago\ndate: 2001-01-02\nexpiryDate: 2002-01-02\n---\n' \
    >home/content/posts/past.md
soon "and those that have expired" /past/ '# [expired] Long ago'
"$BOOKMOBILE" build -C home >/dev/null 2>&1
check "build shows none of them" sh -c '
    [ ! -e home/public/gemini/far ] && [ ! -e home/public/gemini/draft ] &&
    [ ! -e home/public/gemini/past ]'
check "nor marks" sh -c '
    ! grep -rqE "\[(draft|not due|expired)\]" home/public'

# --- errors ----------------------------------------------------------------------

printf -- '---\ntitle: Broken\ntitle: twice\ndate: 2021-01-02\n---\n' \
    >home/content/posts/broken.md
told "an error with its place" '^content/posts/broken\.md:3: "title" stands here'
told "and its line" '^    title: twice$'
told "nothing was changed" '^Nothing was changed: what was good before is still'
soon "the last good state is served" / '2999-01-02 [not due] Far off'
printf -- '---\ntitle: Mended\ndate: 2021-01-02\n---\n\n[x](gone.md)\n' \
    >home/content/posts/broken.md
soon "until it is mended" /broken/ '# Mended'
told "warnings of the file that was saved" \
    '^content/posts/broken\.md:6: warning: link to nothing: gone\.md'
rm home/content/posts/broken.md
soon "a file that goes" /broken/ '51 '

# --- how long it takes -------------------------------------------------------------

limit=100
[ "${BUILD:-release}" = release ] || limit=1000
check "a save is shown within $limit ms" "$PYTHON" -c '
import glob, sys, time
shown = glob.glob(sys.argv[2] + "/*/public/gemini/about/index.gmi")[0]
times = []
for n in range(7):
    mark = f"Mark {n}."
    with open("home/content/pages/about.md", "w") as f:
        f.write(f"---\ntitle: About us\n---\n\n{mark}\n")
    begun = time.monotonic()
    while time.monotonic() < begun + 5:
        try:
            if mark in open(shown).read():
                break
        except OSError:
            pass
        time.sleep(0.001)
    times.append((time.monotonic() - begun) * 1000)
    time.sleep(0.1)
print(times)
assert min(times) < float(sys.argv[1]), times' "$limit" "$T/tmp"

# --- the end -----------------------------------------------------------------------

# offspring PID: all below it.
offspring() {
	for child in $(children "$1"); do
		echo "$child"
		offspring "$child"
	done
}

all_gone() {
	for pid in $FAMILY; do
		is_gone "$pid" || return 1
	done
}

FAMILY="$PREVIEW $(offspring "$PREVIEW")"
check "there is a server below it" sh -c 'for pid; do
    tr "\\0" " " <"/proc/$pid/cmdline"; done | grep -q "bookmobiled --host"' \
    sh $FAMILY
kill -INT "$PREVIEW"
check "Ctrl-C ends all of them" wait_for 10 all_gone
is_tidy() {
	[ -z "$(ls -A tmp)" ]
}
check "and leaves no file" is_tidy
kill "$HOLDER" || true
wait_for 5 is_gone "$HOLDER"

sum=$(cksum <data/bookmobile/localhost.pem)
start_preview || finish
check "the certificate stays the same" \
    [ "$(cksum <data/bookmobile/localhost.pem)" = "$sum" ]
FAMILY="$PREVIEW $(offspring "$PREVIEW")"
kill -KILL "$PREVIEW"
check "killed, it takes the server with it" wait_for 10 all_gone
check "and its files" wait_for 10 is_tidy

# --- while it builds -----------------------------------------------------------------

"$BOOKMOBILE" init big >/dev/null
"$PYTHON" -c '
for n in range(1500):
    with open(f"big/content/posts/2020-01-01-n{n}.md", "w") as f:
        f.write(f"---\ntitle: Post {n}\ntags: [t{n % 90}]\n---\n\n"
                + "Some words. " * 200)'

# hold KIND: stop the child that reads, or the build that it runs, as soon as
# there is one, so that it is there for as long as the test wants.
hold() {
	"$PYTHON" -c '
import os, signal, sys, time
top, kind = int(sys.argv[1]), sys.argv[2]
def below(pid):
    try:
        found = open(f"/proc/{pid}/task/{pid}/children").read().split()
    except OSError:
        return
    for child in map(int, found):
        yield child
        yield from below(child)
def has_left(pid):
    try:
        return os.getsid(pid) != os.getsid(top)
    except OSError:
        return False
end = time.monotonic() + 20
while time.monotonic() < end:
    found = list(below(top))
    # The guard of the folder leaves the session as its first deed.
    if not any(map(has_left, found)):
        continue
    for pid in found:
        try:
            words = open(f"/proc/{pid}/cmdline").read().split("\0")
            if (words[1] == "build" if kind == "build" else
                    words[0].endswith("bookmobile") and not has_left(pid)):
                os.kill(pid, signal.SIGSTOP)
                sys.exit(0)
        except (OSError, IndexError):
            pass
sys.exit(1)' "$1" "$2"
}

# cut_off NAME SIGNAL KIND COMMAND...
cut_off() {
	cut_name=$1
	cut_signal=$2
	cut_kind=$3
	shift 3
	: >preview.out
	# A job in the background of a script does not hear SIGINT by itself.
	"$PYTHON" -c '
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$BOOKMOBILE" "$@" -C big >preview.out \
	    2>preview.log </dev/null &
	CUT=$!
	PIDS="$PIDS $CUT"
	if ! hold "$CUT" "$cut_kind"; then
		fail "$cut_name: there is something to stop"
		return
	fi
	FAMILY="$CUT $(offspring "$CUT")"
	kill "-$cut_signal" "$CUT"
	check "$cut_name ends at once" wait_for 1 is_gone "$CUT"
	check "$cut_name: with all that it runs" wait_for 5 all_gone
	check "$cut_name: and leaves no file" wait_for 5 is_tidy
}

cut_off "SIGTERM while the sources are read" TERM read preview
cut_off "SIGTERM while the pages are made" TERM build preview
cut_off "Ctrl-C while the pages are made" INT build preview
cut_off "SIGKILL while the pages are made" KILL build preview
cut_off "Ctrl-C in a check" INT build check
cut_off "SIGTERM in a report" TERM build report
rm -rf big

# --- what a killed one has left ------------------------------------------------------

# The guard is killed too, as by "killall -9 bookmobile".
start_preview || finish
left=$(ls tmp)
FAMILY="$PREVIEW $(offspring "$PREVIEW")"
for pid in $(children "$PREVIEW") "$PREVIEW"; do
	kill -KILL "$pid" || true
done
wait_for 10 all_gone || true
check "nobody is there to remove its files" [ -d "tmp/$left/public" ]
mkdir -m 700 "tmp/bookmobile.$PREVIEW.aBcDe" "tmp/bookmobile.$PREVIEW.aBcDe_" \
    "tmp/bookmobile.$$.aBcDeF" tmp/bookmobile.0.aBcDeF tmp/bookmobile..aBcDeF \
    tmp/kept
mkdir -m 755 "tmp/bookmobile.$PREVIEW.oPeNeD"
touch tmp/kept/x
ln -s kept "tmp/bookmobile.$PREVIEW.LiNkEd"
mkdir -m 700 "tmp/bookmobile.$PREVIEW.LoCkEd"
(cd tmp && printf '%s\n' *) | grep -vx "$left" >others
if is_root; then
	mkdir -m 700 "tmp/bookmobile.$PREVIEW.FoReIg"
	chown "$ORDINARY" "tmp/bookmobile.$PREVIEW.FoReIg"
	echo "bookmobile.$PREVIEW.FoReIg" >>others
fi
sort -o others others
exec 9<"tmp/bookmobile.$PREVIEW.LoCkEd"
flock -n 9
"$BOOKMOBILE" check -C home >check.out 2>&1 9<&- || true
exec 9<&-
ls tmp | sort >now
check "the next command removes them, and nothing else" diff others now
check "what a link leads to least of all" [ -e tmp/kept/x ]
rm -rf tmp/*

# A capsule that cannot be built yet is waited for.
printf 'titel: Nothing\n' >home/content/capsule.yaml
: >preview.out
"$BOOKMOBILE" preview -C home >preview.out 2>preview.log </dev/null &
PREVIEW=$!
PIDS="$PIDS $PREVIEW"
told "what cannot be built is told" \
    '^There is nothing to serve yet: mend this and save\.'
told "with the key that was meant" 'did you mean "title"'
printf 'title: Something\n' >home/content/capsule.yaml
told "and served when it can" '^Preview at gemini://'
kill -TERM "$PREVIEW"
check "it ends" wait_for 10 is_gone "$PREVIEW"
finish
