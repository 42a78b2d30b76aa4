/* SPDX-License-Identifier: ISC */
/*
 * server.yaml: what is taken, what is refused and how, and that what is
 * printed reads back the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config.h"

#define SHA                                   \
	"aa:BB000000000000000000000000000000" \
	"000000000000000000000000000000"

static char reported[4096];

static void
on_report(void *ctx, unsigned line, const char *message)
{
	size_t len = strlen(reported);

	(void)ctx;
	snprintf(
	    reported + len, sizeof(reported) - len, "%u: %s\n", line, message);
}

static const struct yaml_reporter reporter = { on_report, NULL };

static int
parse(struct config *c, const char *text)
{
	reported[0] = '\0';
	config_init(c);
	return config_parse(c, span_str(text), "/etc/bm", &reporter);
}

static void
reads_every_key(void **state)
{
	static const char text[] =
	    "root: /srv/capsule\n"
	    "host: Library.Example\n"
	    "certs: keys\n"
	    "user: bookmobile\n"
	    "workers: 3\n"
	    "tickets: 2\n"
	    "sandbox: off\n"
	    "gemini:\n"
	    "  listen: [1965, '192.0.2.1:1966']\n"
	    "  public_port: 443\n"
	    "gopher: {listen: ['[2001:db8::1]:70']}\n"
	    "timeouts: {handshake: 2m, request: 10,\n"
	    "  stalled: 500ms, drain: 1h, rate: 60}\n"
	    "limits: {connections: 500, per_address: 2,\n"
	    "  per_minute: 3, prefix_times: 5,\n"
	    "  prefix_v4: 16, prefix_v6: 56,\n"
	    "  loopback: true}\n"
	    "proxy: ['::1', 10.0.0.0/8]\n"
	    "log: {to: access.log, addresses: whole}\n";
	struct config c;

	(void)state;
	assert_int_equal(parse(&c, text), 0);
	assert_string_equal(c.root, "/srv/capsule");
	assert_string_equal(c.host, "library.example");
	assert_string_equal(c.certs, "/etc/bm/keys");
	assert_string_equal(c.user, "bookmobile");
	assert_int_equal(c.workers, 3);
	assert_int_equal(c.tickets, 2);
	assert_int_equal(c.sandbox, 0);
	assert_int_equal(c.gemini.count, 2);
	assert_int_equal(c.gemini.listen[0].port, 1965);
	assert_string_equal(c.gemini.listen[0].address, "");
	assert_string_equal(c.gemini.listen[1].address, "192.0.2.1");
	assert_int_equal(c.gemini.public_port, 443);
	assert_int_equal(c.gopher.count, 1);
	assert_string_equal(c.gopher.listen[0].address, "2001:db8::1");
	assert_int_equal(c.times.handshake_ms, 120000);
	assert_int_equal(c.times.request_ms, 10000);
	assert_int_equal(c.times.stalled_ms, 500);
	assert_int_equal(c.drain_ms, 3600000);
	assert_int_equal(c.times.rate, 60);
	assert_int_equal(c.connections, 500);
	assert_int_equal(c.readers.per_address, 2);
	assert_int_equal(c.readers.per_minute, 3);
	assert_int_equal(c.readers.prefix_times, 5);
	assert_int_equal(c.readers.prefix_v4, 16);
	assert_int_equal(c.readers.prefix_v6, 56);
	assert_int_equal(c.readers.has_loopback, 1);
	assert_int_equal(c.proxy.count, 2);
	assert_int_equal(c.proxy.at[1].bits, 104);
	assert_string_equal(c.log_to, "/etc/bm/access.log");
	assert_int_equal(c.log_addresses, 2);
	config_release(&c);
}

static void
keeps_the_defaults_of_an_empty_file(void **state)
{
	struct config c;

	(void)state;
	assert_int_equal(parse(&c, ""), 0);
	assert_null(c.root);
	assert_int_equal(c.gemini.count, 1);
	assert_int_equal(c.gemini.listen[0].port, 1965);
	assert_int_equal(c.gopher.listen[0].port, 70);
	assert_int_equal(c.times.handshake_ms, 60000);
	assert_int_equal(c.tickets, 0);
	assert_int_equal(c.sandbox, 1);
	config_release(&c);
}

static void
names_every_error_with_its_line(void **state)
{
	static const struct {
		const char *text;
		const char *line; /* begins a report */
	} rows[] = {
		{ "rot: /srv\n", "1: " },
		{ "\ngemini: {lisen: [1965]}\n", "2: " },
		{ "gemini: 1965\n", "1: gemini: is a map" },
		{ "gemini: {listen: [70000]}\n",
		    "1: listen: 70000 is neither" },
		{ "gemini: {listen: [host:1965]}\n", "1: listen: host:1965" },
		{ "gemini: {listen: {a: 1}}\n", "1: listen: is a list" },
		{ "host: a b\n", "1: host: is a host name, not \"a b\"" },
		{ "sandbox: maybe\n", "1: sandbox: is off|required, not" },
		{ "log: {addresses: all}\n",
		    "1: addresses: is none|truncated|whole, not \"all" },
		{ "log: {format: combined}\n",
		    "1: format: is common, not \"combined\"" },
		{ "redirects: [{from: old, to: /new}]\n", "1: from: is a" },
		{ "redirects: [{from: /old, to: new}]\n", "1: to: is an" },
		{ "redirects: [{from: /old*, to: /$2}]\n", "1: to: has a $" },
		{ "redirects: [{from: /old}]\n", "1: redirects: an entry" },
		{ "redirects: {from: /old}\n", "1: redirects: is a list" },
		{ "gone: ['/**********']\n", "1: gone: has more than nine" },
		{ "types: {/x: plain}\n", "1: types: is no media type" },
		{ "lang: {/x: a_b}\n", "1: lang: is no language tag" },
		{ "lang: ro\n", "1: lang: is a map" },
		{ "zones: [{path: /x, require: any}]\n", "1: path: begins" },
		{ "zones: [{path: /x/, require: [ab]}]\n", "1: require: is" },
		{ "zones: [{path: /x/, require: []}]\n", "1: require: is" },
		{ "zones: [{path: /x/}]\n", "1: zones: an entry" },
		{ "capsules: [{host: a}]\n", "1: capsules: an entry has" },
		{ "capsules: [{root: a, user: b}]\n", "1: " },
		{ "capsules: [{root: a, capsules: []}]\n", "1: " },
		{ "timeouts: {request: soon}\n", "1: request: is a time from" },
		{ "timeouts: {request: 1ms}\n", "1: request: is a time from" },
		{ "timeouts: {request: 5d}\n", "1: request: is a time from" },
		{ "timeouts: {rate: 0}\n", "1: " },
		{ "proxy: 127.0.0.1\n", "1: proxy: is a list" },
		{ "proxy: [localhost]\n", "1: proxy: localhost is" },
		{ "limits: {prefix_v4: 33}\n", "1: " },
		{ "workers: many\n", "1: " },
		{ "root: ''\n", "1: root: is a text" },
		{ "root: a\n\n  b\n", "1: root: is a text" },
		{ "root: a\nroot: b\n", "2: " },
		{ "- a\n", "1: " },
		{ "root: [\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct config c;

		assert_int_equal(parse(&c, rows[i].text), -1);
		if (strncmp(reported, rows[i].line, strlen(rows[i].line)) != 0)
			fail_msg("%s: %s", rows[i].text, reported);
		assert_true(reported[0] != '\0');
		config_release(&c);
	}
}

static void
names_all_errors_of_a_file(void **state)
{
	struct config c;

	(void)state;
	assert_int_equal(
	    parse(&c, "workers: x\nlog: {addresses: y}\nhots: z\n"), -1);
	assert_non_null(strstr(reported, "1: "));
	assert_non_null(strstr(reported, "2: addresses"));
	assert_non_null(strstr(reported, "3: "));
	assert_non_null(strstr(reported, "host"));
	config_release(&c);
}

static void
reads_back_what_it_prints(void **state)
{
	static const char *const texts[] = {
		"",
		"root: /srv/it's\nhost: h.example\nuser: x\ncerts: /c\n",
		"gemini: {listen: []}\nsandbox: off\n",
		("gemini: {listen: ['[::1]:0', '127.0.0.1:1', 2]}\n"
		 "log: {to: stderr, addresses: truncated}\n"),
		"timeouts: {handshake: 1500ms}\n",
		"proxy: [10.0.0.0/8, '::1', '::ffff:0:0/95', '::/0']\n",
		("redirects: [{from: /a*, to: /b$1, permanent: true}]\n"
		 "gone: [/it's, '*x']\ntypes: {'*.a': text/plain}\n"
		 "lang: {/ro/*: ro}\nlog: {format: common}\nlisting: true\n"
		 "zones: [{path: /p/, require: any, gopher: true}]\n"),
		("capsules:\n  - {root: a, host: b, gone: [/x],\n"
		 "     gopher: {listen: ['127.0.0.2:70'], strict_text: true}}\n"
		 "  - {root: c, zones: [{path: /, require: [" SHA "]}]}\n"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct config c;
		struct config again;
		struct buf first;
		struct buf second;

		buf_init(&first, 65536);
		buf_init(&second, 65536);
		assert_int_equal(parse(&c, texts[i]), 0);
		config_print(&c, &first);
		assert_int_equal(parse(&again, first.data), 0);
		config_print(&again, &second);
		assert_string_equal(first.data, second.data);
		config_release(&c);
		config_release(&again);
		buf_release(&first);
		buf_release(&second);
	}
}

static void
parses_where_to_listen(void **state)
{
	static const struct {
		const char *text;
		int rc;
		const char *address;
		unsigned port;
	} rows[] = {
		{ "1965", 0, "", 1965 },
		{ "0", 0, "", 0 },
		{ "127.0.0.1:70", 0, "127.0.0.1", 70 },
		{ "0.0.0.0:70", 0, "0.0.0.0", 70 },
		{ "[::]:70", 0, "::", 70 },
		{ "::1:70", -1, "", 0 },
		{ "[127.0.0.1]:70", -1, "", 0 },
		{ ":70", -1, "", 0 },
		{ "[]:70", -1, "", 0 },
		{ "localhost:70", -1, "", 0 },
		{ "65536", -1, "", 0 },
		{ "-1", -1, "", 0 },
		{ "", -1, "", 0 },
		{ "70 ", -1, "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct config_listen l;
		int rc = config_parse_listen(&l, span_str(rows[i].text));

		assert_int_equal(rc, rows[i].rc);
		if (rc == -1)
			continue;
		assert_string_equal(l.address, rows[i].address);
		assert_int_equal(l.port, rows[i].port);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_key),
		cmocka_unit_test(keeps_the_defaults_of_an_empty_file),
		cmocka_unit_test(names_every_error_with_its_line),
		cmocka_unit_test(names_all_errors_of_a_file),
		cmocka_unit_test(reads_back_what_it_prints),
		cmocka_unit_test(parses_where_to_listen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
