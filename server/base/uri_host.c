/* SPDX-License-Identifier: ISC */
/*
 * Host names in the form in which they are compared: small letters, A-labels.
 * The folding covers the alphabets that names are typed in here; a name in any
 * other script is encoded as it was written.
 */
#include "uri.h"
#include "utf8.h"

enum { LABEL_MAX = 63, NAME_MAX_LEN = 253 };

/* Capitals from `first` to `last`, `step` apart, are small letters + `add`. */
struct fold {
	uint32_t first;
	uint32_t last;
	uint32_t step;
	int32_t add;
};

static const struct fold folds[] = {
	{ 0x00c0, 0x00d6, 1, 32 },    /* Latin-1 */
	{ 0x00d8, 0x00de, 1, 32 },    /* Latin-1, after the times sign */
	{ 0x0100, 0x012e, 2, 1 },     /* Latin Extended-A, even capitals */
	{ 0x0130, 0x0130, 1, -199 },  /* I with dot -> i */
	{ 0x0132, 0x0136, 2, 1 },     /* Latin Extended-A, even capitals */
	{ 0x0139, 0x0147, 2, 1 },     /* Latin Extended-A, odd capitals */
	{ 0x014a, 0x0176, 2, 1 },     /* Latin Extended-A, even capitals */
	{ 0x0178, 0x0178, 1, -121 },  /* Y with diaeresis */
	{ 0x0179, 0x017d, 2, 1 },     /* Z with marks */
	{ 0x0218, 0x021a, 2, 1 },     /* S and T with comma: Romanian */
	{ 0x0386, 0x0386, 1, 38 },    /* Greek with tonos */
	{ 0x0388, 0x038a, 1, 37 },    /* Greek with tonos */
	{ 0x038c, 0x038c, 1, 64 },    /* Greek with tonos */
	{ 0x038e, 0x038f, 1, 63 },    /* Greek with tonos */
	{ 0x0391, 0x03a1, 1, 32 },    /* Greek */
	{ 0x03a3, 0x03ab, 1, 32 },    /* Greek */
	{ 0x0400, 0x040f, 1, 80 },    /* Cyrillic with marks */
	{ 0x0410, 0x042f, 1, 32 },    /* Cyrillic */
	{ 0x0460, 0x0480, 2, 1 },     /* Cyrillic, historic */
	{ 0x048a, 0x04be, 2, 1 },     /* Cyrillic, extended */
	{ 0x04c0, 0x04c0, 1, 15 },    /* palochka */
	{ 0x04c1, 0x04cd, 2, 1 },     /* Cyrillic, extended */
	{ 0x04d0, 0x052e, 2, 1 },     /* Cyrillic, extended */
	{ 0x1e00, 0x1e94, 2, 1 },     /* Latin Extended Additional */
	{ 0x1e9e, 0x1e9e, 1, -7615 }, /* sharp S */
	{ 0x1ea0, 0x1efe, 2, 1 }      /* Vietnamese */
};

static uint32_t
fold(uint32_t c)
{
	if (c < 0x80)
		return (uint32_t)ascii_lower((char)c);
	for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++) {
		const struct fold *f = &folds[i];

		if (c >= f->first && c <= f->last &&
		    (c - f->first) % f->step == 0)
			return (uint32_t)((int32_t)c + f->add);
	}
	return c;
}

/* Letters, digits, '-' and '_'; beyond ASCII all but invisible characters. */
static bool
is_host_char(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_alpha((char)c) || ascii_is_digit((char)c) ||
		    c == '-' || c == '_';
	return c > 0xa0 && c != 0xad && !utf8_is_unsafe_format(c) &&
	    (c < 0x2000 || c > 0x206f) && c != 0x3000 && c != 0xfeff &&
	    (c < 0xe000 || c > 0xf8ff) && (c < 0xfff0 || c > 0xffff);
}

/* RFC 3492 §6.1, with the parameters of §5. */
static uint32_t
adapt(uint32_t delta, uint32_t points, bool is_first)
{
	uint32_t k = 0;

	delta = is_first ? delta / 700 : delta / 2;
	delta += delta / points;
	for (; delta > 455; k += 36)
		delta /= 35;
	return k + 36 * delta / (delta + 38);
}

/* RFC 3492 §6.3, inner loop: one number of variable length. */
static void
add_number(struct buf *b, uint32_t q, uint32_t bias)
{
	static const char digit[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	for (uint32_t k = 36;; k += 36) {
		uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;

		if (q < t)
			break;
		buf_char(b, digit[t + (q - t) % (36 - t)]);
		q = (q - t) / (36 - t);
	}
	buf_char(b, digit[q]);
}

static uint32_t
smallest_from(const uint32_t *c, size_t count, uint32_t n)
{
	uint32_t best = UINT32_MAX;

	for (size_t i = 0; i < count; i++)
		if (c[i] >= n && c[i] < best)
			best = c[i];
	return best;
}

/*
 * RFC 3492 §6.3.  At most LABEL_MAX characters, so that no sum overflows:
 * delta <= 0x10ffff * 64 + 63.
 */
static void
add_punycode(struct buf *b, const uint32_t *c, size_t count)
{
	uint32_t n = 0x80;
	uint32_t delta = 0;
	uint32_t bias = 72;
	uint32_t basic = 0;
	uint32_t done;

	for (size_t i = 0; i < count; i++) {
		if (c[i] >= 0x80)
			continue;
		buf_char(b, (char)c[i]);
		basic++;
	}
	if (basic > 0)
		buf_char(b, '-');
	done = basic;
	while (done < count) {
		uint32_t next = smallest_from(c, count, n);

		delta += (next - n) * (done + 1);
		n = next;
		for (size_t i = 0; i < count; i++) {
			if (c[i] < n)
				delta++;
			if (c[i] != n)
				continue;
			add_number(b, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
		delta++;
		n++;
	}
}

static int
add_label(struct buf *b, struct span label)
{
	uint32_t c[LABEL_MAX];
	size_t count = 0;
	size_t start = b->len;
	bool is_ascii = true;

	while (label.len > 0) {
		uint32_t next = fold(utf8_next(&label));

		if (count == LABEL_MAX || !is_host_char(next))
			return -1;
		is_ascii = is_ascii && next < 0x80;
		c[count++] = next;
	}
	if (count == 0)
		return -1;
	if (!is_ascii) {
		buf_str(b, "xn--");
		add_punycode(b, c, count);
	} else {
		for (size_t i = 0; i < count; i++)
			buf_char(b, (char)c[i]);
	}
	return b->len - start <= LABEL_MAX ? 0 : -1;
}

static int
add_name(struct buf *b, struct span name)
{
	size_t start = b->len;
	struct span label;

	if (span_ends(name, SPAN(".")))
		name.len--;
	if (name.len == 0)
		return -1;
	while (span_cut(&name, '.', &label)) {
		if (b->len > start)
			buf_char(b, '.');
		if (add_label(b, label) < 0)
			return -1;
		if (b->len - start > NAME_MAX_LEN)
			return -1;
	}
	return 0;
}

/* "[...]": hex digits, ':' and '.', as in RFC 3986 §3.2.2 IPv6address. */
static int
add_literal(struct buf *b, struct span host)
{
	struct span in = span_first(span_skip(host, 1), host.len - 2);

	if (!span_ends(host, SPAN("]")) || span_find(in, ':') == in.len)
		return -1;
	for (size_t i = 0; i < in.len; i++)
		if (ascii_hex(in.p[i]) < 0 && in.p[i] != ':' && in.p[i] != '.')
			return -1;
	for (size_t i = 0; i < host.len; i++)
		buf_char(b, ascii_lower(host.p[i]));
	return 0;
}

int
uri_add_host(struct buf *b, struct span host)
{
	size_t start = b->len;
	struct buf name;
	int rc;

	if (span_starts(host, SPAN("[")))
		return host.len > 2 ? add_literal(b, host) : -1;
	/* The longest name, each byte of it percent-coded. */
	buf_init(&name, (size_t)NAME_MAX_LEN * 4);
	rc = uri_decode(&name, host);
	if (rc == 0 && (!buf_ok(&name) || !utf8_valid(buf_span(&name))))
		rc = -1;
	if (rc == 0)
		rc = add_name(b, buf_span(&name));
	if (rc < 0)
		buf_truncate(b, start);
	buf_release(&name);
	return rc;
}

struct span
uri_bare_host(struct span host)
{
	if (span_starts(host, SPAN("[")) && span_ends(host, SPAN("]")))
		return span_make(host.p + 1, host.len - 2);
	return host;
}
