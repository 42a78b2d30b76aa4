#!/bin/sh
# SPDX-License-Identifier: ISC
# Sockets from systemd, notices to it, and the units.
. "$(dirname "$0")/lib.sh"

make_plain
cat >"$T/activate.py" <<'EOP'
"""activate.py NAMES COMMAND...: as systemd does, with two listening sockets;
the ports and what is notified go to standard error."""
import os
import socket
import sys
import threading

held = []
for _ in range(2):
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    sock.listen(64)
    held.append(sock)
notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notices.bind(b"\0bookmobile-%d" % os.getpid())
os.environ["NOTIFY_SOCKET"] = "@bookmobile-%d" % os.getpid()
pid = os.fork()
if pid == 0:
    fds = [os.dup(sock.fileno()) for sock in held]
    copies = [os.dup(fd) for fd in fds]
    for at, fd in enumerate(copies):
        os.dup2(fd, 3 + at, inheritable=True)
    os.environ["LISTEN_PID"] = str(os.getpid())
    os.environ["LISTEN_FDS"] = "2"
    os.environ["LISTEN_FDNAMES"] = sys.argv[1]
    os.execv(sys.argv[2], sys.argv[2:])
print("ports", *(sock.getsockname()[1] for sock in held), "pid", pid,
      file=sys.stderr, flush=True)


def listen():
    while True:
        print("notice", notices.recv(4096).decode().split("\n")[0],
              file=sys.stderr, flush=True)


threading.Thread(target=listen, daemon=True).start()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
EOP

cat >"$T/server.yaml" <<EOF2
root: $T/plain
certs: $T/certs
EOF2
start_as "$PYTHON" "$T/activate.py" gopher:gemini "$BOOKMOBILED" \
    -c "$T/server.yaml" || finish
# shellcheck disable=SC2046 # words are wanted
set -- $(sed -n 's/^ports //p' "$SERVER_LOG")
check "the sockets' ports are used, by their names" \
    [ "$GOPHER_PORT $GEMINI_PORT" = "$1 $2" ]
PID=$4
gopher get "$1" /a.txt >"$T/reply"
check "Gopher answers" grep -q one "$T/reply"
gemini get "$2" "gemini://localhost:$2/" >"$T/reply" 2>/dev/null
check "Gemini answers" grep -q '^# Home' "$T/reply"
noticed() {
	[ "$(grep -c "^notice $1" "$SERVER_LOG")" -ge "$2" ]
}
check "READY=1" wait_for 5 noticed READY=1 1
kill -HUP "$PID"
check "RELOADING=1" wait_for 5 noticed RELOADING=1 1
check "READY=1 again" wait_for 5 noticed READY=1 2
gopher get "$1" /a.txt >"$T/reply"
check "the sockets stay" grep -q one "$T/reply"
kill -TERM "$PID"
check "STOPPING=1" wait_for 5 noticed STOPPING=1 1
check "it ends" wait_for 10 is_gone "$PID"

# By the port that the configuration gives, when the names say nothing.
refuse "a socket that is for nobody is an error" "$PYTHON" "$T/activate.py" \
    a:b "$BOOKMOBILED" -c "$T/server.yaml"
cp "$T/check.out" "$T/fails.txt"
check "and says what to do" grep -q FileDescriptorName= "$T/fails.txt"

DIST=$SRC/server/dist
if have systemd-analyze; then
	exposure=$(systemd-analyze security --offline=true \
	    "$DIST/bookmobiled.service" 2>/dev/null |
	    sed -n 's/.*exposure level.*: \([0-9.]*\).*/\1/p')
	note "exposure $exposure"
	check "the unit's exposure is 1.5 at most" \
	    awk -v e="${exposure:-10}" 'BEGIN { exit !(e <= 1.5) }'
else
	skip "the unit's exposure is 1.5 at most" "no systemd-analyze"
fi
sed "s|^root:.*|root: $T/plain|; s|^certs:.*|certs: $T/certs|" \
    "$DIST/server.yaml" >"$T/sample.yaml"
check "the sample configuration has no error" "$BOOKMOBILED" \
    -c "$T/sample.yaml" -n
finish
