#!/bin/sh
# SPDX-License-Identifier: ISC
# `bookmobile publish`: what it refuses, what it sends and what it leaves.
. "$(dirname "$0")/lib.sh"

have rsync || skip_all "rsync is not installed"
cd "$T" || exit 1
"$BOOKMOBILE" init home >/dev/null || exit 1
cd home || exit 1

# publish STATUS ARGUMENT...
publish() {
	want=$1
	shift
	got=0
	"$BOOKMOBILE" publish "$@" >out 2>err </dev/null || got=$?
	[ "$got" = "$want" ] || {
		fail "exit status of publish $*: $got, not $want"
		sed 's/^/# /' out err
	}
}

says() {
	if grep -qxF -- "$2" err; then
		ok "$1"
	else
		fail "$1"
		sed 's/^/# /' err
	fi
}

publish 1
says "without a place there is nothing to do" \
    'bookmobile: content/capsule.yaml: add where to, as in: publish: user@host:/srv/capsule'
echo "publish: $T/away" >>content/capsule.yaml
publish 1
says "localhost is no public name" \
    'bookmobile: content/capsule.yaml: host: is localhost: write the capsule'"'"'s public name, which feeds and menus carry'
says "and nothing is published" 'bookmobile: nothing was published'
check "nor made" [ ! -e "$T/away" ]
sed -i 's/^host: .*/host: library.example/' content/capsule.yaml

publish 0 --dry-run
check "a dry run says what would be" sh -c \
    'grep -qx "new      gemini/welcome/index.gmi" out &&
     tail -n 1 out | grep -q "^dry run: [0-9]* new, 0 changed, 0 removed at "'
check "and does nothing" [ ! -e "$T/away/manifest" ]
publish 0
check "publish says what is new" grep -qx 'new      manifest' out
check "all of it is there" diff -r public/gemini "$T/away/gemini"
check "the other tree too" diff -r public/gopher "$T/away/gopher"
check "what is not served stays at home" sh -c \
    'ls -A "$0" | grep -vxE "gemini|gopher|manifest" | wc -l | grep -qx 0' \
    "$T/away"
publish 0
check "a second time nothing changes" grep -q \
    '^0 new, 0 changed, 0 removed at ' out

mkdir "$T/away/inbox"
echo letter >"$T/away/inbox/1"
echo old >"$T/away/gemini/old.txt"
sed -i 's/Write who you are/Say who you are/' content/pages/about.md
publish 0
check "what changed is named" grep -qx 'changed  gemini/about/index.gmi' out
check "what went is named" grep -qx 'removed  gemini/old.txt' out
check "and gone" [ ! -e "$T/away/gemini/old.txt" ]
check "what is not ours stays" [ -e "$T/away/inbox/1" ]

if have script; then
	for n in 1 2 3 4 5 6 7 8; do
		printf -- '---\ntitle: Page %s\n---\n\n[up](about.md)\n' $n \
		    >content/pages/p$n.md
		printf '\n[%s](p%s.md)\n' $n $n >>content/pages/about.md
	done
	script -qec "'$BOOKMOBILE' publish" /dev/null >out 2>&1
	check "a terminal sees the first of many" sh -c \
	    'grep -cE "^(new|changed|removed) " out | grep -qx 15 &&
	     grep -q "^ *and [0-9]* more" out &&
	     grep -q "^2[0-9] new, [0-9] changed, 0 removed" out'
fi

# A key that may only fill one folder: ssh(1) is told apart by what it runs.
if have rrsync; then
	mkdir fenced
	cat >ssh <<END
#!/bin/sh
while [ "\${1#-}" != "\$1" ]; do
	[ "\$1" != -l ] || shift
	shift
done
shift
SSH_ORIGINAL_COMMAND="\$*" SSH_CONNECTION="::1 1 ::1 22" \
    exec rrsync "$PWD/fenced"
END
	chmod +x ssh
	cp content/capsule.yaml kept
	sed -i "s|^publish: .*|publish: ana@library.example:/|" content/capsule.yaml
	RSYNC_RSH=$PWD/ssh
	export RSYNC_RSH
	publish 0
	unset RSYNC_RSH
	check "publish works through rrsync" \
	    diff -r public/gopher fenced/gopher
	mv kept content/capsule.yaml
else
	skip "publish works through rrsync" "rrsync is not installed"
fi

printf '\n[dead](gone.md)\n' >>content/pages/about.md
publish 1 --strict
check "--strict stops at warnings" grep -q 'link to nothing: gone.md' out
check "nothing has changed" sh -c '! grep -q dead "$0"' \
    "$T/away/gemini/about/index.gmi"
publish 0
check "else they are told, and it goes on" grep -q 'link to nothing' out
printf -- '---\ntitle: No date\n---\n' >content/posts/none.md
publish 1
check "errors stop it" grep -q '^content/posts/none.md:1: no date' out
rm content/posts/none.md
sed -i "s|^publish: .*|publish: --rsh=touch|" content/capsule.yaml
publish 1
says "an option is no place" \
    'bookmobile: content/capsule.yaml: publish: is no place: user@host:/folder or a folder'
sed -i "s|^publish: .*|publish: $T/no/such/place|" content/capsule.yaml
publish 1
check "rsync's failure is ours" grep -q '^bookmobile: rsync ends with status' err
finish
