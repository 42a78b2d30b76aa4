/* SPDX-License-Identifier: ISC */
#include "wellknown.h"

void
wellknown_robots(struct buf *b)
{
	buf_str(b, "User-agent: *\nDisallow:\n");
}

void
wellknown_caps(struct buf *b, const struct capsule *capsule)
{
	buf_str(b,
	    "CAPS\n"
	    "CapsVersion=1\n"
	    "ExpireCapsAfter=3600\n"
	    "PathDelimeter=/\n"
	    "PathIdentity=.\n"
	    "PathParent=..\n"
	    "PathParentDouble=FALSE\n"
	    "PathKeepPreDelimeter=FALSE\n"
	    "ServerSoftware=bookmobiled\n"
	    "ServerDefaultEncoding=UTF-8\n");
	buf_printf(b, "ServerDescription=%.*s\n", SPAN_ARG(capsule->title));
	if (capsule->email.len > 0)
		buf_printf(b, "ServerAdmin=%.*s\n", SPAN_ARG(capsule->email));
}
