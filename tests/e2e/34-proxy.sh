#!/bin/sh
# SPDX-License-Identifier: ISC
# PROXY headers, versions 1 and 2, before TLS and before a selector.
. "$(dirname "$0")/lib.sh"

make_plain
configure() {
	printf '%s\n' "root: $T/plain" "certs: $T/certs" \
	    'gemini: {listen: ["127.0.0.1:0"]}' \
	    'gopher: {listen: ["127.0.0.1:0"]}' \
	    "log: {to: $T/access.txt, addresses: whole}" "$@" \
	    >"$T/server.yaml"
}

cat >"$T/proxied.py" <<'EOP'
"""proxied.py PORT HEADER PIECES [gemini]: an answer behind a PROXY header."""
import socket
import ssl
import sys
import time

port, header, pieces = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
header = header.encode().decode("unicode_escape").encode("latin-1")
raw = socket.create_connection(("127.0.0.1", port), 10)
raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
step = pieces or len(header) or 1
request = b"/a.txt\r\n"
if len(sys.argv) > 4:
    request = f"gemini://localhost:{port}/a.txt\r\n".encode()
else:
    header += b"" if pieces else request
data = b""
try:
    for at in range(0, len(header), step):
        raw.sendall(header[at:at + step])
        if pieces:
            time.sleep(0.002)
    if len(sys.argv) > 4:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        raw = context.wrap_socket(raw, server_hostname="localhost")
        raw.sendall(request)
    elif pieces:
        raw.sendall(request)
    while piece := raw.recv(65536):
        data += piece
except OSError:
    pass
sys.stdout.buffer.write(data)
EOP

# answers NAME PORT HEADER PIECES ADDRESS [gemini]
answers() {
	: >"$T/access.txt"
	"$PYTHON" "$T/proxied.py" "$2" "$3" "$4" ${6:+"$6"} >"$T/reply"
	check "$1: answered" grep -qE 'one|plain text' "$T/reply"
	check "$1: logged as $5" wait_for 5 grep -q "^$5 " "$T/access.txt"
}
drops() {
	"$PYTHON" "$T/proxied.py" "$2" "$3" 0 >"$T/reply"
	check "$1: dropped" [ ! -s "$T/reply" ]
}

V1='PROXY TCP4 192.0.2.1 198.51.100.7 56324 1965\r\n'
V1_6='PROXY TCP6 2001:db8::1 2001:db8::2 56324 1965\r\n'
SIG='\r\n\r\n\x00\r\nQUIT\n'
V2=$SIG'\x21\x11\x00\x0c\xc0\x00\x02\x01\xc6\x33\x64\x07\xdc\x04\x07\xad'
V2_SUM=$SIG'\x21\x11\x00\x13\xc0\x00\x02\x01\xc6\x33\x64\x07\xdc\x04\x07\xad\x03\x00\x04'
LOCAL=$SIG'\x20\x00\x00\x00'

configure 'proxy: [127.0.0.0/8]'
start_as "$BOOKMOBILED" -c "$T/server.yaml" || finish
for pieces in 0 1 5; do
	answers "version 1, Gopher, pieces of $pieces" "$GOPHER_PORT" "$V1" \
	    "$pieces" 192.0.2.1
	answers "version 2, Gopher, pieces of $pieces" "$GOPHER_PORT" "$V2" \
	    "$pieces" 192.0.2.1
	answers "version 1, Gemini, pieces of $pieces" "$GEMINI_PORT" "$V1" \
	    "$pieces" 192.0.2.1 gemini
	answers "version 2, Gemini, pieces of $pieces" "$GEMINI_PORT" "$V2" \
	    "$pieces" 192.0.2.1 gemini
done
answers "IPv6" "$GOPHER_PORT" "$V1_6" 0 2001:db8::1
answers "a checksum" "$GOPHER_PORT" "$V2_SUM"'\xd0\x17\x78\x7c' 5 192.0.2.1
answers "UNKNOWN" "$GOPHER_PORT" 'PROXY UNKNOWN\r\n' 0 127.0.0.1
answers "LOCAL" "$GOPHER_PORT" "$LOCAL" 0 127.0.0.1
drops "a checksum that is wrong" "$GOPHER_PORT" "$V2_SUM"'\xd0\x17\x78\x7d'
drops "no header" "$GOPHER_PORT" ''
drops "a header that is none" "$GOPHER_PORT" 'PROXY TCP9 1 2 3 4\r\n'
drops "no TCP" "$GOPHER_PORT" 'PROXY TCP4 192.0.2.1 198.51.100.7 1\r\n'
stop_server

# Limits are those of the address in the header.
configure 'proxy: [127.0.0.1]' 'limits: {per_minute: 2}'
start_as "$BOOKMOBILED" -c "$T/server.yaml" || finish
second=$(cut -d. -f1 /proc/uptime)
[ $((60 - second % 60)) -ge 5 ] || sleep 5
for _ in 1 2 3; do
	"$PYTHON" "$T/proxied.py" "$GOPHER_PORT" "$V1" 0 >"$T/reply"
done
check "the reader behind the proxy is counted" grep -q '^3Too many' "$T/reply"
answers "another reader" "$GOPHER_PORT" "$V1_6" 0 2001:db8::1
stop_server

configure
start_as "$BOOKMOBILED" -c "$T/server.yaml" || finish
"$PYTHON" "$T/proxied.py" "$GOPHER_PORT" "$V1" 0 >"$T/reply"
check "who is no proxy is not believed" grep -q '^3' "$T/reply"
stop_server
finish
