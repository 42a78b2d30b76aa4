/* SPDX-License-Identifier: ISC */
/*
 * Answers as streams: whatever part of a chunk is sent, the bytes that leave
 * are the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "answer.h"
#include "temptree.h"

/* Room for few bytes, so that there are many chunks. */
static char scratch[16384];

/* Take the answer `step` bytes at a time. */
static void
collect(struct answer *a, size_t cap, size_t step, struct buf *out)
{
	struct answer_chunk chunk;

	while (!answer_is_done(a)) {
		size_t n;

		assert_int_equal(answer_next(a, scratch, cap, &chunk), 0);
		assert_true(chunk.bytes.len > 0);
		n = chunk.bytes.len < step ? chunk.bytes.len : step;
		buf_add(out, chunk.bytes.p, n);
		answer_advance(a, &chunk, n);
	}
}

static void
sends_the_same_bytes_in_any_pieces(void **state)
{
	static const struct {
		const char *text;
		const char *file;
		enum answer_mode mode;
		const char *sent;
	} rows[] = {
		{ "head\r\n", "", ANSWER_BYTES, "head\r\n" },
		{ "head\r\n", "body\n", ANSWER_BYTES, "head\r\nbody\n" },
		{ "", "a\nb\n", ANSWER_TEXT, "a\r\nb\r\n" },
		{ "", "a\r\nb\r\n", ANSWER_TEXT, "a\r\nb\r\n" },
		{ "", "\n\n\r\n\r\r\n\n", ANSWER_TEXT,
		    "\r\n\r\n\r\n\r\r\n\r\n" },
		{ "x\r", "\ny", ANSWER_TEXT, "x\r\r\ny" },
		{ "", "no end", ANSWER_TEXT, "no end" },
		{ "", ".a\n..\nb.\n.", ANSWER_TEXT, ".a\r\n..\r\nb.\r\n." },
		{ "", ".a\n..\nb.\n.", ANSWER_STRICT,
		    "..a\r\n...\r\nb.\r\n..\r\n.\r\n" },
		{ "", "\r\n.\r.\n", ANSWER_STRICT, "\r\n..\r.\r\n.\r\n" },
		{ "", "", ANSWER_STRICT, ".\r\n" },
		{ "head", "a", ANSWER_STRICT, "heada\r\n.\r\n" },
	};
	struct temptree t;

	(void)state;
	temptree_make(&t);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		temptree_file(&t, "f", rows[i].file);
		for (size_t step = 1; step < 12; step++) {
			struct answer a;
			struct buf out;

			answer_init(&a);
			buf_init(&out, 4096);
			buf_str(&a.text, rows[i].text);
			answer_file(&a, openat(t.fd, "f", O_RDONLY),
			    strlen(rows[i].file), rows[i].mode);
			/* 40: at most 13 bytes of a text file at once */
			collect(&a, 40, step, &out);
			assert_string_equal(out.data, rows[i].sent);
			buf_release(&out);
			answer_release(&a);
		}
	}
	temptree_remove(&t);
}

static void
fails_when_a_file_becomes_shorter(void **state)
{
	struct answer_chunk chunk;
	struct temptree t;
	struct answer a;

	(void)state;
	temptree_make(&t);
	temptree_file(&t, "f", "abc");
	answer_init(&a);
	answer_file(&a, openat(t.fd, "f", O_RDONLY), 5, ANSWER_BYTES);
	assert_int_equal(answer_next(&a, scratch, 4096, &chunk), 0);
	assert_int_equal(chunk.bytes.len, 3);
	answer_advance(&a, &chunk, 3);
	assert_int_equal(answer_left(&a), 2);
	assert_int_equal(answer_next(&a, scratch, 4096, &chunk), -1);
	answer_release(&a);
	temptree_remove(&t);
}

static void
sends_header_and_body_in_one_piece(void **state)
{
	struct answer_chunk chunk;
	struct temptree t;
	struct answer a;

	(void)state;
	temptree_make(&t);
	temptree_file(&t, "f", "body");
	answer_init(&a);
	buf_str(&a.text, "20 text/gemini\r\n");
	answer_file(&a, openat(t.fd, "f", O_RDONLY), 4, ANSWER_BYTES);
	assert_int_equal(answer_next(&a, scratch, 4096, &chunk), 0);
	assert_true(span_eq(chunk.bytes, SPAN("20 text/gemini\r\nbody")));
	answer_release(&a);
	temptree_remove(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sends_the_same_bytes_in_any_pieces),
		cmocka_unit_test(fails_when_a_file_becomes_shorter),
		cmocka_unit_test(sends_header_and_body_in_one_piece),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
