/* SPDX-License-Identifier: ISC */
/*
 * One request over TLS.
 */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "tls_client.h"

static int
add_certificate(struct buf *pem, const SSL *ssl)
{
	X509 *cert = SSL_get0_peer_certificate(ssl);
	BIO *out = BIO_new(BIO_s_mem());
	char *text = NULL;
	int rc = -1;

	if (out != NULL && cert != NULL && PEM_write_bio_X509(out, cert)) {
		long len = BIO_get_mem_data(out, &text);

		buf_add(pem, text, (size_t)len);
		rc = 0;
	}
	BIO_free(out);
	return rc;
}

static int
talk(SSL *ssl, struct span request, struct tls_reply *reply, struct buf *why)
{
	char part[16384];
	size_t n = 0;
	int rc;

	if (SSL_connect(ssl) != 1 || add_certificate(&reply->pem, ssl) == -1) {
		buf_str(why, "the TLS handshake failed");
		return -1;
	}
	if (!SSL_write_ex(ssl, request.p, request.len, &n)) {
		buf_str(why, "the request could not be sent");
		return -1;
	}
	while ((rc = SSL_read_ex(ssl, part, sizeof(part), &n)) == 1) {
		buf_add(&reply->text, part, n);
		if (!buf_ok(&reply->text)) {
			buf_str(why, "the answer is too long");
			return -1;
		}
	}
	reply->is_whole = SSL_get_error(ssl, rc) == SSL_ERROR_ZERO_RETURN;
	return 0;
}

int
tls_fetch(int fd, const char *host, struct span request,
    struct tls_reply *reply, struct buf *why)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	SSL *ssl = ctx ? SSL_new(ctx) : NULL;
	BIO *bio = BIO_new_socket(fd, BIO_NOCLOSE);
	/* The macro that takes it casts const away. */
	char name[256];
	int rc = -1;

	snprintf(name, sizeof(name), "%s", host);
	if (ssl == NULL || bio == NULL ||
	    !SSL_set_tlsext_host_name(ssl, name)) {
		buf_str(why, "OpenSSL cannot be set up");
		BIO_free(bio);
	} else {
		SSL_set_bio(ssl, bio, bio);
		rc = talk(ssl, request, reply, why);
	}
	SSL_free(ssl);
	SSL_CTX_free(ctx);
	ERR_clear_error();
	return rc;
}
