#!/bin/bash
# SPDX-License-Identifier: ISC
# testssl.sh: what Debian's program of that name has to say about the TLS of
# bookmobiled as shipped, on loopback (two minutes).  Everything above "low"
# fails, but for what stands in `expected` with its reason.
# shellcheck disable=SC2154 # tmp and ours come from the libraries
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/server_lib.sh"

expected='
cert_chain_of_trust  self-signed: a reader remembers the certificate itself
cert_validityPeriod  valid until 2049: a new one would alarm all who know it
cert_revocation      nobody has issued it who could revoke it
engine_problem       the tester cannot try GOST; we do not offer it
'

# judge FILE: a line for each finding above "low"; fails on any other than these.
judge()
{
    python3 - "$1" "$expected" <<'EOF'
import json, sys
reasons = dict(line.split(None, 1) for line in sys.argv[2].splitlines() if line)
with open(sys.argv[1], encoding="utf-8") as file:
    findings = json.load(file)
by_id = {one["id"]: one for one in findings}
bad = 0
for one in findings:
    if one["severity"] in ("DEBUG", "INFO", "OK", "LOW"):
        continue
    reason = reasons.pop(one["id"], None)
    bad += reason is None
    print(f"  {'expected' if reason else 'FOUND':9}{one['severity']:9}"
          f"{one['id']}: {one['finding']}")
    if reason:
        print(f"  {'':18}{reason}")
for name in reasons:
    print(f"  no more  {name}: not found, so it need not be expected")
# A run that saw nothing has nothing to say.
for name, wanted in (("TLS1_3", "offered"), ("TLS1_2", "offered"),
                     ("TLS1_1", "not offered"), ("heartbleed", "not vuln"),
                     ("cert_keySize", "EC 256"), ("PFS", "offered")):
    found = by_id.get(name, {}).get("finding", "nothing")
    if not found.startswith(wanted):
        print(f"  FOUND    {name}: {found}, wanted {wanted}")
        bad += 1
print(f"{len(findings)} findings, {bad} above low that are not expected")
sys.exit(bad > 0 or len(findings) < 100)
EOF
}

command -v testssl >/dev/null || { say 'testssl.sh is not installed'; exit 1; }
site
start_ours || exit 1
say "testssl.sh $(dpkg-query -W -f '${Version}' testssl.sh) on bookmobiled" \
    'as shipped'
timeout 1200 testssl --warnings off --color 0 --nodns none --ip 127.0.0.1 \
    --jsonfile "$tmp/found.json" "localhost:$gemini" >"$tmp/testssl.out" 2>&1
judge "$tmp/found.json" || { tail -n 40 "$tmp/testssl.out"; exit 1; }
