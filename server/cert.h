/* SPDX-License-Identifier: ISC */
/*
 * Self-signed certificates for readers who trust on first use: made, and
 * looked at.  Text in, text out; no files here.
 */
#ifndef SERVER_CERT_H
#define SERVER_CERT_H

#include <time.h>

#include "buf.h"
#include "span.h"

#define CERT_HEX 65

struct cert_info {
	char fingerprint[CERT_HEX]; /* SHA-256 of the DER, lower-case hex */
	char not_before[11];	    /* YYYY-MM-DD, UTC */
	char not_after[11];
	size_t der_len;
	bool is_for_host;
	bool is_valid_now;
};

/*
 * Add a new key (P-256) and a certificate for `host` as PEM: v3, the name as
 * CN and subjectAltName and nothing else, from a day before `now` on, for
 * decades (Gemini digest §8).  -1 when OpenSSL fails.
 */
int cert_make(struct buf *pem, const char *host, time_t now);

/* What the first certificate of a PEM text says.  -1 when there is none. */
int cert_look(
    struct span pem, const char *host, time_t now, struct cert_info *info);

/* The same of OpenSSL's X509, all of it or a part; -1 when OpenSSL fails. */
struct x509_st;
int cert_describe(
    struct x509_st *cert, const char *host, time_t now, struct cert_info *info);
int cert_fingerprint(char hex[static CERT_HEX], const struct x509_st *cert);
bool cert_is_valid(const struct x509_st *cert, time_t now);

#endif
