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
	KIND_LISTEN,
	KIND_SOURCES
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
	{ "", "listing", KIND_CHOICE, AT(rules.has_listing), 0, 0,
	    { "false", "true", NULL } },
	{ "", "proxy", KIND_SOURCES, AT(proxy), 0, 0, { NULL } },
	{ "gemini", "listen", KIND_LISTEN, AT(gemini), 0, 0, { NULL } },
	{ "gemini", "public_port", KIND_NUMBER, AT(gemini.public_port), 0,
	    65535, { NULL } },
	{ "gopher", "listen", KIND_LISTEN, AT(gopher), 0, 0, { NULL } },
	{ "gopher", "public_port", KIND_NUMBER, AT(gopher.public_port), 0,
	    65535, { NULL } },
	{ "gopher", "strict_text", KIND_CHOICE, AT(rules.is_strict), 0, 0,
	    { "false", "true", NULL } },
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
	{ "limits", "per_address", KIND_NUMBER, AT(per_address), 0, 1000000,
	    { NULL } },
	{ "limits", "per_minute", KIND_NUMBER, AT(per_minute), 0, 1000000,
	    { NULL } },
	{ "limits", "prefix_times", KIND_NUMBER, AT(prefix_times), 0, 1000,
	    { NULL } },
	{ "limits", "prefix_v4", KIND_NUMBER, AT(prefix_v4), 8, 32, { NULL } },
	{ "limits", "prefix_v6", KIND_NUMBER, AT(prefix_v6), 16, 64, { NULL } },
	{ "limits", "loopback", KIND_CHOICE, AT(has_loopback), 0, 0,
	    { "false", "true", NULL } },
	{ "log", "to", KIND_LOG, AT(log_to), 0, 0, { NULL } },
	{ "log", "format", KIND_CHOICE, AT(log_format), 0, 0,
	    { "common", NULL } },
	{ "log", "addresses", KIND_CHOICE, AT(log_addresses), 0, 0,
	    { "none", "truncated", "whole", NULL } },
};
#define KEYS (sizeof(keys) / sizeof(*keys))

static const char *const sections[] = { "gemini", "gopher", "timeouts",
	"limits", "log", NULL };

/* The keys and sections that an entry of capsules: may have. */
static const char *const capsule_keys[] = { "root", "host", "certs", "listing",
	"gopher", NULL };

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
	c->per_address = 64;
	c->per_minute = 600;
	c->prefix_times = 4;
	c->prefix_v4 = 24;
	c->prefix_v6 = 48;
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
	rules_release(&c->rules);
	for (size_t i = 0; i < c->capsules; i++)
		config_release(&c->capsule[i]);
	free(c->capsule);
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
	bool is_capsule; /* an entry of capsules: */
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
	    k->name, k->choices[0],
	    k->choices[1] == NULL	? ""
		: k->choices[2] != NULL ? ", "
					: " or ",
	    k->choices[1] ? k->choices[1] : "",
	    k->choices[1] && k->choices[2] ? " or " : "",
	    k->choices[1] && k->choices[2] ? k->choices[2] : "", SPAN_ARG(s));
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
	case KIND_SOURCES:
		return proxy_read_sources(&r->config->proxy, node, r->reporter);
	}
	return -1;
}

static bool
is_known(const char *name, bool is_capsule)
{
	for (size_t i = 0; is_capsule && capsule_keys[i] != NULL; i++)
		if (strcmp(capsule_keys[i], name) == 0)
			return true;
	return !is_capsule;
}

/* The section that a key stands in, or for the top level the key. */
static const char *
key_group(const struct key *k)
{
	return k->section[0] != '\0' ? k->section : k->name;
}

static int
read_section(
    const struct reading *r, const char *section, const struct yaml_node *map)
{
	const char *
	    known[KEYS + sizeof(sections) / sizeof(*sections) + RULES_KEYS + 1];
	size_t count = 0;
	int rc = 0;

	if (map->kind != YAML_MAP) {
		yaml_report(r->reporter, map->line,
		    "%s: is a map of keys and values",
		    section[0] != '\0'	? section
			: r->is_capsule ? "an entry of capsules"
					: "server.yaml");
		return -1;
	}
	for (size_t i = 0; i < KEYS; i++) {
		const struct yaml_node *node = yaml_get(map, keys[i].name);

		if (strcmp(keys[i].section, section) != 0 ||
		    !is_known(key_group(&keys[i]), r->is_capsule))
			continue;
		known[count++] = keys[i].name;
		if (node != NULL && read_key(r, &keys[i], node) == -1)
			rc = -1;
	}
	if (section[0] == '\0') {
		for (size_t i = 0; sections[i] != NULL; i++)
			if (is_known(sections[i], r->is_capsule))
				known[count++] = sections[i];
		for (size_t i = 0; i < RULES_KEYS; i++)
			known[count++] = rules_keys[i];
		if (!r->is_capsule)
			known[count++] = "capsules";
	}
	known[count] = NULL;
	return yaml_check_keys(map, known, r->reporter) > 0 ? -1 : rc;
}

/* All that one capsule has. */
static int
read_capsule(const struct reading *r, const struct yaml_node *root)
{
	int rc = read_section(r, "", root);

	for (size_t i = 0; sections[i] != NULL; i++) {
		const struct yaml_node *map = yaml_get(root, sections[i]);

		if (map != NULL && is_known(sections[i], r->is_capsule))
			rc |= read_section(r, sections[i], map);
	}
	return rules_parse(&r->config->rules, root, r->reporter) | rc;
}

static int
read_capsules(const struct reading *r, const struct yaml_node *list)
{
	struct config *c = r->config;
	int rc = 0;

	if (list->kind != YAML_LIST) {
		yaml_report(r->reporter, list->line, "capsules: is a list");
		return -1;
	}
	c->capsule = xcalloc(list->count + 1, sizeof(*c->capsule));
	for (size_t i = 0; i < list->count; i++) {
		const struct yaml_node *node = list->item[i];
		struct config *more = &c->capsule[c->capsules++];
		const struct reading mine = { more, r->folder, r->reporter,
			true };

		config_init(more);
		more->gemini.count = more->gopher.count = 0;
		if (read_capsule(&mine, node) == -1) {
			rc = -1;
		} else if (more->root == NULL) {
			yaml_report(r->reporter, node->line,
			    "capsules: an entry has a root:");
			rc = -1;
		}
	}
	return rc;
}

int
config_parse(struct config *c, struct span text, const char *folder,
    const struct yaml_reporter *reporter)
{
	const struct reading r = { c, folder, reporter, false };
	struct yaml_doc *doc = yaml_parse(text, 1, reporter);
	const struct yaml_node *capsules;
	int rc;

	if (doc == NULL)
		return -1;
	rc = read_capsule(&r, yaml_root(doc));
	capsules = yaml_get(yaml_root(doc), "capsules");
	if (capsules != NULL)
		rc |= read_capsules(&r, capsules);
	yaml_doc_free(doc);
	return rc;
}

/* ---- printing ----------------------------------------------------------- */

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
		rules_print_text(out, *text_at(c, k));
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
	case KIND_SOURCES:
		proxy_print_sources(&c->proxy, out);
		break;
	}
}

static void
print_keys(const struct config *c, bool is_capsule, struct buf *out)
{
	struct config copy = *c; /* the table's accessors take it writable */
	const char *section = "";

	for (size_t i = 0; i < KEYS; i++) {
		const struct key *k = &keys[i];

		if ((k->kind <= KIND_HOST && *text_at(&copy, k) == NULL) ||
		    !is_known(key_group(k), is_capsule))
			continue;
		if (strcmp(k->section, section) != 0)
			buf_printf(out, "%s:\n", k->section);
		section = k->section;
		buf_printf(out, "%s%s: ", section[0] ? "  " : "", k->name);
		print_key(out, &copy, k);
		buf_char(out, '\n');
	}
	rules_print(&c->rules, out);
}

void
config_print(const struct config *c, struct buf *out)
{
	print_keys(c, false, out);
	if (c->capsules > 0)
		buf_str(out, "capsules:\n");
	for (size_t i = 0; i < c->capsules; i++) {
		const char *mark = "  - ";
		struct span rest;
		struct span line;
		struct buf text;

		buf_init(&text, out->limit);
		print_keys(&c->capsule[i], true, &text);
		for (rest = buf_span(&text); span_line(&rest, &line);) {
			buf_str(out, mark);
			buf_span_add(out, line);
			buf_char(out, '\n');
			mark = "    ";
		}
		buf_release(&text);
	}
}
