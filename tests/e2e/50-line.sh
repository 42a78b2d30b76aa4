#!/bin/sh
# SPDX-License-Identifier: ISC
# Readers on slow lines: the post within its seconds over 9.6 kbit/s with 600 ms
# of round trip, with real clients; whoever still makes progress gets all;
# whoever does not is closed at the deadline.  SLOW=1 adds the real 300 bit/s
# with the settings as shipped (4 minutes; LIMIT=400 for run.sh).
. "$(dirname "$0")/lib.sh"

build_sample || finish
POST=/public-libraries-as-active-citizens-hubs/
TITLE='Public Libraries as Active Citizens Hubs'
SHORT=/tag/    # fits in one segment
NAME=slow.test # as long as localhost: so is its certificate
NUMBER=0
LINES=
PATIENCE=60 # for a client
mkdir "$T/home"

# Packets need namespaces of their own; without them the line is a relay.
own_namespaces() {
	[ -z "${RELAY:-}" ] && is_root && [ -c /dev/net/tun ] && have ip &&
	    unshare -n true
}
own_namespaces || note "the line is a relay: no root, ip or /dev/net/tun"

# serve [LINE]: with this line more in server.yaml.  Sets SERVER, SERVER_LOG,
# and GEMINI and GOPHER, the ports; PORT, as a URL has it.
serve() {
	GEMINI=1965 GOPHER=70 PORT='' any=0.0.0.0
	own_namespaces || GEMINI=0 GOPHER=0 any=127.0.0.1
	yaml=$T/server$SERVERS.yaml
	printf '%s\n' "root: $T/public" "host: $NAME" "certs: $T/certs" \
	    "gemini: {listen: ['$any:$GEMINI']}" \
	    "gopher: {listen: ['$any:$GOPHER']}" "$@" >"$yaml"
	if own_namespaces; then
		start_as unshare -n "$BOOKMOBILED" -c "$yaml" || finish
	else
		start_as "$BOOKMOBILED" -c "$yaml" || finish
		GEMINI=$GEMINI_PORT GOPHER=$GOPHER_PORT PORT=:$GEMINI_PORT
	fi
}

# line NAME OPTIONS PORT COMMAND...: begin to run the command behind a line.
line() {
	line_name=$1 line_options=$2 line_port=$3
	shift 3
	NUMBER=$((NUMBER + 1))
	# shellcheck disable=SC2086 # the options are words
	"$PYTHON" "$TOOLS/line.py" --mtu 576 --number "$NUMBER" \
	    --report "$T/$line_name.line" $line_options "$SERVER" "$line_port" \
	    timeout "$PATIENCE" "$@" >"$T/$line_name.out" \
	    2>"$T/$line_name.log" </dev/null &
	LINES="$LINES $!"
}

wait_lines() {
	for pid in $LINES; do
		wait "$pid" || true
	done
	LINES=
}

# field NAME WORD: the number after the word in the line's report.
field() {
	sed -n "s/.*\\b$2 \\([0-9.]*\\).*/\\1/p" "$T/$1.line" 2>/dev/null
}

# shows WHAT NAME TEXT: the client got it.
shows() {
	if grep -qF "$3" "$T/$2.out"; then
		ok "$1: $(cat "$T/$2.line" 2>/dev/null)"
	else
		fail "$1"
		sed -n '1,15s/^/# /p' "$T/$2.out" "$T/$2.log"
	fi
}

# lasts NAME SECONDS: by the line's own reckoning, and not next to nothing.
lasts() {
	awk -v a="$(field "$1" line)" -v b="$2" \
	    'BEGIN { exit !(a > b / 4 && a <= b) }'
}

# within WHAT NAME SECONDS TEXT: and in time.
within() {
	shows "$1" "$2" "$4"
	check "$1: $(field "$2" line) of $3 s" lasts "$2" "$3"
}

# ---- clients --------------------------------------------------------------

# s_client PATH [OPTION...]
cat >"$T/s_client" <<EOF
#!/bin/sh
path=\$1
shift
printf '%s\\r\\n' "gemini://$NAME\$PORT\$path" |
    openssl s_client -quiet -ign_eof -servername $NAME \\
    -connect "\$LINE_HOST:\$LINE_PORT" "\$@"
EOF

# fetch PATH: the body; how it ended is on standard error.
cat >"$T/fetch" <<EOF
#!$(command -v "$PYTHON")
import os, sys
sys.path.insert(0, "$TOOLS")
import gemini
url = f"gemini://$NAME{os.environ['PORT']}{sys.argv[1]}\r\n"
reply = gemini.fetch(int(os.environ["LINE_PORT"]), url.encode(),
                     host=os.environ["LINE_HOST"], sni="$NAME", timeout=600)
print(reply.end, file=sys.stderr)
sys.stdout.buffer.write(gemini.header(reply.data)[2])
EOF

# menu TYPE-AND-SELECTOR COMMAND...: a Gopher client with a URL at its end.
cat >"$T/menu" <<'EOF'
#!/bin/sh
what=$1
shift
exec "$@" "gopher://$LINE_HOST:$LINE_PORT/$what"
EOF

# screen TEXT COMMAND...: until the text is on a terminal's screen.  The name
# of the server leads to the line.
cat >"$T/screen" <<EOF
#!/bin/sh
text=\$1
shift
printf '%s $NAME\n' "\$LINE_HOST" >"$T/hosts.\$\$"
tmux -S "$T/tmux.\$\$" -f /dev/null new-session -d -s client -x 80 -y 50 \\
    unshare -m sh -c 'mount --bind "\$0" /etc/hosts && exec "\$@"' \\
    "$T/hosts.\$\$" "\$@"
tries=150
while ! tmux -S "$T/tmux.\$\$" capture-pane -p -t client | grep -F "\$text" &&
    [ \$((tries -= 1)) -gt 0 ]; do
	sleep 0.2
done
tmux -S "$T/tmux.\$\$" kill-server
EOF
chmod 700 "$T/s_client" "$T/fetch" "$T/menu" "$T/screen"

# isolated COMMAND...: with nothing of the caller's settings.
isolated() {
	HOME=$T/home XDG_CONFIG_HOME=$T/home XDG_CACHE_HOME=$T/home \
	    XDG_DATA_HOME=$T/home TERM=screen "$@"
}

# ---- what each server is asked for ----------------------------------------

# A ClientHello of 1,600 bytes, as those with the new big keys are, and a
# request of nearly 1,024.
LIST=$(printf '%0200d,' 1 2 3 4 5 6)
LONG=/$(printf '%0985d' 0)

# everything OPTIONS: all that a slow line must carry.
everything() {
	line gemini-page "$1" "$GEMINI" "$T/fetch" $POST
	line gopher-page "$1" "$GOPHER" "$T/menu" "0${POST}index.txt" curl -sS
	line hello "$1" "$GEMINI" "$T/s_client" $SHORT -alpn "${LIST%,}"
	line request "$1" "$GEMINI" "$T/s_client" "$LONG"
}

# carried WHEN: it got everything.
carried() {
	check "Gemini $1: $(cat "$T/gemini-page.line")" \
	    cmp "$T/gemini-page.out" "$T/public/gemini${POST}index.gmi"
	check "Gemini $1 ends with close_notify" \
	    grep -qx close_notify "$T/gemini-page.log"
	check "Gopher $1: $(cat "$T/gopher-page.line")" \
	    cmp "$T/gopher-page.out" "$T/public/gopher${POST}index.txt"
	shows "a big ClientHello $1" hello "# Tags"
	shows "a long request $1" request "51 "
}

# One server with deadlines twelve times as short: a line of 3,600 bit/s is to
# it what 300 bit/s are to the one as shipped.
export PORT
serve 'timeouts: {handshake: 5s, request: 2500ms, stalled: 5s, rate: 360}'
HASTY=$SERVER
everything '--rate 3600 --rtt 50'
if own_namespaces; then
	# Nothing passes any more in the handshake, in the answer.
	line cut-hello '--cut 200' "$GEMINI" timeout 6 "$T/fetch" $SHORT
	line cut-page '--cut 1200' "$GOPHER" "$T/menu" "1$POST" \
	    timeout 6 curl -sS
fi

serve
line gemini '' "$GEMINI" "$T/s_client" $POST
line menu '' "$GOPHER" "$T/menu" "1$POST" curl -sS
line text '' "$GOPHER" "$T/menu" "0${POST}index.txt" curl -sS
isolated line lynx '' "$GOPHER" "$T/menu" "1$POST" lynx -dump -nolist
isolated line w3m '' "$GOPHER" "$T/menu" "0${POST}index.txt" w3m -dump
browsers='lynx w3m'
if own_namespaces && have tmux; then
	browsers="$browsers sacc bombadillo amfora"
	isolated line sacc '' "$GOPHER" "$T/screen" "$TITLE" \
	    sacc "gopher://$NAME/1$POST"
	for browser in bombadillo amfora; do
		isolated line $browser '' "$GEMINI" "$T/screen" "$TITLE" \
		    $browser "gemini://$NAME$POST"
	done
fi
wait_lines

within "Gemini, the whole fetch" gemini 6.5 "# $TITLE"
within "Gopher menu" menu 5 "i$TITLE"
within "Gopher text" text 3.5 "$TITLE"
for browser in $browsers; do
	if have "$browser"; then
		shows "$browser shows the post" "$browser" "$TITLE"
	else
		skip "$browser shows the post" "there is no $browser here"
	fi
done
carried "at the pace of 300 bit/s"

# A server's descriptors that are sockets, the workers' listeners left out.
held() {
	for pid in $(children "$1"); do
		ls -l "/proc/$pid/fd"
	done | grep -c 'socket:'
}

nothing_held() {
	[ "$(held "$HASTY")" -eq "$((2 * $(children "$HASTY" | wc -w)))" ]
}
if own_namespaces; then
	check "who stalls is closed at the deadline" wait_for 40 nothing_held
fi

# ---- one write ------------------------------------------------------------

# once NAME PORT PACKETS SECONDS COMMAND...: an answer that fits leaves in one
# segment with all that ends it, and no round trip is made twice.  A machine
# that sleeps for a round trip makes TCP repeat itself: three tries.
once() {
	once_name=$1 once_port=$2 once_packets=$3 once_seconds=$4
	shift 4
	for _ in 1 2 3; do
		line "$once_name" '--rate 10000000 --rtt 400 --mtu 1500' \
		    "$once_port" "$@"
		wait_lines
		if [ "$(field "$once_name" content)" = "$once_packets" ] &&
		    lasts "$once_name" "$once_seconds"; then
			return 0
		fi
		cat "$T/$once_name.line" "$T/$once_name.log"
	done
	return 1
}

if own_namespaces; then
	check "Gemini: handshake and answer, a segment each; 3 round trips" \
	    once gemini-once "$GEMINI" 2 1.25 "$T/s_client" $SHORT
	check "Gopher: one segment, two round trips" \
	    once gopher-once "$GOPHER" 1 0.85 "$T/menu" 1$SHORT curl -sS
fi
stop_server

# ---- 300 bit/s ------------------------------------------------------------

if [ -n "${SLOW:-}" ]; then
	serve
	PATIENCE=360
	everything '--rate 300'
	wait_lines
	carried "at 300 bit/s"
fi
finish
