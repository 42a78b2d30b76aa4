/* SPDX-License-Identifier: ISC */
/*
 * Certificates: small, long-lived, for their host, never replaced.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cert.h"
#include "certfile.h"
#include "temptree.h"
#include "tls.h"

#define NOW ((time_t)1795364436) /* 2026-11-22 */

static void
makes_small_certificates_for_their_host(void **state)
{
	static const char *const hosts[] = { "localhost", "h.example",
		"xn--bcher-kva.example", "127.0.0.1", "[::1]",
		("a-host-name-that-is-longer-than-the-64-bytes-of-a-common"
		 "-name.example.org") };

	(void)state;
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
		struct cert_info info;
		struct buf pem;
		const char *host = hosts[i][0] == '[' ? "::1" : hosts[i];

		buf_init(&pem, 65536);
		assert_int_equal(cert_make(&pem, hosts[i], NOW), 0);
		assert_int_equal(
		    cert_look(buf_span(&pem), host, NOW, &info), 0);
		assert_true(info.is_for_host);
		assert_true(info.is_valid_now);
		assert_string_equal(info.not_before, "2026-11-21");
		assert_string_equal(info.not_after, "2049-12-31");
		assert_int_equal(strlen(info.fingerprint), 64);
		assert_int_equal(
		    strspn(info.fingerprint, "0123456789abcdef"), 64);
		/* An IPv6 address takes 16 bytes of the SAN. */
		assert_in_range(info.der_len, 200,
		    hosts[i][0] == '[' ? 310 : 283 + 3 * strlen(hosts[i]));
		buf_release(&pem);
	}
}

static void
sees_what_is_wrong_with_a_certificate(void **state)
{
	struct cert_info info;
	struct buf pem;

	(void)state;
	buf_init(&pem, 65536);
	assert_int_equal(cert_make(&pem, "h.example", NOW), 0);
	assert_int_equal(cert_look(buf_span(&pem), "x.example", NOW, &info), 0);
	assert_false(info.is_for_host);
	assert_int_equal(
	    cert_look(buf_span(&pem), "h.example", NOW * 2, &info), 0);
	assert_false(info.is_valid_now);
	assert_int_equal(cert_look(SPAN("rubbish"), "h", NOW, &info), -1);
	buf_release(&pem);
}

static void
never_replaces_a_file(void **state)
{
	struct temptree t;
	struct stat st;
	struct buf pem;
	struct buf again;
	struct buf why;
	char folder[128];

	(void)state;
	temptree_make(&t);
	snprintf(folder, sizeof(folder), "%s/certs", t.path);
	buf_init(&pem, 65536);
	buf_init(&again, 65536);
	buf_init(&why, 4096);
	assert_int_equal(
	    certfile_read(&pem, folder, "h.example", &why), CERTFILE_ABSENT);
	assert_int_equal(
	    certfile_make(&pem, folder, "h.example", &why), CERTFILE_OK);
	assert_int_equal(fstatat(t.fd, "certs/h.example.pem", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_nlink, 1);
	assert_int_equal(fstatat(t.fd, "certs", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(
	    certfile_make(&again, folder, "h.example", &why), CERTFILE_ABSENT);
	assert_int_equal(
	    certfile_read(&again, folder, "h.example", &why), CERTFILE_OK);
	assert_true(span_eq(buf_span(&pem), buf_span(&again)));
	assert_int_equal(why.len, 0);
	buf_release(&pem);
	buf_release(&again);
	buf_release(&why);
	temptree_remove(&t);
}

static void
says_why_a_file_cannot_be_used(void **state)
{
	static const struct {
		const char *pem;
		const char *why;
	} rows[] = {
		{ "", "no certificate in it can be read" },
		{ "rubbish", "no certificate in it can be read" },
		{ "-----BEGIN CERTIFICATE-----\nAAAA\n"
		  "-----END CERTIFICATE-----\n",
		    "no certificate in it can be read" },
	};
	struct buf why;
	struct buf pem;
	struct buf other;
	struct tls *tls;

	(void)state;
	buf_init(&why, 4096);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		buf_reset(&why);
		assert_null(tls_new(span_str(rows[i].pem), 0, &why));
		assert_string_equal(why.data, rows[i].why);
	}
	/* A certificate, and the key of another. */
	buf_init(&pem, 65536);
	buf_init(&other, 65536);
	assert_int_equal(cert_make(&pem, "h.example", NOW), 0);
	assert_int_equal(cert_make(&other, "h.example", NOW), 0);
	tls = tls_new(buf_span(&pem), 0, &why);
	assert_non_null(tls);
	tls_free(tls);
	buf_truncate(
	    &pem, span_search(buf_span(&pem), SPAN("-----BEGIN PRIVATE")));
	buf_reset(&why);
	assert_null(tls_new(buf_span(&pem), 0, &why));
	assert_string_equal(why.data,
	    "no private key in it can be read, or it is not the "
	    "certificate's");
	buf_span_add(&pem,
	    span_skip(buf_span(&other),
		span_search(buf_span(&other), SPAN("-----BEGIN PRIVATE"))));
	assert_null(tls_new(buf_span(&pem), 0, &why));
	buf_release(&pem);
	buf_release(&other);
	buf_release(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_small_certificates_for_their_host),
		cmocka_unit_test(sees_what_is_wrong_with_a_certificate),
		cmocka_unit_test(never_replaces_a_file),
		cmocka_unit_test(says_why_a_file_cannot_be_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
