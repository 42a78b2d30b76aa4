#!/bin/sh
# SPDX-License-Identifier: ISC
# The checkers of the other tests find what they are there to find.
. "$(dirname "$0")/lib.sh"

report "$PYTHON" "$TOOLS/selftest.py"
finish
