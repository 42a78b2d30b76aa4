#!/bin/sh
# SPDX-License-Identifier: ISC
# A first day with bookmobile, typed into a terminal: install, init, new,
# preview, edit, see it in a client, check, report, publish.  And forty posts of
# somebody else in five commands.
. "$(dirname "$0")/lib.sh"

have tmux || skip_all "there is no tmux here"
cd "$T" || exit 1

# Installed as `make install` does it: the server is not beside the program.
mkdir -p prefix/bin prefix/sbin home
cp "$BOOKMOBILE" prefix/bin/bookmobile
cp "$BOOKMOBILED" prefix/sbin/bookmobiled

# What runs in a window: a shell, or a client, of somebody who is new here.
cat >person <<END
#!/bin/sh
cd "$T/home" || exit 1
exec env -i PATH="$T/prefix/bin:$PATH" HOME="$T/home" LC_ALL=C.UTF-8 \\
    TMPDIR="$T" TERM=screen PS1='\$ ' PAGER=cat "\$@"
END
chmod +x person
TERMINAL="tmux -S $T/tmux -f /dev/null"
env -i PATH="$PATH" HOME="$T/home" LC_ALL=C.UTF-8 TERM=screen \
    $TERMINAL new-session -d -s desk -x 80 -y 40 "$T/person" sh 2>"$T/tmux.log"
end_terminal() {
	$TERMINAL kill-server 2>/dev/null || true
}
trap 'end_terminal; cleanup' EXIT

# A window: its screen, and typing into it.
screen() {
	$TERMINAL capture-pane -p -t "desk:$1" 2>/dev/null
}

screen_has() {
	screen "$1" | grep -qE -- "$2"
}

type_in() {
	window=$1
	shift
	$TERMINAL send-keys -t "desk:$window" -l "$*"
	$TERMINAL send-keys -t "desk:$window" Enter
}

# step NAME WINDOW TEXT COMMAND: type it; the text must appear within 30 s.
step() {
	step_name=$1
	step_window=$2
	step_text=$3
	shift 3
	type_in "$step_window" "clear; $*"
	sees "$step_name" "$step_window" "$step_text"
}

sees() {
	if wait_for 30 screen_has "$2" "$3"; then
		ok "$1"
	else
		fail "$1"
		screen "$2" | sed 's/^/# /'
	fi
}

# client PATH: a window with a client at the address that preview has named.
client() {
	if have amfora; then
		client_command="$T/person amfora $1"
	elif have bombadillo; then
		client_command="$T/person bombadillo $1"
	else
		return 1
	fi
	$TERMINAL new-window -d -t "desk:$2" "$client_command"
}

# preview_address WINDOW: gemini://localhost:PORT/
preview_address() {
	screen "$1" | sed -n 's|^Preview at \(gemini://[^ ]*\) and .*|\1|p'
}

# is_saved N: preview has told of N saves.
is_saved() {
	[ "$(screen 1 | grep -cE '^[0-9]+ ms: ')" -ge "$1" ]
}

step "init says what comes next" 0 '^Next: cd library && bookmobile build' \
    bookmobile init library
step "the next command works" 0 '^posts: 1, pages: 1' \
    'cd library && bookmobile build'
step "new prints where" 0 '^content/posts/[0-9-]*-hours-in-summer\.md' \
    'bookmobile new "Hours in summer" --category News --tag Opening'
step "a typing error is asked about" 0 'use it instead of "Opning"\? \[Y/n\]' \
    'bookmobile new "Second" --tag Opning'
type_in 0 ''
type_in 0 'grep tags content/posts/*second.md'
# The shell's prompt may come after what was typed ahead.
sees "and mended by Return" 0 '^([$] )?tags: \[Opening\]'
FILE=$(cd home/library && ls content/posts/*-hours-in-summer.md)

$TERMINAL new-window -d -t desk:1 "$T/person" sh
step "preview says where" 1 '^Preview at gemini://localhost' \
    bookmobile preview -C library
ADDRESS=$(preview_address 1)
type_in 0 "clear; echo 'Open till eight.' >>$FILE"
sees "each save is told with its address" 1 \
    '^[0-9]+ ms: gemini://localhost[:0-9]*/hours-in-summer/'
if client "${ADDRESS}hours-in-summer/" 2; then
	sees "a client shows the change" 2 'Open till eight\.'
	$TERMINAL kill-window -t desk:2 2>/dev/null || true
else
	skip "a client shows the change" "no Gemini client is installed"
fi
type_in 0 "sed -i 's/eight/nine/' $FILE"
check "the next save is told too" wait_for 30 is_saved 2
if client "${ADDRESS}hours-in-summer/" 3; then
	sees "and the next one" 3 'Open till nine\.'
	$TERMINAL kill-window -t desk:3 2>/dev/null || true
fi
$TERMINAL send-keys -t desk:1 C-c
step "Ctrl-C ends the preview" 1 '^ended 0$' 'echo ended $?'

step "check finds nothing" 0 '^all is well' bookmobile check --strict
step "report has a table" 0 '^Largest pages, bytes on the wire' \
    'bookmobile report | head -n 20'
step "show shows the page" 0 'Open till nine\.' bookmobile show hours-in-summer
if have rsync; then
	type_in 0 "sed -i 's/^host: .*/host: library.example/' content/capsule.yaml"
	type_in 0 "echo 'publish: $T/served' >>content/capsule.yaml"
	step "publish brings it there" 0 'new, 0 changed, 0 removed at' \
	    'bookmobile publish | tail -n 5'
	check "all of it" grep -q 'Open till nine' \
	    "$T/served/gemini/hours-in-summer/index.gmi"
else
	skip "publish brings it there" "rsync is not installed"
fi

# --- forty posts of somebody else ------------------------------------------------

mkdir theirs
n=1
while [ $n -le 40 ]; do
	day=$(printf '2019-%02d-%02d' $(((n - 1) / 28 + 1)) $(((n - 1) % 28 + 1)))
	printf -- '---\nlayout: post\ntitle: "Story %d: a title"\nauthor: ana\ntags: [story, jekyll]\n---\n# One\n\nText of [story](https://example.org/%d).\n' \
	    "$n" "$n" >"theirs/$day-story-$n.md"
	n=$((n + 1))
done
$TERMINAL new-window -d -t desk:4 "$T/person" sh
step "1: init" 4 '^Next: ' bookmobile init blog
type_in 4 "cp $T/theirs/*.md blog/content/posts/" # 2
step "3 and 4: preview" 4 '^Preview at gemini://localhost' \
    'cd blog && bookmobile preview'
ADDRESS=$(preview_address 4)
if client "${ADDRESS}archive/" 5; then # 5
	sees "5: a client lists them" 5 '2019-02-12 Story 40: a title'
else
	skip "5: a client lists them" "no Gemini client is installed"
fi
$TERMINAL send-keys -t desk:4 C-c
step "and it ends" 4 '^ended 0$' 'echo ended $?'
finish
