/* SPDX-License-Identifier: ISC */
/*
 * `bookmobile report`: what the capsule costs its readers.
 */
#include <getopt.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "desk.h"
#include "die.h"
#include "json.h"
#include "messages_desk.h"
#include "wire.h"

/* Rows of the table of largest pages, columns of its bars, and lines of a list
 * of which all is elsewhere. */
#define LARGEST 10
#define BAR 12
#define FEW 10

struct row {
	struct span path;
	uint64_t gemtext, menu, text; /* bytes of the files */
	struct wire_cost cost[3];     /* gemini, menu, text */
};

struct report {
	struct desk *desk;
	struct row *row;
	size_t rows;
	struct row total;
};

static const char *const cost_names[] = { "gemini", "menu", "text" };

static void
add_cost(struct wire_cost *to, const struct wire_cost *cost)
{
	to->up += cost->up;
	to->down += cost->down;
	to->round_trips += cost->round_trips;
}

static void
add_row(void *ctx, const struct built_page *r)
{
	struct report *report = ctx;
	const struct capsule *capsule = &report->desk->site.capsule;
	struct row *row, *total = &report->total;
	int i;

	if ((report->rows & (report->rows + 1)) == 0)
		report->row = xreallocarray(
		    report->row, (report->rows + 1) * 2, sizeof(*report->row));
	row = &report->row[report->rows++];
	memset(row, 0, sizeof(*row));
	row->path = arena_copy(&report->desk->site.arena, r->path);
	row->gemtext = r->gemtext.len;
	row->menu = r->menu.len;
	row->text = r->text.len;
	if (r->gemtext.len > 0)
		row->cost[0] = wire_gemini(
		    capsule->host, r->path, r->lang, r->gemtext.len);
	if (r->menu.len > 0)
		row->cost[1] = wire_menu(
		    capsule->host, capsule->gopher_port, r->path, r->menu);
	if (r->text.len > 0)
		row->cost[2] = wire_text(r->path, r->text.len);
	total->gemtext += row->gemtext;
	total->menu += row->menu;
	total->text += row->text;
	for (i = 0; i < 3; i++)
		add_cost(&total->cost[i], &row->cost[i]);
}

/* Over Gemini, or as a menu where only Gopher has the page. */
static const struct wire_cost *
main_cost(const struct row *row)
{
	return (&row->cost[row->cost[0].round_trips > 0 ? 0 : 1]);
}

static int
largest_first(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	uint64_t bytes_x = wire_bytes(main_cost(x));
	uint64_t bytes_y = wire_bytes(main_cost(y));

	if (bytes_x != bytes_y)
		return (bytes_x > bytes_y ? -1 : 1);
	return (span_cmp(x->path, y->path));
}

/* --- JSON -------------------------------------------------------------------- */

static void
json_cost(struct buf *b, const char *key, const struct wire_cost *cost)
{
	int i;

	json_open(b, key, '{');
	json_number(b, "up", cost->up);
	json_number(b, "down", cost->down);
	json_number(b, "round_trips", cost->round_trips);
	json_open(b, "seconds", '{');
	for (i = 0; i < WIRE_LINES; i++)
		json_decimal(
		    b, wire_lines[i].name, wire_seconds(cost, &wire_lines[i]));
	json_close(b, '}');
	json_close(b, '}');
}

static void
json_row(struct buf *b, const char *key, const struct row *row)
{
	int i;

	json_open(b, key, '{');
	if (row->path.len > 0)
		json_text(b, "path", row->path);
	json_number(b, "gemtext", row->gemtext);
	json_number(b, "gophermap", row->menu);
	json_number(b, "plain", row->text);
	for (i = 0; i < 3; i++)
		if (row->cost[i].round_trips > 0)
			json_cost(b, cost_names[i], &row->cost[i]);
	json_close(b, '}');
}

static void
json_terms(struct buf *b, const struct terms *terms)
{
	static const char *const words[TERM_KINDS] = { "categories", "tags",
		"authors" };
	const struct term *term;
	size_t i;
	int kind;

	json_open(b, "terms", '{');
	for (kind = 0; kind < TERM_KINDS; kind++) {
		json_open(b, words[kind], '[');
		for (i = 0; i < terms->count[kind]; i++) {
			term = terms->item[kind][i];
			if (!term->has_page)
				continue;
			json_open(b, NULL, '{');
			json_text(b, "name", term->name);
			json_text(b, "path", term->path);
			json_number(b, "posts", term->posts);
			json_close(b, '}');
		}
		json_close(b, ']');
	}
	json_close(b, '}');
}

void
desk_json_losses(struct buf *b, const char *key, const struct losses *losses)
{
	static const char *const words[] = { [LOSS_ERROR] = "error",
		[LOSS_WARNING] = "warning",
		[LOSS_DROPPED] = "left out",
		[LOSS_NOTE] = "note" };
	size_t i;

	json_open(b, key, '[');
	for (i = 0; i < losses->count; i++) {
		json_open(b, NULL, '{');
		json_text(b, "file", span_str(losses->item[i].file));
		json_number(b, "line", losses->item[i].line);
		json_text(b, "kind", span_str(words[losses->item[i].kind]));
		json_text(b, "message", span_str(losses->item[i].message));
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void
print_json(const struct report *report)
{
	struct buf b;
	size_t i;

	buf_init(&b, SIZE_MAX);
	json_open(&b, NULL, '{');
	json_row(&b, "total", &report->total);
	json_open(&b, "pages", '[');
	for (i = 0; i < report->rows; i++)
		json_row(&b, NULL, &report->row[i]);
	json_close(&b, ']');
	json_terms(&b, &report->desk->site.terms);
	desk_json_losses(&b, "losses", &report->desk->losses);
	json_close(&b, '}');
	json_print(&b);
	buf_release(&b);
}

/* --- text -------------------------------------------------------------------- */

static void
print_lines(FILE *out, const struct report *report)
{
	struct wire_cost mean;
	uint64_t pages;
	int i, j;

	(void)fprintf(out, MSG_REPORT_AVERAGE);
	for (j = 0; j < WIRE_LINES; j++)
		(void)fprintf(out, " %8s", wire_lines[j].name);
	(void)fprintf(out, "\n");
	for (i = 0; i < 3; i++) {
		for (pages = 0, j = 0; (size_t)j < report->rows; j++)
			pages += report->row[j].cost[i].round_trips > 0;
		if (pages == 0)
			continue;
		mean = report->total.cost[i];
		mean.up /= pages;
		mean.down /= pages;
		mean.round_trips /= (unsigned)pages;
		(void)fprintf(out, "%-22s %7llu %6u", cost_names[i],
		    (unsigned long long)wire_bytes(&mean), mean.round_trips);
		for (j = 0; j < WIRE_LINES; j++)
			(void)fprintf(out, " %6.1f s",
			    wire_seconds(&mean, &wire_lines[j]));
		(void)fprintf(out, "\n");
	}
}

/* Bars only where somebody looks at them. */
static void
print_bar(FILE *out, uint64_t value, uint64_t most)
{
	uint64_t i, filled = most > 0 ? (value * BAR + most - 1) / most : 0;
	bool has_blocks = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

	if (!isatty(STDOUT_FILENO))
		return;
	(void)fprintf(out, "  ");
	for (i = 0; i < BAR; i++)
		(void)fputs(i >= filled ? " "
			: has_blocks	? "\xe2\x96\x88"
					: "#",
		    out);
}

static void
print_bytes(FILE *out, const struct wire_cost *cost)
{
	if (cost->round_trips > 0)
		(void)fprintf(
		    out, "%7llu ", (unsigned long long)wire_bytes(cost));
	else
		(void)fprintf(out, "      - ");
}

static void
print_largest(FILE *out, const struct report *report)
{
	uint64_t most =
	    report->rows > 0 ? wire_bytes(main_cost(&report->row[0])) : 0;
	const struct row *row;
	size_t i;
	int j;

	(void)fprintf(out, MSG_REPORT_LARGEST);
	for (i = 0; i < report->rows && i < LARGEST; i++) {
		row = &report->row[i];
		for (j = 0; j < 3; j++)
			print_bytes(out, &row->cost[j]);
		(void)fprintf(out, "%4.1f s",
		    wire_seconds(main_cost(row), &wire_lines[2]));
		print_bar(out, wire_bytes(main_cost(row)), most);
		(void)fprintf(out, "  %.*s\n", SPAN_ARG(row->path));
	}
}

/* Most posts first, then as the lists have them. */
static int
most_first(const void *a, const void *b)
{
	const struct term *const *x = a, *const *y = b;

	if ((*x)->posts != (*y)->posts)
		return ((*x)->posts > (*y)->posts ? -1 : 1);
	return (span_cmp((*x)->fold, (*y)->fold));
}

static void
print_kind(FILE *out, const char *words, struct term *const *item, size_t count)
{
	const struct term **shown = xcalloc(count + 1, sizeof(struct term *));
	struct buf label;
	size_t i, pages = 0;

	for (i = 0; i < count; i++)
		if (item[i]->has_page)
			shown[pages++] = item[i];
	if (pages > 0)
		(void)fprintf(out, "\n%s\n", words);
	if (pages > FEW)
		qsort(shown, pages, sizeof(struct term *), most_first);
	buf_init(&label, 65536);
	for (i = 0; i < pages && i < FEW; i++) {
		buf_reset(&label);
		term_add_label(&label, shown[i]);
		(void)fprintf(out, "%7zu  %s\n", shown[i]->posts, label.data);
	}
	if (pages > FEW)
		(void)fprintf(out, MSG_REPORT_MORE_TERMS, pages - FEW);
	buf_release(&label);
	free(shown);
}

static void
print_losses(FILE *out, const struct losses *losses)
{
	size_t i;

	if (losses->count > 0)
		(void)fprintf(out, MSG_REPORT_LOSSES);
	for (i = 0; i < losses->count && i < FEW; i++)
		desk_print_loss(out, &losses->item[i]);
	if (losses->count > FEW)
		(void)fprintf(out, MSG_REPORT_MORE_LOSSES, losses->count - FEW);
}

/* What a screen or two can hold; --json has all. */
static void
print_text(FILE *out, const struct report *report)
{
	static const char *const words[TERM_KINDS] = { MSG_REPORT_CATEGORIES,
		MSG_REPORT_TAGS, MSG_REPORT_AUTHORS };
	const struct terms *terms = &report->desk->site.terms;
	const struct row *total = &report->total;
	int kind;

	(void)fprintf(out, MSG_REPORT_TOTAL, report->rows,
	    (unsigned long long)total->gemtext, (unsigned long long)total->menu,
	    (unsigned long long)total->text);
	print_lines(out, report);
	print_largest(out, report);
	for (kind = 0; kind < TERM_KINDS; kind++)
		print_kind(
		    out, words[kind], terms->item[kind], terms->count[kind]);
	print_losses(out, &report->desk->losses);
}

static void
page_text(const struct report *report)
{
	struct buf text;
	char *bytes = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&bytes, &len);

	if (out != NULL)
		print_text(out, report);
	if (out == NULL || fclose(out) != 0)
		die_errno("memory");
	buf_init(&text, SIZE_MAX);
	buf_span_add(&text, span_make(bytes, len));
	(void)desk_page_out(&text);
	buf_release(&text);
	free(bytes);
}

static int
run(bool is_json)
{
	struct report report = { 0 };
	struct desk_temp temp;
	const struct site_options published = { 0 };
	struct desk desk;
	int result;

	desk_temp_init(&temp);
	(void)setlocale(LC_CTYPE, "");
	report.desk = &desk;
	result = desk_open(&desk, &published);
	if (result == 0)
		result = desk_build(&desk, &temp);
	if (result == 0) {
		desk_each_page(&desk, temp.name, add_row, &report);
		desk_each_gopher_page(&desk, temp.name, add_row, &report);
		if (report.rows > 1)
			qsort(report.row, report.rows, sizeof(*report.row),
			    largest_first);
		if (is_json)
			print_json(&report);
		else
			page_text(&report);
	} else {
		desk_print_errors(&desk);
	}
	desk_temp_release(&temp);
	free(report.row);
	desk_release(&desk);
	return (result == 0 ? 0 : 1);
}

int
report_main(int argc, char **argv)
{
	bool is_json = false;
	int id;

	while ((id = command_next("report", argc, argv)) != -1) {
		if (id != 'j')
			return (command_usage("report"));
		is_json = true;
	}
	if (argc != optind)
		return (command_usage("report"));
	return (run(is_json));
}
