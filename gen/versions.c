/* SPDX-License-Identifier: ISC */
/*
 * Libraries are asked while they run: Debian replaces them below us.
 */
#include "versions.h"

#include <magic.h>
#include <sys/stat.h>
#include <unicode/uversion.h>
#include <yaml.h>

#include "hash.h"
#include "html.h"
#include "markdown.h"
#include "span.h"

#ifndef BOOKMOBILE_VERSION
#define BOOKMOBILE_VERSION "unknown"
#endif

static uint64_t
add_string(uint64_t hash, const char *text)
{
	return (hash_span(hash, span_str(text)));
}

uint64_t
versions_hash(void)
{
	uint64_t hash = add_string(HASH_SEED, BOOKMOBILE_VERSION);
	UVersionInfo icu;
	struct stat st;

	u_getVersion(icu);
	hash = hash_span(hash, span_make((const char *)icu, sizeof(icu)));
	hash = add_string(hash, markdown_library());
	hash = add_string(hash, yaml_get_version_string());
	hash = add_string(hash, html_library());
	hash = hash_number(hash, (uint64_t)magic_version());
	/* One version may have been compiled twice. */
	if (stat("/proc/self/exe", &st) == 0) {
		hash = hash_number(hash, (uint64_t)st.st_size);
		hash = hash_number(hash, (uint64_t)st.st_mtim.tv_sec);
		hash = hash_number(hash, (uint64_t)st.st_mtim.tv_nsec);
	}
	return (hash);
}
