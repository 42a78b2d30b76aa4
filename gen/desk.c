/* SPDX-License-Identifier: ISC */
/*
 * Shared by the publisher's commands.
 */
#include "desk.h"

#include <sys/stat.h>

#include <errno.h>
#include <string.h>

#include "die.h"
#include "frontmatter.h"
#include "markdown.h"
#include "messages.h"
#include "messages_desk.h"
#include "pool.h"
#include "types.h"
#include "wrap.h"

void
desk_need_content(const char *content)
{
	struct stat st;

	if (stat(content, &st) != 0 || !S_ISDIR(st.st_mode))
		die(MSG_NO_CONTENT, content);
}

int
desk_open(struct desk *desk, const struct site_options *given)
{
	struct site_options options = *given;

	if (options.content == NULL)
		options.content = DESK_CONTENT;
	options.threads = pool_size();
	desk_need_content(options.content);
	memset(desk, 0, sizeof(*desk));
	desk->content = options.content;
	losses_init(&desk->losses);
	markdown_init();
	wrap_init();
	if (site_read(&desk->site, &options, &desk->losses) != 0 ||
	    site_link(&desk->site) != 0)
		return (-1);
	types_find(&desk->site);
	return (losses_count(&desk->losses, LOSS_ERROR) == 0 ? 0 : -1);
}

void
desk_release(struct desk *desk)
{
	site_release(&desk->site);
	losses_release(&desk->losses);
}

void
desk_print_loss(FILE *out, const struct loss *loss)
{
	static const char *const words[] = { [LOSS_ERROR] = "",
		[LOSS_WARNING] = MSG_WARNING,
		[LOSS_DROPPED] = MSG_LEFT_OUT,
		[LOSS_NOTE] = MSG_NOTE };

	if (loss->line > 0)
		(void)fprintf(out, "%s:%u: %s%s\n", loss->file, loss->line,
		    words[loss->kind], loss->message);
	else
		(void)fprintf(out, "%s: %s%s\n", loss->file, words[loss->kind],
		    loss->message);
}

void
desk_print_errors(struct desk *desk)
{
	size_t i;

	losses_sort(&desk->losses);
	for (i = 0; i < desk->losses.count; i++)
		if (desk->losses.item[i].kind == LOSS_ERROR)
			desk_print_loss(stderr, &desk->losses.item[i]);
}

unsigned
desk_find_line(struct span bytes, struct span needle)
{
	struct span yaml, body, line;
	unsigned number = 1, end;

	if (frontmatter_split(bytes, &yaml, &body, &end) != FRONTMATTER_YAML)
		return (1);
	while (number < end && span_line(&bytes, &line)) {
		if (span_search(line, needle) < line.len)
			return (number);
		number++;
	}
	return (1);
}

static bool
is_plain(struct span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (!ascii_is_alpha(text.p[i]) && !ascii_is_digit(text.p[i]) &&
		    strchr("/._-+,:@%", text.p[i]) == NULL)
			return (false);
	return (text.len > 0 && text.p[0] != '-');
}

void
desk_add_quoted(struct buf *b, struct span text)
{
	size_t i;

	if (is_plain(text)) {
		buf_span_add(b, text);
		return;
	}
	buf_char(b, '\'');
	for (i = 0; i < text.len; i++) {
		if (text.p[i] == '\'')
			buf_str(b, "'\\'");
		buf_char(b, text.p[i]);
	}
	buf_char(b, '\'');
}
