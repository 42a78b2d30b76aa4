/* SPDX-License-Identifier: ISC */
/*
 * PROXY headers.
 */
#include <arpa/inet.h>
#include <string.h>

#include "proxy.h"

/* §2.1: CR LF included. */
#define LINE_MAX_LEN 107
#define FIXED_LEN 16
#define TYPE_CRC32C 0x03

static const char signature[] = "\r\n\r\n\0\r\nQUIT\n";
#define SIGNATURE_LEN (sizeof(signature) - 1)

/* ---- version 1 ---------------------------------------------------------- */

static int
parse_address(int family, struct span text, struct in6_addr *a)
{
	char word[INET6_ADDRSTRLEN];

	if (text.len >= sizeof(word) || span_has(text, '\0'))
		return -1;
	memcpy(word, text.p, text.len);
	word[text.len] = '\0';
	memset(a, 0, sizeof(*a));
	if (family == AF_INET)
		a->s6_addr[10] = a->s6_addr[11] = 0xff;
	return inet_pton(
		   family, word, a->s6_addr + (family == AF_INET ? 12 : 0)) == 1
	    ? 0
	    : -1;
}

/* Decimal, without leading zeros. */
static bool
is_port(struct span text, uint64_t *port)
{
	return span_number(text, 65535, port) &&
	    (text.len == 1 || text.p[0] != '0');
}

/* What stands after "PROXY ", without CR LF. */
static enum parse
parse_words(struct span line, struct proxy_header *h)
{
	struct span word[5];
	struct in6_addr to;
	uint64_t port[2];
	int family;
	size_t count = 0;

	if (span_eq(line, SPAN("UNKNOWN")) ||
	    span_starts(line, SPAN("UNKNOWN ")))
		return PARSE_OK;
	while (count < 5 && span_cut(&line, ' ', &word[count]))
		count++;
	if (count < 5 || line.p != NULL)
		return PARSE_DROP;
	if (span_eq(word[0], SPAN("TCP4")))
		family = AF_INET;
	else if (span_eq(word[0], SPAN("TCP6")))
		family = AF_INET6;
	else
		return PARSE_DROP;
	if (parse_address(family, word[1], &h->from) == -1 ||
	    parse_address(family, word[2], &to) == -1 ||
	    !is_port(word[3], &port[0]) || !is_port(word[4], &port[1]))
		return PARSE_DROP;
	h->has_source = true;
	h->port = (unsigned)port[1];
	return PARSE_OK;
}

static enum parse
parse_line(struct span in, struct proxy_header *h)
{
	struct span start = SPAN("PROXY ");
	size_t end = span_find(in, '\n');
	struct span line;

	if (!span_starts(in, span_first(start, in.len)))
		return PARSE_DROP;
	if (end == in.len)
		return in.len < LINE_MAX_LEN ? PARSE_MORE : PARSE_DROP;
	line = span_first(in, end);
	if (end + 1 > LINE_MAX_LEN || end < start.len ||
	    span_find(line, '\r') + 1 != end)
		return PARSE_DROP;
	h->len = end + 1;
	return parse_words(span_skip(span_first(line, end - 1), start.len), h);
}

/* ---- version 2 ---------------------------------------------------------- */

static unsigned
number_at(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* CRC-32C (RFC 3720 §12.1) with four zeros at `hole`. */
static uint32_t
checksum(const unsigned char *p, size_t len, size_t hole)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < len; i++) {
		crc ^= i >= hole && i < hole + 4 ? 0 : p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78 : 0);
	}
	return ~crc;
}

/* From `at` on, up to the end: type, length and value, one after the other,
 * and the checksum is that of the header, if there is one (§2.2.3). */
static bool
are_tlvs_good(const unsigned char *p, size_t len, size_t at)
{
	while (len - at >= 3 && len - at - 3 >= number_at(p + at + 1)) {
		const unsigned char *value = p + at + 3;
		size_t n = number_at(p + at + 1);

		if (p[at] == TYPE_CRC32C &&
		    (n != 4 ||
			checksum(p, len, at + 3) !=
			    (number_at(value) << 16 | number_at(value + 2))))
			return false;
		at += 3 + n;
	}
	return at == len;
}

/* The addresses of a whole header of `len` bytes. */
static enum parse
parse_addresses(const unsigned char *header, size_t len, struct proxy_header *h)
{
	/* By family: none, IPv4, IPv6, Unix. */
	static const size_t needed[] = { 0, 12, 36, 216 };
	const unsigned char *p = header + FIXED_LEN;
	unsigned family = header[13];
	unsigned version = family >> 4;

	if (version > 3 || (family & 0xf) > 2 ||
	    len < FIXED_LEN + needed[version] ||
	    !are_tlvs_good(header, len, FIXED_LEN + needed[version]))
		return PARSE_DROP;
	if (family == 0x11) {
		h->from.s6_addr[10] = h->from.s6_addr[11] = 0xff;
		memcpy(h->from.s6_addr + 12, p, 4);
		h->port = number_at(p + 10);
		h->has_source = true;
	} else if (family == 0x21) {
		memcpy(&h->from, p, sizeof(h->from));
		h->port = number_at(p + 34);
		h->has_source = true;
	}
	return PARSE_OK;
}

static enum parse
parse_binary(struct span in, struct proxy_header *h)
{
	const unsigned char *p = (const unsigned char *)in.p;
	size_t len;

	if (!span_starts(span_make(signature, SIGNATURE_LEN),
		span_first(in, SIGNATURE_LEN)))
		return PARSE_DROP;
	/* The high half of the next byte is the version, the low one LOCAL or
	 * PROXY (§2.2; its "13th byte 0x20" is an error of the text). */
	if (in.len > SIGNATURE_LEN && p[12] != 0x20 && p[12] != 0x21)
		return PARSE_DROP;
	if (in.len < FIXED_LEN)
		return PARSE_MORE;
	len = number_at(p + 14);
	if (FIXED_LEN + len > PROXY_MAX)
		return PARSE_DROP;
	if (in.len < FIXED_LEN + len)
		return PARSE_MORE;
	h->len = FIXED_LEN + len;
	/* A proxy that looks whether we live: whatever it adds is skipped. */
	if (p[12] == 0x20)
		return PARSE_OK;
	return parse_addresses(p, h->len, h);
}

enum parse
proxy_parse(struct span in, struct proxy_header *header)
{
	memset(header, 0, sizeof(*header));
	if (in.len == 0)
		return PARSE_MORE;
	return in.p[0] == '\r' ? parse_binary(in, header)
			       : parse_line(in, header);
}

/* ---- who is believed ---------------------------------------------------- */

int
proxy_add_source(struct proxy_sources *sources, struct span text)
{
	size_t slash = span_find(text, '/');
	struct span address = span_first(text, slash);
	bool is_v4 = !span_has(address, ':');
	uint64_t bits = is_v4 ? 32 : 128;
	struct proxy_source *s = &sources->at[sources->count];

	if (sources->count == PROXY_SOURCES_MAX ||
	    parse_address(is_v4 ? AF_INET : AF_INET6, address, &s->network) ==
		-1 ||
	    (slash < text.len &&
		!span_number(span_skip(text, slash + 1), bits, &bits)))
		return -1;
	s->bits = (unsigned)bits + (is_v4 ? 96 : 0);
	sources->count++;
	return 0;
}

int
proxy_read_sources(struct proxy_sources *sources, const struct yaml_node *list,
    const struct yaml_reporter *reporter)
{
	int rc = 0;

	sources->count = 0;
	if (list->kind != YAML_LIST)
		return yaml_report(reporter, list->line,
		    "proxy: is a list, such as [127.0.0.1, 10.0.0.0/8]");
	for (size_t i = 0; i < list->count; i++) {
		const struct yaml_node *node = list->item[i];
		struct span text;

		if (yaml_text(node, &text, "proxy", reporter) == -1) {
			rc = -1;
		} else if (proxy_add_source(sources, text) == -1) {
			yaml_report(reporter, node->line,
			    "proxy: %.*s is neither ADDRESS nor ADDRESS/BITS, "
			    "or one more than %d",
			    SPAN_ARG(text), PROXY_SOURCES_MAX);
			rc = -1;
		}
	}
	return rc;
}

void
proxy_print_sources(const struct proxy_sources *sources, struct buf *out)
{
	buf_char(out, '[');
	for (size_t i = 0; i < sources->count; i++) {
		const struct proxy_source *s = &sources->at[i];
		bool is_v4 = IN6_IS_ADDR_V4MAPPED(&s->network) && s->bits >= 96;
		char text[INET6_ADDRSTRLEN] = "";

		inet_ntop(is_v4 ? AF_INET : AF_INET6,
		    s->network.s6_addr + (is_v4 ? 12 : 0), text, sizeof(text));
		buf_printf(out, "%s\"%s/%u\"", i > 0 ? ", " : "", text,
		    is_v4 ? s->bits - 96 : s->bits);
	}
	buf_char(out, ']');
}

static bool
is_within(const struct proxy_source *s, const struct in6_addr *peer)
{
	unsigned whole = s->bits / 8;
	unsigned rest = s->bits % 8;

	return memcmp(&s->network, peer, whole) == 0 &&
	    (rest == 0 ||
		(s->network.s6_addr[whole] ^ peer->s6_addr[whole]) >>
			(8 - rest) ==
		    0);
}

bool
proxy_is_source(
    const struct proxy_sources *sources, const struct in6_addr *peer)
{
	for (size_t i = 0; i < sources->count; i++)
		if (is_within(&sources->at[i], peer))
			return true;
	return false;
}
