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
	size_t offset; /* in struct config */
	uint64_t min;
	uint64_t max;
	const char *words; /* of a choice, "a|b"; the value counts them */
	enum kind kind;
	bool is_common; /* an entry of capsules: may have it too */
};

#define KEY(in, key, type, member)                           \
	.section = (in), .name = (key), .kind = KIND_##type, \
	.offset = offsetof(struct config, member)
#define HOUR_MS (60 * 60 * 1000)
#define MILLION 1000000

static const struct key keys[] = {
	{ KEY("", "root", PATH, root), .is_common = true },
	{ KEY("", "host", HOST, host), .is_common = true },
	{ KEY("", "certs", PATH, certs), .is_common = true },
	{ KEY("", "user", TEXT, user) },
	{ KEY("", "workers", NUMBER, workers), .max = 64 },
	{ KEY("", "tickets", NUMBER, tickets), .max = 4 },
	{ KEY("", "sandbox", CHOICE, sandbox), .words = "off|required" },
	{ KEY("", "listing", CHOICE, rules.has_listing), .words = "false|true",
	    .is_common = true },
	{ KEY("", "proxy", SOURCES, proxy) },
	{ KEY("gemini", "listen", LISTEN, gemini) },
	{ KEY("gemini", "public_port", NUMBER, gemini.public_port),
	    .max = 65535 },
	{ KEY("gopher", "listen", LISTEN, gopher), .is_common = true },
	{ KEY("gopher", "public_port", NUMBER, gopher.public_port),
	    .max = 65535, .is_common = true },
	{ KEY("gopher", "strict_text", CHOICE, rules.is_strict),
	    .words = "false|true", .is_common = true },
	{ KEY("timeouts", "handshake", TIME, times.handshake_ms), .min = 100,
	    .max = HOUR_MS },
	{ KEY("timeouts", "request", TIME, times.request_ms), .min = 100,
	    .max = HOUR_MS },
	{ KEY("timeouts", "stalled", TIME, times.stalled_ms), .min = 100,
	    .max = HOUR_MS },
	{ KEY("timeouts", "drain", TIME, drain_ms), .max = HOUR_MS },
	{ KEY("timeouts", "rate", NUMBER, times.rate), .min = 1,
	    .max = 1000 * MILLION },
	{ KEY("limits", "connections", NUMBER, connections), .min = 1,
	    .max = MILLION },
	{ KEY("limits", "per_address", NUMBER, readers.per_address),
	    .max = MILLION },
	{ KEY("limits", "per_minute", NUMBER, readers.per_minute),
	    .max = MILLION },
	{ KEY("limits", "prefix_times", NUMBER, readers.prefix_times),
	    .max = 1000 },
	{ KEY("limits", "prefix_v4", NUMBER, readers.prefix_v4), .min = 8,
	    .max = 32 },
	{ KEY("limits", "prefix_v6", NUMBER, readers.prefix_v6), .min = 16,
	    .max = 64 },
	{ KEY("limits", "loopback", CHOICE, readers.has_loopback),
	    .words = "false|true" },
	{ KEY("log", "to", LOG, log_to) },
	{ KEY("log", "format", CHOICE, log_format), .words = "common" },
	{ KEY("log", "addresses", CHOICE, log_addresses),
	    .words = "none|truncated|whole" },
};
#define KEYS (sizeof(keys) / sizeof(*keys))

void
config_init(struct config *c)
{
	memset(c, 0, sizeof(*c));
	c->gemini.listen[0].port = 1965;
	c->gemini.count = 1;
	c->gopher.listen[0].port = 70;
	c->gopher.count = 1;
	c->times.handshake_ms = 60000;
	c->times.request_ms = 30000;
	c->times.stalled_ms = 60000;
	c->drain_ms = 30000;
	c->times.rate = 30;
	c->connections = 10000;
	c->readers.per_address = 64;
	c->readers.per_minute = 600;
	c->readers.prefix_times = 4;
	c->readers.prefix_v4 = 24;
	c->readers.prefix_v6 = 48;
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

/* Where the key's value is kept. */
static void *
at(struct config *c, const struct key *k)
{
	return (char *)c + k->offset;
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
		if (span_starts(address, SPAN("[")))
			family = AF_INET6;
		address = uri_bare_host(address);
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

struct reading {
	struct config *config;
	const char *folder;
	const struct yaml_reporter *reporter;
	bool is_capsule; /* an entry of capsules: */
};

/* "60s", "500ms", "2m", "1h"; a number alone is seconds. */
static bool
take_time(const struct key *k, struct span text, uint64_t *ms)
{
	static const struct {
		const char *unit;
		uint64_t ms;
	} units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60000 },
		{ "h", HOUR_MS }, { "", 1000 } };
	size_t i = 0;
	uint64_t n = 0;

	while (!span_ends(text, span_str(units[i].unit)))
		i++;
	text.len -= strlen(units[i].unit);
	if (!span_number(text, k->max / units[i].ms, &n) ||
	    n * units[i].ms < k->min)
		return false;
	*ms = n * units[i].ms;
	return true;
}

static bool
take_choice(const struct key *k, struct span s, uint64_t *value)
{
	struct span rest = span_str(k->words);
	struct span word;

	for (uint64_t i = 0; span_cut(&rest, '|', &word); i++)
		if (span_eq(s, word)) {
			*value = i;
			return true;
		}
	return false;
}

static bool
take_text(
    const struct reading *r, const struct key *k, struct span s, char **to)
{
	bool is_path = k->kind == KIND_PATH ||
	    (k->kind == KIND_LOG && !span_eq(s, SPAN("stderr")));
	BUF_LOCAL(full, 8192);
	bool is_good = s.len > 0 && utf8_is_clean(s);

	if (is_path && !span_starts(s, SPAN("/")))
		buf_printf(&full, "%s/", r->folder);
	if (k->kind == KIND_HOST)
		is_good = is_good && uri_add_host(&full, s) == 0;
	else
		buf_span_add(&full, s);
	if (is_good) {
		free(*to);
		*to = xstrndup(full.data, full.len);
	}
	return is_good;
}

/* One word, or a line of them. */
static int
read_value(
    const struct reading *r, const struct key *k, const struct yaml_node *node)
{
	void *to = at(r->config, k);
	const char *need = k->words;
	char time[64];
	struct span s;

	if (yaml_text(node, &s, k->name, r->reporter) == -1)
		return -1;
	if (k->kind == KIND_TIME	 ? take_time(k, s, to)
		: k->kind == KIND_CHOICE ? take_choice(k, s, to)
					 : take_text(r, k, s, to))
		return 0;
	if (k->kind == KIND_TIME) {
		snprintf(time, sizeof(time),
		    "a time from %llums to %llums, such as 30s",
		    (unsigned long long)k->min, (unsigned long long)k->max);
		need = time;
	} else if (k->kind != KIND_CHOICE) {
		need = k->kind == KIND_HOST
		    ? "a host name"
		    : "a text without control characters";
	}
	return yaml_report(r->reporter, node->line, "%s: is %s, not \"%.*s\"",
	    k->name, need, SPAN_ARG(s));
}

static int
read_listen_item(const struct reading *r, struct config_service *service,
    const struct yaml_node *node)
{
	struct span s;

	if (yaml_text(node, &s, "listen", r->reporter) == -1)
		return -1;
	if (service->count == CONFIG_LISTEN_MAX)
		return yaml_report(r->reporter, node->line,
		    "listen: more than %d addresses", CONFIG_LISTEN_MAX);
	if (config_parse_listen(&service->listen[service->count], s) == -1)
		return yaml_report(r->reporter, node->line,
		    "listen: %.*s is neither PORT nor ADDRESS:PORT",
		    SPAN_ARG(s));
	service->count++;
	return 0;
}

static int
read_listen(
    const struct reading *r, const struct key *k, const struct yaml_node *node)
{
	struct config_service *service = at(r->config, k);
	int rc = 0;

	service->count = 0;
	if (node->kind == YAML_SCALAR)
		return read_listen_item(r, service, node);
	if (node->kind != YAML_LIST)
		return yaml_report(r->reporter, node->line,
		    "listen: is a list, such as [1965]");
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
	case KIND_TIME:
	case KIND_CHOICE:
		return read_value(r, k, node);
	case KIND_NUMBER:
		return yaml_number(node, k->min, k->max, at(r->config, k),
		    k->name, r->reporter);
	case KIND_LISTEN:
		return read_listen(r, k, node);
	case KIND_SOURCES:
		return proxy_read_sources(&r->config->proxy, node, r->reporter);
	}
	return -1;
}

/* True for the first key of a section. */
static bool
is_first(const struct key *k)
{
	return k > keys && strcmp(k[-1].section, k->section) != 0;
}

/* All that stands under `section` (""; the top level with its sections). */
static int
read_section(
    const struct reading *r, const char *section, const struct yaml_node *map)
{
	const char *known[KEYS + RULES_KEYS + 2];
	size_t count = 0;
	int rc = 0;

	if (map->kind != YAML_MAP)
		return yaml_report(r->reporter, map->line,
		    "%s: is a map of keys and values",
		    section[0] != '\0'	? section
			: r->is_capsule ? "an entry of capsules"
					: "server.yaml");
	for (const struct key *k = keys; k < keys + KEYS; k++) {
		bool is_here = strcmp(k->section, section) == 0;
		const char *name = is_here ? k->name : k->section;
		const struct yaml_node *node = yaml_get(map, name);

		if ((r->is_capsule && !k->is_common) ||
		    (!is_here && (section[0] != '\0' || !is_first(k))))
			continue;
		known[count++] = name;
		if (node != NULL)
			rc |= is_here ? read_key(r, k, node)
				      : read_section(r, name, node);
	}
	for (size_t i = 0; i < RULES_KEYS && section[0] == '\0'; i++)
		known[count++] = rules_keys[i];
	if (section[0] == '\0' && !r->is_capsule)
		known[count++] = "capsules";
	known[count] = NULL;
	return yaml_check_keys(map, known, r->reporter) > 0 ? -1 : rc;
}

/* All that one capsule has. */
static int
read_capsule(const struct reading *r, const struct yaml_node *root)
{
	return read_section(r, "", root) |
	    rules_parse(&r->config->rules, root, r->reporter);
}

static int
read_capsules(const struct reading *r, const struct yaml_node *list)
{
	struct config *c = r->config;
	int rc = 0;

	if (list->kind != YAML_LIST)
		return yaml_report(
		    r->reporter, list->line, "capsules: is a list");
	c->capsule = xcalloc(list->count + 1, sizeof(*c->capsule));
	for (size_t i = 0; i < list->count; i++) {
		const struct yaml_node *node = list->item[i];
		struct config *more = &c->capsule[c->capsules++];
		const struct reading mine = { more, r->folder, r->reporter,
			true };

		config_init(more);
		more->gemini.count = more->gopher.count = 0;
		if (read_capsule(&mine, node) == -1)
			rc = -1;
		else if (more->root == NULL)
			rc = yaml_report(r->reporter, node->line,
			    "capsules: an entry has a root:");
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

/* The n-th of the words. */
static void
print_word(struct buf *out, const char *words, uint64_t n)
{
	struct span rest = span_str(words);
	struct span word = SPAN("");

	for (uint64_t i = 0; i <= n; i++)
		span_cut(&rest, '|', &word);
	buf_span_add(out, word);
}

static void
print_key(struct buf *out, struct config *c, const struct key *k)
{
	switch (k->kind) {
	case KIND_TEXT:
	case KIND_PATH:
	case KIND_LOG:
	case KIND_HOST:
		rules_print_text(out, *(char **)at(c, k));
		break;
	case KIND_NUMBER:
		buf_printf(
		    out, "%llu", (unsigned long long)*(uint64_t *)at(c, k));
		break;
	case KIND_TIME:
		buf_printf(
		    out, "%llums", (unsigned long long)*(uint64_t *)at(c, k));
		break;
	case KIND_CHOICE:
		print_word(out, k->words, *(uint64_t *)at(c, k));
		break;
	case KIND_LISTEN:
		print_listen(out, at(c, k));
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

		if ((k->kind <= KIND_HOST && *(char **)at(&copy, k) == NULL) ||
		    (is_capsule && !k->is_common))
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
		BUF_LOCAL(text, out->limit);

		print_keys(&c->capsule[i], true, &text);
		for (rest = buf_span(&text); span_line(&rest, &line);) {
			buf_str(out, mark);
			buf_span_add(out, line);
			buf_char(out, '\n');
			mark = "    ";
		}
	}
}
