/* SPDX-License-Identifier: ISC */
/*
 * Constants are sums of what RFC 8446 lets both sides send, for the client and
 * server that the header names; the rest follows from names and sizes.
 */
#include "wire.h"

#include <stdio.h>

#include "buf.h"
#include "gophermap.h"
#include "uri.h"

/* Without server name: ClientHello, ChangeCipherSpec, Finished, the request's
 * record and the alert. */
#define TLS_UP 416

/* Without certificate: ServerHello, ChangeCipherSpec, EncryptedExtensions,
 * CertificateVerify, Finished and the alert, in their records. */
#define TLS_DOWN 383

/* The certificate without the name, which stands in it three times. */
#define CERTIFICATE 279

/* RFC 8446, 5.1 and 5.2: 16 KiB at most, and what is around them. */
#define RECORD 16384
#define RECORD_MORE 22

const struct wire_line wire_lines[WIRE_LINES] = {
	{ "56k", 56000, 150 },
	{ "GPRS", 40000, 700 },
	{ "9.6k", 9600, 600 },
	{ "1.2k", 1200, 600 },
};

struct wire_cost
wire_gemini(struct span host, struct span path, struct span lang, uint64_t size)
{
	struct wire_cost cost = { .round_trips = 3 };
	uint64_t plain = sizeof("20 text/gemini\r\n") - 1 + size;
	struct buf b;

	buf_init(&b, 65536);
	buf_str(&b, "gemini://");
	buf_span_add(&b, host);
	uri_encode_path(&b, path);
	buf_str(&b, "\r\n");
	if (lang.len > 0)
		plain += sizeof("; lang=") - 1 + lang.len;
	cost.up = TLS_UP + host.len + b.len;
	cost.down = TLS_DOWN + CERTIFICATE + 3 * host.len + plain +
	    (plain + RECORD - 1) / RECORD * RECORD_MORE;
	buf_release(&b);
	return (cost);
}

struct wire_cost
wire_menu(struct span host, unsigned port, struct span path, struct span menu)
{
	struct wire_cost cost = { .round_trips = 2 };
	struct gophermap_line read;
	struct span line;
	char number[16];
	int digits = snprintf(number, sizeof(number), "%u", port);

	cost.up = path.len + 2;
	cost.down = menu.len + sizeof(".\r\n") - 1;
	while (span_line(&menu, &line)) {
		read = gophermap_read(line);
		if (read.kind == GOPHERMAP_ITEM && read.host.p == NULL)
			cost.down += 2 + host.len + (unsigned)digits;
	}
	return (cost);
}

struct wire_cost
wire_text(struct span path, uint64_t size)
{
	struct wire_cost cost = { .up = path.len + sizeof("index.txt\r\n") - 1,
		.down = size,
		.round_trips = 2 };

	return (cost);
}

uint64_t
wire_bytes(const struct wire_cost *cost)
{
	return (cost->up + cost->down);
}

double
wire_seconds(const struct wire_cost *cost, const struct wire_line *line)
{
	return ((double)wire_bytes(cost) * 8 / line->bits +
	    (double)cost->round_trips * line->round_trip / 1000);
}
