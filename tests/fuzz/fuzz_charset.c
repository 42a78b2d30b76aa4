/* SPDX-License-Identifier: ISC */
/*
 * Other character sets: byte 0 chooses the set (or lets the first line name
 * it), byte 1 the language and the form.  Properties: what has been fitted is
 * in the letters of the set, so that encoding loses nothing; lines stay lines;
 * a post as a variant is a menu, or a text, as any other.
 */
#include <stdint.h>

#include "charset.h"
#include "outcheck.h"
#include "variant.h"
#include "whole_path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { SETS = 16, NAMED = SETS - 1 };

static const char *const set_names[SETS] = { "us-ascii", "iso-8859-1",
	"iso-8859-2", "iso-8859-7", "iso-8859-15", "koi8-u", "koi8-r",
	"windows-1251", "ibm850", "ibm437", "shift_jis", "euc-jp", "gb18030",
	"big5", "utf-8", NULL };
static const char *const languages[8] = { "en", "ro", "uk", "el", "fr", "de",
	"ja", "" };

static size_t
count(struct span text, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += text.p[i] == c;
	return n;
}

/* Text -> letters of the set -> bytes. */
static void
check_fit(struct charset *c, struct span text, struct span lang)
{
	struct buf fit;
	struct buf again;
	struct buf bytes;

	buf_init(&fit, WHOLE_PATH_LIMIT);
	buf_init(&again, WHOLE_PATH_LIMIT);
	buf_init(&bytes, WHOLE_PATH_LIMIT);
	charset_fit(c, &fit, text, lang);
	charset_fit(c, &again, buf_span(&fit), lang);
	charset_encode(c, &bytes, buf_span(&fit));
	require(buf_ok(&fit) && buf_ok(&again) && buf_ok(&bytes));
	require(utf8_valid(buf_span(&fit)));
	require(span_eq(buf_span(&fit), buf_span(&again)));
	require(count(buf_span(&fit), '?') == count(buf_span(&bytes), '?'));
	require(count(buf_span(&fit), '\n') == count(text, '\n'));
	require(count(buf_span(&bytes), '\n') == count(text, '\n'));
	require(count(buf_span(&fit), '\t') == count(text, '\t'));
	buf_release(&fit);
	buf_release(&again);
	buf_release(&bytes);
}

/* Nobody's links are at fault here but those that their author broke. */
static void
check_form(struct span out, bool is_menu, struct span charset)
{
	struct outcheck check = { .report = on_report, .pre = out };
	bool is_utf8 = span_eq(charset, SPAN("utf-8"));

	if (is_menu)
		outcheck_menu(out, is_utf8 ? 60 : 0, &check);
	else
		outcheck_text(out, is_utf8 ? 63 : 0, &check);
}

static void
check_variant(struct span charset, struct span body, const char *lang,
    bool is_menu, bool has_text_posts)
{
	struct markdown_source source = { .body = body,
		.first_line = 1,
		.file = "fuzz.md",
		.title = SPAN_INIT("Title") };
	struct variant variant = {
		.path = SPAN_INIT("other"), .charset = charset, .width = 60
	};
	struct render how = { .width = 67 };
	struct variant_writer writer;
	struct losses losses;
	struct doc doc;
	struct buf out;

	how.labels = labels_for(span_str(lang));
	losses_init(&losses);
	doc_init(&doc);
	buf_init(&out, WHOLE_PATH_LIMIT);
	if (markdown_parse(&doc, &source, &losses) == 0) {
		variant_writer_init(&writer, &variant);
		variant_write(
		    &writer, &doc, &how, is_menu, has_text_posts, &out);
		require(buf_ok(&out));
		check_form(buf_span(&out), is_menu, charset);
		variant_writer_release(&writer);
	}
	buf_release(&out);
	doc_release(&doc);
	losses_release(&losses);
}

/* By the index; each is kept, for opening its rules takes long. */
static struct charset *
known_set(size_t i)
{
	static struct charset *sets[SETS];

	if (sets[i] == NULL)
		sets[i] = charset_new(span_str(set_names[i]));
	require(sets[i] != NULL);
	return sets[i];
}

/* By the name that the text begins with, which is taken off. */
static struct charset *
named_set(struct span *text)
{
	struct span name;
	struct charset *c;

	if (!span_line(text, &name))
		return NULL;
	c = charset_new(name);
	if (c != NULL)
		require(charset_name(c).len > 0);
	return c;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct span text;
	const char *lang;
	struct charset *c;
	size_t set;

	if (len < 2)
		return 0;
	markdown_init();
	wrap_init();
	set = data[0] % SETS;
	lang = languages[data[1] & 7];
	text = span_make((const char *)data + 2, len - 2);
	c = set == NAMED ? named_set(&text) : known_set(set);
	if (c != NULL && utf8_valid(text))
		check_fit(c, text, span_str(lang));
	if (c != NULL && data[1] & 8)
		check_variant(
		    charset_name(c), text, lang, data[1] & 16, data[1] & 32);
	if (set == NAMED)
		charset_free(c);
	return 0;
}
