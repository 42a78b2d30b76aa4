#!/bin/sh
# SPDX-License-Identifier: ISC
# `make run`: two addresses, whoever runs it and wherever it stands.
. "$(dirname "$0")/lib.sh"

BUILT=${BOOKMOBILED%/bin/*}
BUILD=${BUILT##*/}
if [ "$BUILT" != "$SRC/build/$BUILD" ] || [ ! -f "$SRC/Makefile" ]; then
	skip_all "the programs were not built by this Makefile"
fi
have make || skip_all "there is no make here"
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS 2>/dev/null || true

# copy FOLDER: the repository as a user has it, with what is built already, so
# that nothing is compiled again.
copy() {
	mkdir -p "$1/build/$BUILD"
	(cd "$SRC" && tar -cf - --exclude='*.pem' Makefile LICENSE README.md \
	    server gen content tests certs) | tar -xf - -C "$1"
	[ ! -f "$SRC/build/packages.mk" ] ||
	    cp -p "$SRC/build/packages.mk" "$1/build/"
	for part in "$BUILT"/*; do
		case ${part##*/} in
		unit | replay | fuzz) ;;
		*) cp -Rp "$part" "$1/build/$BUILD/" ;;
		esac
	done
	chmod -R go= "$1"
}

# run_make NAME FOLDER COMMAND...: `make run` in its own process group with
# SIGINT as a terminal's programs have it; what it prints is in $RUN_OUT.
run_make() {
	RUN_OUT=$T/run-$1.log
	run_folder=$2
	shift 2
	: >"$RUN_OUT"
	(
		cd "$run_folder" || exit 1
		umask 077
		exec env --default-signal=INT setsid "$@" make run BUILD="$BUILD" \
		    GEMINI="${RUN_GEMINI:-0}" GOPHER="${RUN_GOPHER:-0}"
	) >"$RUN_OUT" 2>&1 </dev/null &
	RUN=$!
	PIDS="$PIDS $RUN"
}

is_open() {
	grep -q '^ *gopher://' "$RUN_OUT" || ! is_running "$RUN"
}

# The processes of the run's session, zombies left out.
group() {
	ps -s "$RUN" -o stat=,pid=,args= | grep -v '^Z' || true
}

group_is_gone() {
	[ -z "$(group)" ]
}

# page NAME: the run is up, both addresses are printed and answer; Ctrl-C.
page() {
	if ! wait_for 20 is_open || ! is_running "$RUN"; then
		fail "$1: make run opens the capsule"
		kill -KILL "-$RUN" 2>/dev/null || true
		return 0
	fi
	ok "$1: make run opens the capsule"
	gem=$(sed -n 's|^ *gemini://localhost:\([0-9]*\)/.*|\1|p' "$RUN_OUT")
	gop=$(sed -n 's|^ *gopher://localhost:\([0-9]*\)/.*|\1|p' "$RUN_OUT")
	gemini get "$gem" "gemini://localhost:$gem/" >"$T/home.gmi" \
	    2>/dev/null || true
	check "$1: the Gemini address works" grep -aq '^# Occupy Library' \
	    "$T/home.gmi"
	check "$1: the Gopher address works" \
	    sh -c "curl -sS 'gopher://localhost:$gop/' | grep -q '^i'"
	kill -INT "-$RUN"
	check "$1: Ctrl-C ends everything" wait_for 15 group_is_gone
	group | sed 's/^/# /'
	kill -KILL "-$RUN" 2>/dev/null || true
}

copy "$T/here"
run_make first "$T/here"
page "with umask 077 in a closed folder"
check "the certificate stands in certs/" [ -s "$T/here/certs/localhost.pem" ]
check "the certificate is closed to others" \
    [ "$(stat -c %a "$T/here/certs/localhost.pem" || true)" = 600 ]
check "nothing is written beside build/ and certs/" \
    [ "$(cd "$T/here" && ls | sort | tr '\n' ' ')" = \
    "LICENSE Makefile README.md build certs content gen server tests " ]

# Again, with what is there already.
before=$(sha256sum "$T/here/certs/localhost.pem" || true)
run_make again "$T/here"
page "a second time"
check "the certificate is the same" \
    [ "$(sha256sum "$T/here/certs/localhost.pem")" = "$before" ]

# A port that is taken: the message names the variable to set.
"$PYTHON" -c 'import socket, sys, time
both = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(s.getsockname()[1] for s in both), flush=True)
time.sleep(100)' >"$T/taken" &
PIDS="$PIDS $!"
wait_for 10 [ -s "$T/taken" ]
read -r one two <"$T/taken"
for which in GEMINI GOPHER; do
	case $which in
	GEMINI) RUN_GEMINI=$one RUN_GOPHER=0 ;;
	GOPHER) RUN_GEMINI=0 RUN_GOPHER=$two ;;
	esac
	run_make "taken-$which" "$T/here"
	if ! wait_for 20 group_is_gone; then
		kill -KILL "-$RUN"
	fi
	status=0
	wait "$RUN" || status=$?
	check "a taken port fails ($which)" [ "$status" -ne 0 ]
	check "a taken port names the variable ($which)" grep -q "$which=" \
	    "$RUN_OUT"
done
RUN_GEMINI=0 RUN_GOPHER=0

# A package is missing and there is no sudo: what root must run is printed.
mkdir "$T/fake"
cat >"$T/fake/dpkg-query" <<'EOF'
#!/bin/sh
for last; do :; done
[ "$last" != libev-dev ] || exit 1
echo installed
EOF
cat >"$T/fake/id" <<'EOF'
#!/bin/sh
case $1 in -u) echo 1000 ;; -un) echo someone ;; *) echo 1000 ;; esac
EOF
chmod 755 "$T/fake/dpkg-query" "$T/fake/id"
# Everything of the usual folders but sudo.
mkdir "$T/path"
for folder in /usr/local/bin /usr/bin /bin /usr/sbin /sbin; do
	for program in "$folder"/*; do
		name=${program##*/}
		[ "$name" = sudo ] || [ -e "$T/path/$name" ] ||
		    ln -s "$program" "$T/path/$name"
	done
done
run_make missing "$T/here" env PATH="$T/fake:$T/path"
wait_for 20 group_is_gone || kill -KILL "-$RUN"
status=0
wait "$RUN" || status=$?
check "a missing package without sudo fails" [ "$status" -ne 0 ]
check "it prints the line that root must run" \
    grep -q 'apt-get.*install.*libev-dev' "$RUN_OUT"
refuse "it names no package that is there" grep -q libyaml-dev "$RUN_OUT"

# With a sudo that is refused: the same line.
cat >"$T/fake/sudo" <<'EOF'
#!/bin/sh
echo "sudo: a password is required" >&2
exit 1
EOF
chmod 755 "$T/fake/sudo"
run_make refused "$T/here" env PATH="$T/fake:$T/path"
wait_for 20 group_is_gone || kill -KILL "-$RUN"
status=0
wait "$RUN" || status=$?
check "a refused sudo fails" [ "$status" -ne 0 ]
check "a refused sudo prints the line for root" \
    grep -q 'apt-get.*install.*libev-dev' "$RUN_OUT"

if ! is_root; then
	note "not root: the tests above were those of an ordinary user"
elif ! have setpriv; then
	skip "make run as an ordinary user" "there is no setpriv"
else
	chmod 711 "$T"
	mkdir -m 700 "$T/home"
	copy "$T/home/there"
	rm -rf "$T/home/there/build/public"
	chown -hR "$ORDINARY:$ORDINARY" "$T/home"
	run_make ordinary / setpriv --reuid "$ORDINARY" --regid "$ORDINARY" \
	    --clear-groups env HOME="$T/home" PATH=/usr/local/bin:/usr/bin:/bin \
	    sh -c "cd '$T/home/there' && exec \"\$@\"" sh
	page "as an ordinary user"
fi
finish
