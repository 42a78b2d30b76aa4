/* SPDX-License-Identifier: ISC */
/*
 * The variants of what was built: their bytes are read back into UTF-8 by ICU,
 * not by the code that wrote them, and held to the variant's own width.
 */
#include <stdint.h>
#include <stdlib.h>
#include <unicode/ucnv.h>

#include "charset.h"
#include "desk_check.h"
#include "die.h"
#include "messages_desk.h"
#include "outcheck.h"

/* What is looked at. */
struct variant_page {
	struct check *check;
	const char *file; /* of the page */
	struct span name; /* "gopher/ascii/a/gophermap" */
};

static void
report(void *ctx, unsigned line, const char *message)
{
	const struct variant_page *r = ctx;

	losses_add(&r->check->desk.losses, LOSS_ERROR, r->file, 0,
	    MSG_CHECK_FORM, r->name.p, line, message);
}

struct charset **
check_charsets_new(const struct capsule *capsule)
{
	const struct variant *variant;
	struct charset **charsets;
	size_t count = 0;

	for (variant = capsule->variants; variant != NULL;
	     variant = variant->next)
		count++;
	charsets = xcalloc(count + 1, sizeof(struct charset *));
	count = 0;
	for (variant = capsule->variants; variant != NULL;
	     variant = variant->next)
		charsets[count++] = variant->charset.len > 0
		    ? charset_new(variant->charset)
		    : NULL;
	return (charsets);
}

void
check_charsets_free(const struct capsule *capsule, struct charset **charsets)
{
	const struct variant *variant;
	size_t i = 0;

	for (variant = capsule->variants; variant != NULL;
	     variant = variant->next)
		charset_free(charsets[i++]);
	free(charsets);
}

/* Bytes of the charset as UTF-8; what is none of its bytes becomes U+FFFD. */
static void
add_decoded(struct buf *b, struct span bytes, const struct charset *charset)
{
	UErrorCode status = U_ZERO_ERROR;
	char *text;
	int32_t len;

	if (charset == NULL || bytes.len == 0) {
		buf_span_add(b, bytes);
		return;
	}
	len = ucnv_convert("UTF-8", charset_name(charset).p, NULL, 0, bytes.p,
	    (int32_t)bytes.len, &status);
	if (status != U_BUFFER_OVERFLOW_ERROR)
		return;
	text = xmalloc((size_t)len + 1);
	status = U_ZERO_ERROR;
	len = ucnv_convert("UTF-8", charset_name(charset).p, text, len + 1,
	    bytes.p, (int32_t)bytes.len, &status);
	if (!U_FAILURE(status))
		buf_span_add(b, span_make(text, (size_t)len));
	free(text);
}

static void
check_rendition(struct variant_page *r, const struct variant *variant,
    const struct charset *charset, struct span pre, bool is_menu)
{
	struct outcheck out = { .report = report, .ctx = r, .pre = pre };
	struct buf bytes, text;

	buf_init(&bytes, SIZE_MAX);
	buf_init(&text, SIZE_MAX);
	if (desk_read_built(r->check->folder, r->name.p, &bytes) == 0) {
		add_decoded(&text, buf_span(&bytes), charset);
		if (is_menu)
			outcheck_menu(buf_span(&text), variant->width, &out);
		else
			outcheck_text(
			    buf_span(&text), variant->width + 3, &out);
	}
	buf_release(&text);
	buf_release(&bytes);
}

void
check_variants(struct check *check, const struct built_page *page,
    struct span pre, const char *file, struct charset *const *charsets)
{
	struct arena *arena = &check->desk.site.arena;
	const struct variant *variant = check->desk.site.capsule.variants;
	struct variant_page r = { .check = check, .file = file };
	struct buf fitted;
	size_t i;

	buf_init(&fitted, SIZE_MAX);
	for (i = 0; variant != NULL; variant = variant->next, i++) {
		/* Preformatted lines in the letters that the variant has. */
		buf_reset(&fitted);
		if (charsets[i] != NULL)
			charset_fit(charsets[i], &fitted, pre, page->lang);
		else
			buf_span_add(&fitted, pre);
		r.name = arena_printf(arena, "gopher/%.*s%.*sgophermap",
		    SPAN_ARG(variant->path), SPAN_ARG(page->path));
		check_rendition(
		    &r, variant, charsets[i], buf_span(&fitted), true);
		r.name = arena_printf(arena, "gopher/%.*s%.*sindex.txt",
		    SPAN_ARG(variant->path), SPAN_ARG(page->path));
		check_rendition(
		    &r, variant, charsets[i], buf_span(&fitted), false);
	}
	buf_release(&fitted);
}
