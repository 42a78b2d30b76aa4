# SPDX-License-Identifier: ISC
# shellcheck shell=bash disable=SC2034,SC2154
# Sourced after lib.sh by the scripts that run bookmobiled: a small site, its
# certificate, the server on free ports of loopback, and the load generator.
# Whatever was started is stopped at the end.

page=/page-5k/ # with the port as long as the rivals' when targets were set

# end PID...: processes that this script started and that still run.
end()
{
    local pid
    for pid; do
        jobs -pr | grep -qx "$pid" || continue
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    done
}

clean_up()
{
    local running
    mapfile -t running < <(jobs -pr)
    end "${running[@]}"
    rm -rf "$tmp"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

if [ "$(nproc)" -ge 2 ]; then
    on_server=(taskset -c 0) on_client=(taskset -c 1)
else
    on_server=() on_client=()
fi

# get NAME LINE: the value in "… NAME=VALUE …", or "-".
get()
{
    local word
    for word in $2; do
        case $word in "$1="*) echo "${word#*=}"; return ;; esac
    done
    echo -
}

load() { "${on_client[@]}" "$bench/load" "$@"; }

site()
{
    local root=$tmp/public
    mkdir -p "$root/gemini$page" "$root/gopher$page" "$tmp/certs" || exit 1
    awk 'BEGIN { for (i = 0; i < 80; i++) printf "%-63s\n",
        "A line of the page, sixty-three bytes long, is line " i "." }' \
        >"$root/gemini${page}index.gmi"
    cp "$root/gemini${page}index.gmi" "$root/gopher${page}index.txt"
    echo '# Bench' >"$root/gemini/index.gmi"
    printf 'iBench\t\tx\t1\r\n' >"$root/gopher/gophermap"
    head -c 20000000 /dev/zero | tr '\0' x >"$root/gemini/big.txt"
    chmod -R a+rX "$root"
}

certificate()
{
    local pem=$tmp/certs/localhost.pem
    [ -e "$pem" ] && return
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout "$tmp/key.pem" -out "$tmp/cert.pem" -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -days 3650 2>/dev/null
    cat "$tmp/cert.pem" "$tmp/key.pem" >"$pem"
    chmod 600 "$pem"
}

# wait_ready FILE PID: the first line that begins with "ready", within 10 s.
wait_ready()
{
    local i
    for ((i = 0; i < 100; i++)); do
        grep -m 1 '^ready' "$1" 2>/dev/null && return
        kill -0 "$2" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

# port_of SCHEME LINE: the number in SCHEME://host:NUMBER/
port_of() { sed -n "s|.*$1://[^ ]*:\([0-9]*\)/.*|\1|p" <<<"$2"; }

# start_ours [LINE...]: with the lines as a server.yaml, else with options
# alone, which is bookmobiled as shipped.  Sets ours, gemini, gopher.
start_ours()
{
    local arguments=(--certs "$tmp/certs" --gemini 127.0.0.1:0
        --gopher 127.0.0.1:0 --host localhost "$tmp/public") line
    ours='' gemini='' gopher=''
    [ -x "$bookmobiled" ] || return 1
    if [ $# != 0 ]; then
        printf '%s\n' "root: $tmp/public" 'host: localhost' \
            "certs: $tmp/certs" 'gemini: {listen: ["127.0.0.1:0"]}' \
            'gopher: {listen: ["127.0.0.1:0"]}' "$@" >"$tmp/server.yaml"
        arguments=(-c "$tmp/server.yaml")
    fi
    rm -f "$tmp/ours.ready"
    "${on_server[@]}" "$bookmobiled" "${arguments[@]}" \
        >"$tmp/ours.ready" 2>"$tmp/ours.log" &
    ours=$!
    if ! line=$(wait_ready "$tmp/ours.ready" "$ours"); then
        tail -n 3 "$tmp/ours.log" | sed 's/^/    /'
        ours=''
        return 1
    fi
    gemini=$(port_of gemini "$line")
    gopher=$(port_of gopher "$line")
}
