/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile check`: everything that is wrong with a capsule, where, and what
 * to do about it.
 */
#include "desk_check.h"

#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "messages_content.h"
#include "messages_desk.h"
#include "messages_settings.h"

/* What `build` says in passing is told with its remedy here. */
static const struct {
	struct span begins;
	const char *remedy;
} remedies[] = {
	{ SPAN_INIT(MSG_LINK_NOTHING_HEAD), MSG_CHECK_MEND_LINK },
	{ SPAN_INIT(MSG_LINK_DRAFT_HEAD), MSG_CHECK_MEND_DRAFT },
	{ SPAN_INIT(MSG_LINK_WEBSITE_HEAD), MSG_CHECK_MEND_WEBSITE },
	{ SPAN_INIT(MSG_LINK_PAST_HEAD), MSG_CHECK_MEND_PAST },
};
/* These lead somewhere too, and say the same then. */
static const struct span keys[] = { SPAN_INIT("navigation: "),
	SPAN_INIT("translations: ") };

/* The line of the alias that a message is about. */
static unsigned
alias_line(struct desk *desk, const struct loss *loss)
{
	struct span rest = span_str(loss->message), path;
	size_t skip = strlen(desk->content) + 1;
	unsigned line = loss->line;
	struct buf bytes;

	(void)span_cut(&rest, ' ', &path);
	(void)span_cut(&rest, ' ', &path);
	while (path.len > 0 && path.p[0] == '/')
		path = span_skip(path, 1);
	while (path.len > 0 && path.p[path.len - 1] == '/')
		path.len--;
	buf_init(&bytes, PAGE_MAX_SOURCE);
	if (path.len > 0 && strlen(loss->file) > skip &&
	    site_load(&desk->site, span_str(loss->file + skip), &bytes) == 0)
		line = desk_find_line(buf_span(&bytes), path);
	buf_release(&bytes);
	return (line);
}

static void
mend_loss(struct desk *desk, struct loss *loss)
{
	struct span message = span_str(loss->message), said = message;
	struct buf b;
	size_t i;

	if (span_starts(message, SPAN("aliases: ")))
		loss->line = alias_line(desk, loss);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (span_starts(message, keys[i]))
			said = span_skip(message, keys[i].len);
	for (i = 0; i < sizeof(remedies) / sizeof(remedies[0]); i++) {
		if (!span_starts(said, remedies[i].begins))
			continue;
		buf_init(&b, SIZE_MAX);
		buf_span_add(&b, message);
		buf_str(&b, remedies[i].remedy);
		free(loss->message);
		loss->message = buf_detach(&b, NULL);
		return;
	}
}

int
check_all(struct check *check, const struct desk_temp *temp)
{
	const struct site_options published = { 0 };
	struct desk *desk = &check->desk;
	size_t i;
	int result;

	map_init(&check->linked);
	check->folder = temp->name;
	result = desk_open(desk, &published);
	if (result == 0) {
		check_sources(check);
		check_terms(check);
		result = desk_build(desk, temp);
	}
	if (result == 0)
		check_built(check);
	losses_sort(&desk->losses);
	for (i = 0; i < desk->losses.count; i++)
		mend_loss(desk, &desk->losses.item[i]);
	losses_sort(&desk->losses);
	return (result);
}

int
check_status(const struct check *check, bool is_strict)
{
	const struct losses *losses = &check->desk.losses;

	return (losses_count(losses, LOSS_ERROR) > 0 ||
		    (is_strict && losses_count(losses, LOSS_WARNING) > 0)
		? 1
		: 0);
}

void
check_print(const struct check *check, bool is_built)
{
	const struct losses *losses = &check->desk.losses;
	size_t errors = losses_count(losses, LOSS_ERROR);
	size_t warnings = losses_count(losses, LOSS_WARNING);
	size_t i;

	for (i = 0; i < losses->count; i++)
		desk_print_loss(stdout, &losses->item[i]);
	(void)fflush(stdout);
	if (errors + warnings == 0 && is_built)
		(void)fprintf(stderr, MSG_CHECK_CLEAN);
	else if (errors + warnings > 0)
		(void)fprintf(stderr, MSG_CHECK_COUNTS, errors, warnings);
}

void
check_release(struct check *check)
{
	map_release(&check->linked);
	desk_release(&check->desk);
}

static int
run(bool is_strict, bool is_json)
{
	struct check check = { 0 };
	struct desk_temp temp;
	struct buf b;
	int result;
	bool is_built;

	desk_temp_init(&temp);
	result = check_all(&check, &temp);
	is_built = result == 0;
	if (check_status(&check, is_strict) != 0)
		result = -1;
	if (is_json) {
		buf_init(&b, SIZE_MAX);
		desk_json_losses(&b, NULL, &check.desk.losses);
		json_print(&b);
		buf_release(&b);
	} else {
		check_print(&check, is_built);
	}
	check_release(&check);
	desk_temp_release(&temp);
	return (result == 0 ? 0 : 1);
}

int
check_main(int argc, char **argv)
{
	bool is_strict = false, is_json = false, has_external = false;
	int id;

	while ((id = command_next("check", argc, argv)) != -1) {
		if (id == 's')
			is_strict = true;
		else if (id == 'j')
			is_json = true;
		else if (id == 'e')
			has_external = true;
		else
			return (command_usage("check"));
	}
	if (argc != optind)
		return (command_usage("check"));
	return (
	    has_external ? check_external(is_json) : run(is_strict, is_json));
}
