#!/bin/sh
# SPDX-License-Identifier: ISC
# The sample capsule, built and served: every link in both protocols.
. "$(dirname "$0")/lib.sh"

build_sample && start_server "$T/public" || finish
report "$PYTHON" "$TOOLS/crawl.py" "$GEMINI_PORT" "$GOPHER_PORT" localhost
stop_server
check "the server ends with success" [ "$SERVER_STATUS" -eq 0 ]
finish
