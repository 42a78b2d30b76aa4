/* SPDX-License-Identifier: ISC */
/*
 * One request, by OpenSSL's BIOs.
 */
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "tls_fetch.h"

static int
fail(struct fetch *f, const char *why)
{
	buf_str(&f->why, why);
	return -1;
}

/* Connected and, with TLS, after the handshake. */
static int
begin(struct fetch *f, BIO *bio, SSL *ssl)
{
	BIO *socket = BIO_find_type(bio, BIO_TYPE_CONNECT);
	const char *reason = NULL;
	X509 *cert;
	int flags = 0;

	BIO_set_conn_port(socket, f->port);
	BIO_set_conn_mode(socket, BIO_SOCK_NODELAY);
	if (!BIO_set_conn_hostname(socket, f->to) ||
	    BIO_do_connect(socket) != 1) {
		ERR_peek_last_error_data(&reason, &flags);
		buf_printf(&f->why, "no connection%s%s",
		    flags & ERR_TXT_STRING ? ": " : "",
		    flags & ERR_TXT_STRING ? reason : "");
		return -1;
	}
	if (ssl == NULL)
		return 0;
	SSL_set_tlsext_host_name(ssl, f->sni);
	if (BIO_do_handshake(bio) != 1)
		return fail(f, "the TLS handshake failed");
	cert = SSL_get0_peer_certificate(ssl);
	f->has_cert = cert != NULL &&
	    cert_describe(cert, f->sni, time(NULL), &f->cert) == 0;
	return f->has_cert ? 0 : fail(f, "a certificate that cannot be read");
}

static int
talk(struct fetch *f, BIO *bio, SSL *ssl)
{
	char part[16384];
	size_t done;
	int n = 0;

	if (!BIO_write_ex(bio, f->request.p, f->request.len, &done) ||
	    done != f->request.len)
		return fail(f, "the request could not be sent");
	while (buf_ok(&f->text) && (n = BIO_read(bio, part, sizeof(part))) > 0)
		buf_add(&f->text, part, (size_t)n);
	if (!buf_ok(&f->text))
		return fail(f, "the answer is too long");
	if (ssl == NULL && n < 0)
		return fail(f, "the connection broke");
	f->is_whole =
	    ssl != NULL && (SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN) != 0;
	return 0;
}

int
fetch_run(struct fetch *f)
{
	SSL_CTX *ctx = f->sni ? SSL_CTX_new(TLS_client_method()) : NULL;
	BIO *bio = f->sni ? BIO_new_ssl_connect(ctx) : BIO_new(BIO_s_connect());
	SSL *ssl = NULL;
	int rc = -1;

	if (bio != NULL && f->sni != NULL)
		BIO_get_ssl(bio, &ssl);
	if (bio == NULL)
		fail(f, "OpenSSL cannot be set up");
	else if (begin(f, bio, ssl) == 0)
		rc = talk(f, bio, ssl);
	BIO_free_all(bio);
	SSL_CTX_free(ctx);
	ERR_clear_error();
	return rc;
}
