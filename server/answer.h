/* SPDX-License-Identifier: ISC */
/*
 * One answer: text first (a header, or all of a generated page), then the
 * bytes of a file.  It is read in chunks of which any part may have been sent,
 * and it keeps no copy of what is on its way.
 */
#ifndef SERVER_ANSWER_H
#define SERVER_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

/* The longest generated page: a gophermap and its expansion. */
#define ANSWER_TEXT_MAX ((size_t)4 * 1024 * 1024)

/* How the bytes of a file are sent. */
enum answer_mode {
	ANSWER_BYTES, /* as they are */
	ANSWER_TEXT,  /* a lone LF as CR LF */
	ANSWER_STRICT /* that, a '.' doubled that begins a line, and a line "."
		       * at the end (RFC 1436 Appendix, "Text file") */
};

struct answer {
	int status; /* for the log; Gopher answers carry Gemini's numbers */
	struct buf text;
	size_t text_sent;
	int fd; /* -1 when no file follows; owned */
	uint64_t offset;
	uint64_t end;
	enum answer_mode mode;
	char last;	  /* byte of the file that was sent */
	bool has_put;	  /* what is put before the next byte has been sent */
	struct span tail; /* after the file; a literal */
};

/* Bytes ready to be sent; valid until the scratch memory is used again. */
struct answer_chunk {
	struct span bytes;
	size_t text_len;
	struct span raw; /* what the file part was made from; p NULL when it is
			  * the file's own bytes */
};

/* An answer with nothing in it.  Allocates nothing. */
void answer_init(struct answer *a);
/* Close the file, free the text; as answer_init() leaves it. */
void answer_release(struct answer *a);
/* Let `size` bytes of `fd`, which the answer owns from now on, follow. */
void answer_file(
    struct answer *a, int fd, uint64_t size, enum answer_mode mode);
/* Bytes still to be sent, without what the mode adds to lines. */
uint64_t answer_left(const struct answer *a);
bool answer_is_done(const struct answer *a);
/*
 * The next bytes, made in `scratch` of at least 16 KiB.  -1 with errno when
 * the file cannot be read or has become shorter.
 */
int answer_next(const struct answer *a, char *scratch, size_t cap,
    struct answer_chunk *chunk);
/* The first `n` bytes of the chunk have been sent. */
void answer_advance(struct answer *a, struct answer_chunk *chunk, size_t n);

#endif
