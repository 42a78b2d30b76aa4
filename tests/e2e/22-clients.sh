#!/bin/sh
# SPDX-License-Identifier: ISC
# Real clients: each must show the post and a category's page.
. "$(dirname "$0")/lib.sh"

build_sample && start_server "$T/public" || finish
POST=/public-libraries-as-active-citizens-hubs/
TITLE='Public Libraries as Active Citizens Hubs'
CATEGORY=/category/hub/best-practices/
CATEGORY_TITLE='Best practices'
GOPHER=gopher://127.0.0.1:$GOPHER_PORT
mkdir "$T/home"

# isolated COMMAND...: nothing of the caller's settings, nothing left behind
# (bombadillo asks the system, not HOME, where its user's home is).
isolated() {
	env -i PATH="$PATH" HOME="$T/home" XDG_CONFIG_HOME="$T/home" \
	    XDG_CACHE_HOME="$T/home" XDG_DATA_HOME="$T/home" LC_ALL=C.UTF-8 \
	    TERM=screen TMPDIR="$T" COLUMNS=80 LINES=50 "$@"
}

# shows NAME TEXT COMMAND...: the command's output has the text.
shows() {
	shows_name=$1
	shows_text=$2
	shift 2
	if ! have "$1"; then
		skip "$shows_name" "there is no $1 here"
		return 0
	fi
	isolated timeout 30 "$@" >"$T/shown" 2>"$T/shown.err" </dev/null || true
	if grep -qF "$shows_text" "$T/shown"; then
		ok "$shows_name"
	else
		fail "$shows_name"
		sed -n '1,15s/^/# /p' "$T/shown" "$T/shown.err"
	fi
}

screen() {
	tmux -S "$TMUX_SOCKET" capture-pane -p -t client 2>/dev/null
}

screen_has() {
	screen | grep -qF "$1"
}

# terminal NAME TEXT COMMAND...: in a terminal of 80x50 the text appears.
terminal() {
	terminal_name=$1
	terminal_text=$2
	shift 2
	for needed in tmux "$1"; do
		if ! have "$needed"; then
			skip "$terminal_name" "there is no $needed here"
			return 0
		fi
	done
	# A server of its own each: one that is ending takes no new session.
	TMUX_SOCKET=$T/tmux$TESTS
	isolated tmux -S "$TMUX_SOCKET" -f /dev/null new-session -d \
	    -s client -x 80 -y 50 "$@" 2>"$T/tmux.log" || true
	if wait_for 20 screen_has "$terminal_text"; then
		ok "$terminal_name"
	else
		fail "$terminal_name"
		screen | sed 's/^/# /' || true
	fi
	tmux -S "$TMUX_SOCKET" kill-server 2>/dev/null || true
}

# s_client PATH: the request on standard input, as a person would.
cat >"$T/s_client" <<EOF
#!/bin/sh
printf 'gemini://localhost:$GEMINI_PORT%s\r\n' "\$1" |
    openssl s_client -quiet -servername localhost \
    -connect 127.0.0.1:$GEMINI_PORT
EOF
chmod 700 "$T/s_client"

shows "openssl s_client: the post" "# $TITLE" "$T/s_client" $POST
shows "openssl s_client: a category" "# $CATEGORY_TITLE" \
    "$T/s_client" $CATEGORY
shows "curl: the post's menu" "i$TITLE" curl -sS "$GOPHER/1$POST"
shows "curl: the post's text" "$TITLE" curl -sS "$GOPHER/0${POST}index.txt"
shows "curl: a category" 12021-03-09 curl -sS "$GOPHER/1$CATEGORY"
shows "lynx: the post" "$TITLE" lynx -dump -nolist "$GOPHER/1$POST"
shows "lynx: the post's text" "$TITLE" lynx -dump "$GOPHER/0${POST}index.txt"
shows "lynx: a category" "$TITLE" lynx -dump "$GOPHER/1$CATEGORY"
shows "w3m: the post" "$TITLE" w3m -dump "$GOPHER/1$POST"
shows "w3m: a category" "$TITLE" w3m -dump "$GOPHER/1$CATEGORY"
terminal "sacc: the post" "$TITLE" sacc "$GOPHER/1$POST"
terminal "sacc: a category" "$TITLE" sacc "$GOPHER/1$CATEGORY"
terminal "bombadillo: the post over Gopher" "$TITLE" \
    bombadillo "$GOPHER/1$POST"
terminal "bombadillo: a category over Gemini" "$TITLE" \
    bombadillo "gemini://localhost:$GEMINI_PORT$CATEGORY"
terminal "amfora: the post" "$TITLE" \
    amfora "gemini://localhost:$GEMINI_PORT$POST"
terminal "amfora: a category" "$TITLE" \
    amfora "gemini://localhost:$GEMINI_PORT$CATEGORY"
finish
