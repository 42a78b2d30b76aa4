# SPDX-License-Identifier: ISC
# `make run`: turns bookmobiled's ready line into directions for a person.
# (sed -u, because Debian's awk waits for a full buffer.)
s|^ready \(gemini://[^ ]*\) \(gopher://[^ ]*\)$|\
The capsule is open:\
\
    \1\
    \2\
\
Read it in a client, from another terminal:\
\
    amfora \1      (or paste the address into Lagrange)\
    lynx \2\
    curl \2\
\
Ctrl-C here ends it.|
