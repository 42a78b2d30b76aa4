/* SPDX-License-Identifier: ISC */
/*
 * The table of server.yaml's keys, and its readers and printers.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "die.h"
#include "log.h"
#include "uri.h"
#include "utf8.h"

enum kind {
	KIND_TEXT,
	KIND_PATH, /* relative to the file's folder */
	KIND_LOG,  /* a path, or the word stderr */
	KIND_HOST,
	KIND_NUMBER,
	KIND_TIME,
	KIND_CHOICE,
	KIND_LISTEN
};

struct key {
	const char *section; /* "" for the top level */
	const char *name;
	enum kind kind;
	size_t offset;
	uint64_t min;
	uint64_t max;
	const char *choices[4]; /* the value is the index */
};

#define AT(member) offsetof(struct config, member)
#define HOUR_MS (60 * 60 * 1000)

static const struct key keys[] = {
	{ "", "root", KIND_PATH, AT(root), 0, 0, { NULL } },
	{ "", "host", KIND_HOST, AT(host), 0, 0, { NULL } },
	{ "", "certs", KIND_PATH, AT(certs), 0, 0, { NULL } },
	{ "", "user", KIND_TEXT, AT(user), 0, 0, { NULL } },
	{ "", "workers", KIND_NUMBER, AT(workers), 0, 64, { NULL } },
	{ "", "tickets", KIND_NUMBER, AT(tickets), 0, 4, { NULL } },
	{ "", "sandbox", KIND_CHOICE, AT(sandbox), 0, 0,
	    { "off", "required", NULL } },
	{ "gemini", "listen", KIND_LISTEN, AT(gemini), 0, 0, { NULL } },
	{ "gemini", "public_port", KIND_NUMBER, AT(gemini.public_port), 0,
	    65535, { NULL } },
	{ "gopher", "listen", KIND_LISTEN, AT(gopher), 0, 0, { NULL } },
	{ "gopher", "public_port", KIND_NUMBER, AT(gopher.public_port), 0,
	    65535, { NULL } },
	{ "timeouts", "handshake", KIND_TIME, AT(handshake_ms), 100, HOUR_MS,
	    { NULL } },
	{ "timeouts", "request", KIND_TIME, AT(request_ms), 100, HOUR_MS,
	    { NULL } },
	{ "timeouts", "stalled", KIND_TIME, AT(stalled_ms), 100, HOUR_MS,
	    { NULL } },
	{ "timeouts", "drain", KIND_TIME, AT(drain_ms), 0, HOUR_MS, { NULL } },
	{ "timeouts", "rate", KIND_NUMBER, AT(rate), 1, 1000000000, { NULL } },
	{ "limits", "connections", KIND_NUMBER, AT(connections), 1, 1000000,
	    { NULL } },
	{ "log", "to", KIND_LOG, AT(log_to), 0, 0, { NULL } },
	{ "log", "addresses", KIND_CHOICE, AT(log_addresses), 0, 0,
	    { "none", "truncated", "whole", NULL } },
};
#define KEYS (sizeof(keys) / sizeof(*keys))

static const char *const sections[] = { "gemini", "gopher", "timeouts",
	"limits", "log", NULL };

void
config_init(struct config *c)
{
	memset(c, 0, sizeof(*c));
	c->gemini.listen[0].port = 1965;
	c->gemini.count = 1;
	c->gopher.listen[0].port = 70;
	c->gopher.count = 1;
	c->handshake_ms = 60000;
	c->request_ms = 30000;
	c->stalled_ms = 60000;
	c->drain_ms = 30000;
	c->rate = 30;
	c->connections = 10000;
	c->log_addresses = LOG_ADDRESSES_NONE;
	c->sandbox = 1;
}

void
config_release(struct config *c)
{
	free(c->root);
	free(c->host);
	free(c->certs);
	free(c->user);
	free(c->log_to);
	memset(c, 0, sizeof(*c));
}

/* ---- values ------------------------------------------------------------- */

static char **
text_at(struct config *c, const struct key *k)
{
	return (char **)(void *)((char *)c + k->offset);
}

static uint64_t *
number_at(struct config *c, const struct key *k)
{
	return (uint64_t *)(void *)((char *)c + k->offset);
}

static struct config_service *
service_at(struct config *c, const struct key *k)
{
	return (struct config_service *)(void *)((char *)c + k->offset);
}

int
config_parse_listen(struct config_listen *l, struct span text)
{
	size_t colon = span_rfind(text, ':');
	struct span port = text;
	struct span address = SPAN("");
	struct in6_addr parsed;
	uint64_t number;
	int family = AF_INET;

	if (colon < text.len) {
		address = span_first(text, colon);
		port = span_skip(text, colon + 1);
		if (address.len > 2 && address.p[0] == '[' &&
		    address.p[address.len - 1] == ']') {
			address = span_make(address.p + 1, address.len - 2);
			family = AF_INET6;
		}
		if (address.len == 0 || address.len >= sizeof(l->address))
			return -1;
	}
	if (!span_number(port, 65535, &number))
		return -1;
	memset(l, 0, sizeof(*l));
	if (address.len > 0)
		memcpy(l->address, address.p, address.len);
	l->port = (unsigned)number;
	return address.len == 0 || inet_pton(family, l->address, &parsed) == 1
	    ? 0
	    : -1;
}

/* "60s", "500ms", "2m", "1h"; a number alone is seconds. */
static int
parse_time(struct span text, uint64_t *ms)
{
	static const struct {
		const char *unit;
		uint64_t ms;
	} units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60000 },
		{ "h", HOUR_MS }, { "", 1000 } };
	uint64_t number;

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		struct span unit = span_str(units[i].unit);

		if (!span_ends(text, unit))
			continue;
		if (!span_number(span_first(text, text.len - unit.len),
			UINT32_MAX, &number))
			return -1;
		*ms = number * units[i].ms;
		return 0;
	}
	return -1;
}

struct reading {
	struct config *config;
	const char *folder;
	const struct yaml_reporter *reporter;
};

static int
read_text(
    const struct reading *r, const struct key *k, const struct yaml_node *node)
{
	char **to = text_at(r->config, k);
	struct span s;
	struct buf full;

	if (yaml_text(node, &s, k->name, r->reporter) == -1)
		return -1;
	if (s.len == 0 || !utf8_is_clean(s)) {
		yaml_report(r->reporter, node->line, "%s: %s", k->name,
		    s.len == 0 ? "is empty" : "has control characters in it");
		return -1;
	}
	buf_init(&full, 8192);
	if (k->kind == KIND_HOST) {
		if (uri_add_host(&full, s) == -1) {
			yaml_report(r->reporter, node->line,
			    "host: %.*s is no host name", SPAN_ARG(s));
			buf_release(&full);
			return -1;
		}
	} else {
		if ((k->kind == KIND_PATH ||
			(k->kind == KIND_LOG && !span_eq(s, SPAN("stderr")))) &&
		    s.p[0] != '/')
			buf_printf(&full, "%s/", r->folder);
		buf_span_add(&full, s);
	}
	free(*to);
	*to = xstrndup(full.data, full.len);
	buf_release(&full);
	return 0;
}

static int
read_time(
    const struct reading *r, const struct key *k, const struct yaml_node *node)
{
	struct span s;
	uint64_t ms = 0;

	if (yaml_text(node, &s, k->name, r->reporter) == -1)
		return -1;
	if (parse_time(s, &ms) == -1 || ms < k->min || ms > k->max) {
		yaml_report(r->reporter, node->line,
		    "%s: %.*s is no time from %llums to %llums, such as 30s",
		    k->name, SPAN_ARG(s), (unsigned long long)k->min,
		    (unsigned long long)k->max);
		return -1;
	}
	*number_at(r->config, k) = ms;
	return 0;
}

static int
read_choice(
    const struct reading *r, const struct key *k, const struct yaml_node *node)
{
	struct span s;

	if (yaml_text(node, &s, k->name, r->reporter) == -1)
		return -1;
	for (size_t i = 0; k->choices[i] != NULL; i++)
		if (span_eq(s, span_str(k->choices[i]))) {
			*number_at(r->config, k) = i;
			return 0;
		}
	yaml_report(r->reporter, node->line, "%s: is %s%s%s%s%s, not %.*s",
	    k->name, k->choices[0], k->choices[2] ? ", " : " or ",
	    k->choices[1], k->choices[2] ? " or " : "",
	    k->choices[2] ? k->choices[2] : "", SPAN_ARG(s));
	return -1;
}

static int
read_listen_item(const struct reading *r, struct config_service *service,
    const struct yaml_node *node)
{
	struct span s;

	if (yaml_text(node, &s, "listen", r->reporter) == -1)
		return -1;
	if (service->count == CONFIG_LISTEN_MAX) {
		yaml_report(r->reporter, node->line,
		    "listen: more than %d addresses", CONFIG_LISTEN_MAX);
		return -1;
	}
	if (config_parse_listen(&service->listen[service->count], s) == -1) {
		yaml_report(r->reporter, node->line,
		    "listen: %.*s is neither PORT nor ADDRESS:PORT",
		    SPAN_ARG(s));
		return -1;
	}
	service->count++;
	return 0;
}

static int
read_listen(
    const struct reading *r, const struct key *k, const struct yaml_node *node)
{
	struct config_service *service = service_at(r->config, k);
	int rc = 0;

	service->count = 0;
	if (node->kind == YAML_SCALAR)
		return read_listen_item(r, service, node);
	if (node->kind != YAML_LIST) {
		yaml_report(r->reporter, node->line,
		    "listen: is a list, such as [1965]");
		return -1;
	}
	for (size_t i = 0; i < node->count; i++)
		if (read_listen_item(r, service, node->item[i]) == -1)
			rc = -1;
	return rc;
}

static int
read_key(
    const struct reading *r, const struct key *k, const struct yaml_node *node)
{
	switch (k->kind) {
	case KIND_TEXT:
	case KIND_PATH:
	case KIND_LOG:
	case KIND_HOST:
		return read_text(r, k, node);
	case KIND_NUMBER:
		return yaml_number(node, k->min, k->max,
		    number_at(r->config, k), k->name, r->reporter);
	case KIND_TIME:
		return read_time(r, k, node);
	case KIND_CHOICE:
		return read_choice(r, k, node);
	case KIND_LISTEN:
		return read_listen(r, k, node);
	}
	return -1;
}

static int
read_section(
    const struct reading *r, const char *section, const struct yaml_node *map)
{
	const char *known[KEYS + sizeof(sections) / sizeof(*sections)];
	size_t count = 0;
	int rc = 0;

	if (map->kind != YAML_MAP) {
		yaml_report(r->reporter, map->line,
		    "%s: is a map of keys and values", section);
		return -1;
	}
	for (size_t i = 0; i < KEYS; i++) {
		const struct yaml_node *node = yaml_get(map, keys[i].name);

		if (strcmp(keys[i].section, section) != 0)
			continue;
		known[count++] = keys[i].name;
		if (node != NULL && read_key(r, &keys[i], node) == -1)
			rc = -1;
	}
	for (size_t i = 0; section[0] == '\0' && sections[i] != NULL; i++)
		known[count++] = sections[i];
	known[count] = NULL;
	return yaml_check_keys(map, known, r->reporter) > 0 ? -1 : rc;
}

int
config_parse(struct config *c, struct span text, const char *folder,
    const struct yaml_reporter *reporter)
{
	struct reading r = { c, folder, reporter };
	struct yaml_doc *doc = yaml_parse(text, 1, reporter);
	int rc;

	if (doc == NULL)
		return -1;
	rc = read_section(&r, "", yaml_root(doc));
	for (size_t i = 0; sections[i] != NULL; i++) {
		const struct yaml_node *map =
		    yaml_get(yaml_root(doc), sections[i]);

		if (map != NULL && read_section(&r, sections[i], map) == -1)
			rc = -1;
	}
	yaml_doc_free(doc);
	return rc;
}

/* ---- printing ----------------------------------------------------------- */

/* Single quotes: within them only a quote needs care (YAML 1.1 §9.1.2). */
static void
print_text(struct buf *out, const char *text)
{
	buf_char(out, '\'');
	for (; *text != '\0'; text++)
		buf_str(out, *text == '\'' ? "''" : (char[]){ *text, '\0' });
	buf_char(out, '\'');
}

static void
print_listen(struct buf *out, const struct config_service *s)
{
	buf_char(out, '[');
	for (size_t i = 0; i < s->count; i++) {
		const struct config_listen *l = &s->listen[i];
		bool is_v6 = strchr(l->address, ':') != NULL;

		buf_str(out, i > 0 ? ", \"" : "\"");
		if (l->address[0] != '\0')
			buf_printf(out, is_v6 ? "[%s]:" : "%s:", l->address);
		buf_printf(out, "%u\"", l->port);
	}
	buf_char(out, ']');
}

static void
print_key(struct buf *out, struct config *c, const struct key *k)
{
	switch (k->kind) {
	case KIND_TEXT:
	case KIND_PATH:
	case KIND_LOG:
	case KIND_HOST:
		print_text(out, *text_at(c, k));
		break;
	case KIND_NUMBER:
		buf_printf(out, "%llu", (unsigned long long)*number_at(c, k));
		break;
	case KIND_TIME:
		buf_printf(out, "%llums", (unsigned long long)*number_at(c, k));
		break;
	case KIND_CHOICE:
		buf_str(out, k->choices[*number_at(c, k)]);
		break;
	case KIND_LISTEN:
		print_listen(out, service_at(c, k));
		break;
	}
}

void
config_print(const struct config *c, struct buf *out)
{
	struct config copy = *c; /* the table's accessors take it writable */
	const char *section = "";

	for (size_t i = 0; i < KEYS; i++) {
		const struct key *k = &keys[i];

		if (k->kind <= KIND_HOST && *text_at(&copy, k) == NULL)
			continue;
		if (strcmp(k->section, section) != 0)
			buf_printf(out, "%s:\n", k->section);
		section = k->section;
		buf_printf(out, "%s%s: ", section[0] ? "  " : "", k->name);
		print_key(out, &copy, k);
		buf_char(out, '\n');
	}
}
