/* SPDX-License-Identifier: ISC */
/*
 * server.yaml.  Properties: what is refused is reported, and what is taken
 * prints as text that reads back the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
need(bool is_so)
{
	if (!is_so)
		abort();
}

static void
on_report(void *ctx, unsigned line, const char *message)
{
	unsigned *reports = ctx;

	(void)line;
	need(message[0] != '\0');
	++*reports;
}

/* A path that fits a redirect's pattern leads somewhere. */
static void
try_rules(const struct rules *r, struct span path)
{
	const struct rule *rule = rules_find(r, RULE_REDIRECT, path);
	struct buf target;

	for (int kind = 0; kind < RULE_KINDS; kind++)
		rules_find(r, (enum rule_kind)kind, path);
	rules_zone(r, path);
	rules_is_shut(r, path);
	if (rule == NULL)
		return;
	buf_init(&target, (size_t)1 << 20);
	rules_add_target(&target, rule, path);
	need(target.len > 0 || !buf_ok(&target));
	buf_release(&target);
}

/* 0 and the printed form, or -1 after a report. */
static int
read_and_print(struct span text, struct buf *out)
{
	unsigned reports = 0;
	struct yaml_reporter reporter = { on_report, &reports };
	struct config c;
	int rc;

	config_init(&c);
	rc = config_parse(&c, text, "/etc", &reporter);
	need((rc == -1) == (reports > 0));
	if (rc == 0) {
		config_print(&c, out);
		try_rules(&c.rules, SPAN("/"));
		try_rules(&c.rules, SPAN("/old/a b/x.html"));
		try_rules(&c.rules, text);
	}
	config_release(&c);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf first;
	struct buf second;

	buf_init(&first, (size_t)1 << 20);
	buf_init(&second, (size_t)1 << 20);
	if (read_and_print(span_make((const char *)data, len), &first) == 0 &&
	    buf_ok(&first)) {
		need(read_and_print(buf_span(&first), &second) == 0);
		need(span_eq(buf_span(&first), buf_span(&second)));
	}
	buf_release(&first);
	buf_release(&second);
	return 0;
}
