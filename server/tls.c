/* SPDX-License-Identifier: ISC */
/*
 * TLS 1.2 and 1.3 by OpenSSL.  The SSL object of a connection is made when its
 * first byte is there and freed when close_notify has been sent, because it is
 * what a connection's memory goes to.  Bytes pass through a BIO of our own,
 * which can tell the kernel that more follows: body and close_notify then
 * leave in one segment.
 */
#include <sys/socket.h>

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "tls.h"

struct tls {
	SSL_CTX *ctx;
	BIO_METHOD *method;
};

/* ---- the BIO ------------------------------------------------------------ */

static int
bio_write(BIO *bio, const char *from, int len)
{
	struct transport *t = BIO_get_data(bio);
	int flags = MSG_NOSIGNAL | (t->is_corked ? MSG_MORE : 0);
	ssize_t n = send(t->fd, from, (size_t)len, flags);

	BIO_clear_retry_flags(bio);
	if (n == -1 && socket_failure(IO_WANT_WRITE) == IO_WANT_WRITE)
		BIO_set_retry_write(bio);
	t->has_spoken = n > 0;
	return (int)n;
}

static int
bio_read(BIO *bio, char *to, int len)
{
	struct transport *t = BIO_get_data(bio);
	ssize_t n;

	BIO_clear_retry_flags(bio);
	/* The peer's answer to what was just sent cannot be there yet. */
	if (t->has_spoken) {
		t->has_spoken = false;
		BIO_set_retry_read(bio);
		return -1;
	}
	n = recv(t->fd, to, (size_t)len, 0);
	if (n == -1 && socket_failure(IO_WANT_READ) == IO_WANT_READ)
		BIO_set_retry_read(bio);
	return (int)n;
}

static long
bio_ctrl(BIO *bio, int cmd, long number, void *pointer)
{
	(void)bio;
	(void)number;
	(void)pointer;
	return cmd == BIO_CTRL_FLUSH ? 1 : 0;
}

static BIO_METHOD *
make_method(void)
{
	BIO_METHOD *m =
	    BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");

	if (m != NULL &&
	    (!BIO_meth_set_write(m, bio_write) ||
		!BIO_meth_set_read(m, bio_read) ||
		!BIO_meth_set_ctrl(m, bio_ctrl))) {
		BIO_meth_free(m);
		m = NULL;
	}
	return m;
}

/* ---- settings ----------------------------------------------------------- */

static int
no_password(char *to, int size, int is_writing, void *ctx)
{
	(void)to;
	(void)size;
	(void)is_writing;
	(void)ctx;
	return -1;
}

/* The first certificate is the server's, those after it are its chain. */
static int
use_certificates(SSL_CTX *ctx, BIO *pem)
{
	X509 *cert = PEM_read_bio_X509(pem, NULL, no_password, NULL);
	int ok = cert != NULL && SSL_CTX_use_certificate(ctx, cert);

	X509_free(cert);
	while (ok && (cert = PEM_read_bio_X509(pem, NULL, no_password, NULL)))
		ok = SSL_CTX_add0_chain_cert(ctx, cert);
	return ok ? 0 : -1;
}

static int
use_key(SSL_CTX *ctx, BIO *pem)
{
	EVP_PKEY *key = PEM_read_bio_PrivateKey(pem, NULL, no_password, NULL);
	int ok = key != NULL && SSL_CTX_use_PrivateKey(ctx, key);

	EVP_PKEY_free(key);
	return ok ? 0 : -1;
}

static int
use_pem(SSL_CTX *ctx, struct span text, struct buf *why)
{
	BIO *certs = BIO_new_mem_buf(text.p, (int)text.len);
	BIO *key = BIO_new_mem_buf(text.p, (int)text.len);
	int rc = -1;

	if (certs == NULL || use_certificates(ctx, certs) == -1)
		buf_str(why, "no certificate in it can be read");
	else if (key == NULL || use_key(ctx, key) == -1)
		buf_str(why,
		    "no private key in it can be read, or it is not the "
		    "certificate's");
	else if (!SSL_CTX_check_private_key(ctx))
		buf_str(why, "the key is not the certificate's");
	else
		rc = 0;
	BIO_free(certs);
	BIO_free(key);
	ERR_clear_error();
	return rc;
}

static int
accept_name(SSL *ssl, int *alert, void *ctx)
{
	(void)ssl;
	(void)alert;
	(void)ctx;
	/* Any name will do here: whether it is ours is for the request line to
	 * say, with a status that the reader can see (spec, "SNI"). */
	return SSL_TLSEXT_ERR_OK;
}

static int
set_up(SSL_CTX *ctx, unsigned tickets)
{
	/* The macro that takes it casts const away. */
	char groups[] = "X25519:P-256:P-384";
	uint64_t options = SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
	    SSL_OP_CIPHER_SERVER_PREFERENCE;

	SSL_CTX_set_options(
	    ctx, tickets == 0 ? options | SSL_OP_NO_TICKET : options);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(ctx,
	    SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_read_ahead(ctx, 1);
	SSL_CTX_set_tlsext_servername_callback(ctx, accept_name);
	/* AES-128 first: cheapest with the instructions every server has. */
	return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) &&
		SSL_CTX_set_num_tickets(ctx, tickets) &&
		SSL_CTX_set_ciphersuites(ctx,
		    "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:"
		    "TLS_AES_256_GCM_SHA384") &&
		SSL_CTX_set_cipher_list(
		    ctx, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!SHA1") &&
		SSL_CTX_set1_groups_list(ctx, groups)
	    ? 0
	    : -1;
}

struct tls *
tls_new(struct span pem, unsigned tickets, struct buf *why)
{
	struct tls *tls = calloc(1, sizeof(*tls));

	if (tls == NULL)
		goto out;
	tls->ctx = SSL_CTX_new(TLS_server_method());
	tls->method = make_method();
	if (tls->ctx == NULL || tls->method == NULL ||
	    set_up(tls->ctx, tickets) == -1)
		goto out;
	if (use_pem(tls->ctx, pem, why) == 0)
		return tls;
	tls_free(tls);
	return NULL;
out:
	buf_str(why, "OpenSSL cannot be set up");
	tls_free(tls);
	return NULL;
}

void
tls_free(struct tls *tls)
{
	if (tls == NULL)
		return;
	SSL_CTX_free(tls->ctx);
	BIO_meth_free(tls->method);
	free(tls);
}

/* ---- the transport ------------------------------------------------------ */

static SSL *
start(struct transport *t)
{
	const struct tls *tls = t->shared;
	SSL *ssl = SSL_new(tls->ctx);
	BIO *bio = BIO_new(tls->method);

	if (ssl == NULL || bio == NULL) {
		SSL_free(ssl);
		BIO_free(bio);
		return NULL;
	}
	BIO_set_data(bio, t);
	BIO_set_init(bio, 1);
	SSL_set_bio(ssl, bio, bio);
	SSL_set_accept_state(ssl);
	return ssl;
}

static enum io
result(const SSL *ssl, int rc)
{
	switch (SSL_get_error(ssl, rc)) {
	case SSL_ERROR_NONE:
		return IO_DONE;
	case SSL_ERROR_WANT_READ:
		return IO_WANT_READ;
	case SSL_ERROR_WANT_WRITE:
		return IO_WANT_WRITE;
	case SSL_ERROR_ZERO_RETURN:
		return IO_CLOSED;
	default:
		return IO_FAILED;
	}
}

static enum io
tls_handshake(struct transport *t)
{
	if (t->state == NULL)
		t->state = start(t);
	if (t->state == NULL)
		return IO_FAILED;
	ERR_clear_error();
	return result(t->state, SSL_do_handshake(t->state));
}

static struct span
tls_host(struct transport *t)
{
	const char *name =
	    SSL_get_servername(t->state, TLSEXT_NAMETYPE_host_name);

	return name ? span_str(name) : (struct span){ NULL, 0 };
}

static enum io
tls_read(struct transport *t, char *to, size_t cap, size_t *got)
{
	ERR_clear_error();
	return result(t->state, SSL_read_ex(t->state, to, cap, got));
}

static enum io
tls_write(struct transport *t, const char *from, size_t len, size_t *done)
{
	enum io io;

	ERR_clear_error();
	t->is_corked = true;
	io = result(t->state, SSL_write_ex(t->state, from, len, done));
	t->is_corked = false;
	return io;
}

static enum io
tls_shutdown(struct transport *t)
{
	int rc;

	ERR_clear_error();
	/* Held back too: the FIN that follows pushes everything. */
	t->is_corked = true;
	rc = SSL_shutdown(t->state);
	t->is_corked = false;
	if (rc < 0 && result(t->state, rc) != IO_FAILED)
		return result(t->state, rc);
	SSL_free(t->state);
	t->state = NULL;
	(void)shutdown(t->fd, SHUT_WR);
	return rc < 0 ? IO_FAILED : IO_DONE;
}

static void
tls_release(struct transport *t)
{
	SSL_free(t->state);
	t->state = NULL;
	if (t->fd != -1)
		close(t->fd);
	t->fd = -1;
}

const struct transport_ops tls_ops = {
	.handshake = tls_handshake,
	.host = tls_host,
	.read = tls_read,
	.write = tls_write,
	.shutdown = tls_shutdown,
	.drain = socket_drain,
	.unsent = socket_unsent,
	.release = tls_release,
};
