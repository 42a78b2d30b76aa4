/* SPDX-License-Identifier: ISC */
/*
 * A view of bytes that somebody else owns, and the small consuming parsers
 * that work on it.  Nothing here allocates or copies.  A span may hold NUL
 * bytes and need not end in one; `p` may be NULL only when `len` is 0.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const char *p;
	size_t len;
};

/* A span over a string literal (in expressions, and as an initialiser). */
#define SPAN(lit) ((struct span){ "" lit, sizeof("" lit) - 1 })
#define SPAN_INIT(lit)                     \
	{                                  \
		"" lit, sizeof("" lit) - 1 \
	}
/* For printf's "%.*s". */
#define SPAN_ARG(s) (int)(s).len, (s).p

/* A span over a C string; NULL gives the empty span. */
static inline struct span
span_make(const char *p, size_t len)
{
	return (struct span){ p, len };
}

static inline struct span
span_str(const char *text)
{
	return span_make(text, text == NULL ? 0 : strlen(text));
}

static inline bool
span_eq(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

/* Equal but for ASCII letter case. */
bool span_eq_nocase(struct span a, struct span b);
/* Order as memcmp, the shorter first. */
int span_cmp(struct span a, struct span b);
bool span_has(struct span s, char c);

/* The span without its first `n` bytes (all of them when it is shorter). */
static inline struct span
span_skip(struct span s, size_t n)
{
	if (n > s.len)
		n = s.len;
	/* NULL + 0 is undefined in C. */
	if (n > 0) {
		s.p += n;
		s.len -= n;
	}
	return s;
}

/* Its first `n` bytes at most. */
static inline struct span
span_first(struct span s, size_t n)
{
	if (n < s.len)
		s.len = n;
	return s;
}

static inline bool
span_starts(struct span s, struct span prefix)
{
	return s.len >= prefix.len &&
	    span_eq(span_first(s, prefix.len), prefix);
}

static inline bool
span_ends(struct span s, struct span suffix)
{
	return s.len >= suffix.len &&
	    span_eq(span_skip(s, s.len - suffix.len), suffix);
}

/* Without ASCII white space (space, \t, \r, \n, \v, \f) at both ends. */
struct span span_trim(struct span s);

/* Where `c` first (last) stands, or `s.len`. */
size_t span_find(struct span s, char c);
size_t span_rfind(struct span s, char c);
/* Where `needle` first stands, or `s.len`.  An empty needle is found at 0. */
size_t span_search(struct span s, struct span needle);

/*
 * Take the part up to `sep` off the front: *head is what stood before it, *s
 * what follows it.  Without a `sep`, *head is all and *s is empty.  False, and
 * nothing changed, only when *s is empty with p NULL, that is when the last
 * part has been taken: "a,b," gives "a", "b" and "".
 */
bool span_cut(struct span *s, char sep, struct span *head);

/*
 * Take the next line off the front, without its LF and without one CR before
 * it.  False when *s is empty: a final LF makes no extra empty line.
 */
bool span_line(struct span *s, struct span *line);

/*
 * Parse all of `s` as an unsigned decimal number of at most `max`.  Only
 * digits, at least one.  False, *value untouched, when it is anything else.
 */
bool span_number(struct span s, uint64_t max, uint64_t *value);

/* ASCII only, whatever the locale. */
static inline bool
ascii_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Space, \t, \n, \v, \f and \r. */
static inline bool
ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char
ascii_lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* 0..15, or -1. */
static inline int
ascii_hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
