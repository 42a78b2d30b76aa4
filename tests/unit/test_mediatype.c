/* SPDX-License-Identifier: ISC */
/* Media types: server/base/mediatype.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mediatype.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
goes_by_the_suffix_of_the_last_segment(void **state)
{
	static const struct {
		const char *path;
		const char *type;
	} row[] = { { "7z.7z", "application/x-7z-compressed" }, /* first row */
		{ "a.zst", "application/zstd" },		/* last row */
		{ "/a/index.gmi", "text/gemini" },
		{ "INDEX.GMI", "text/gemini" }, /* letter case */
		{ "a.tar.gz", "application/gzip" },
		{ "photo.JPEG", "image/jpeg" }, { "/a.xml", "text/xml" },
		{ "/x/atom.xml", "application/atom+xml" },
		{ "a.docx",
		    "application/vnd.openxmlformats-officedocument."
		    "wordprocessingml.document" },
		{ "README", NULL },			   /* no suffix */
		{ "/a.gmi/b", NULL },			   /* of a folder */
		{ "/x/.png", NULL },			   /* a hidden file */
		{ "a.", NULL }, { "a.abcdefghijk", NULL }, /* long */
		{ "", NULL } };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		const char *got = mediatype_by_suffix(span_str(row[i].path));

		if (row[i].type == NULL)
			assert_null(got);
		else if (got == NULL)
			fail_msg("%s has no type", row[i].path);
		else
			assert_string_equal(got, row[i].type);
	}
}

/* The digest's "suggested map"; HTML is '0', never 'h'. */
static void
gives_each_type_its_gopher_item_type(void **state)
{
	static const struct {
		const char *suffixes;
		char type;
	} row[] = { { "txt md c py sh json csv xml svg atom gmi html htm css",
			'0' },
		{ "gif", 'g' }, { "png jpg jpeg webp bmp tif", 'I' },
		{ "mp3 ogg opus wav flac mid", 's' },
		{ "mp4 webm mkv pdf epub iso bin odt", '9' },
		{ "zip gz tgz tar bz2 xz 7z", '5' } };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct span rest = span_str(row[i].suffixes);
		struct span suffix;

		while (span_cut(&rest, ' ', &suffix)) {
			char name[16];
			const char *type;

			snprintf(
			    name, sizeof(name), "a.%.*s", SPAN_ARG(suffix));
			type = mediatype_by_suffix(span_str(name));
			assert_non_null(type);
			assert_true(mediatype_is_valid(span_str(type)));
			if (mediatype_gopher(span_str(type)) != row[i].type)
				fail_msg("%s", name);
			assert_int_equal(mediatype_is_text(span_str(type)),
			    row[i].type == '0');
		}
	}
	assert_int_equal(
	    mediatype_gopher(SPAN("Text/Plain; charset=utf-8")), '0');
	assert_int_equal(mediatype_gopher(SPAN("")), '9');
}

static void
tells_valid_types_from_others(void **state)
{
	static const struct {
		const char *type;
		bool ok;
	} row[] = { { "text/gemini", true }, { "text/gemini; lang=en", true },
		{ "text/gemini;lang=\"en,fr\"; charset=utf-8", true },
		{ "text/x; a=\"b\\\"c\"", true }, /* quoted pair */
		{ "text", false }, { "text/", false }, { "/gemini", false },
		{ "text/a/b", false },
		{ "text/gemini;", false }, /* trailing ';' */
		{ "text/gemini; lang", false }, { "text/gemini; lang=", false },
		{ "text/gemini; lang=en,fr", false }, /* no token */
		{ "text/gemini; a=\"b", false },      /* open quote */
		{ "text/gemini; a=\"b\\", false },
		{ "text/gemini; a=\"b\r\n\"", false },
		{ "text/gem\nini", false }, { "text/gemini\r\n", false },
		{ "text/gemini lang=en", false }, { "", false } };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		if (mediatype_is_valid(span_str(row[i].type)) != row[i].ok)
			fail_msg("\"%s\"", row[i].type);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goes_by_the_suffix_of_the_last_segment),
		cmocka_unit_test(gives_each_type_its_gopher_item_type),
		cmocka_unit_test(tells_valid_types_from_others)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
