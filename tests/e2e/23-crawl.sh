#!/bin/sh
# SPDX-License-Identifier: ISC
# The sample capsule, built and served: every link in both protocols.
. "$(dirname "$0")/lib.sh"

build_sample && start_server "$T/public" || finish
report "$PYTHON" "$TOOLS/crawl.py" "$GEMINI_PORT" "$GOPHER_PORT" localhost

# Each page says in which language it is.
for page in "en /" "ro /ro/" "uk /uk/"; do
	lang=${page%% *}
	path=${page#* }
	gemini get "$GEMINI_PORT" "gemini://localhost:$GEMINI_PORT$path" \
	    >"$T/page" 2>/dev/null || true
	check "$path is marked as $lang" \
	    grep -aq "^20 text/gemini; lang=$lang" "$T/page"
done
stop_server
check "the server ends with success" [ "$SERVER_STATUS" -eq 0 ]
finish
