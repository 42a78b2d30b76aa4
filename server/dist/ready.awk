# SPDX-License-Identifier: ISC
# `make run`: turns bookmobiled's ready line into directions for a person.
/^ready / {
	gemini = gopher = ""
	for (i = 2; i <= NF; i++)
		if ($i ~ /^gemini:/) gemini = $i; else gopher = $i
	print ""
	print "The capsule is open:"
	print ""
	print "    " gemini
	print "    " gopher
	print ""
	print "Read it in a client, from another terminal:"
	print ""
	print "    amfora " gemini "      (or paste the address into Lagrange)"
	print "    lynx " gopher
	print "    curl " gopher
	print ""
	print "Ctrl-C here ends it."
	fflush()
	next
}
{ print; fflush() }
