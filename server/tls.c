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
#include <string.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "cert.h"
#include "protocol.h"
#include "tls.h"

#define TLS_HOSTS_MAX 64
/* A reader's certificate with its chain may be this long. */
#define READER_CERT_MAX (16L * 1024)

struct tls_host {
	char *name; /* NULL for the first, who is also any other */
	SSL_CTX *ctx;
	bool asks;
};

struct tls {
	struct tls_host host[TLS_HOSTS_MAX];
	size_t count;
	unsigned tickets;
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
	t->carried += n > 0 ? (uint32_t)n : 0;
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
	t->carried += n > 0 ? (uint32_t)n : 0;
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

/* Nobody is asked for one at a terminal. */
static char no_password[] = "";

/* The first certificate is the server's, those after it are its chain. */
static int
use_certificates(SSL_CTX *ctx, BIO *pem)
{
	X509 *cert = PEM_read_bio_X509(pem, NULL, NULL, no_password);
	int ok = cert != NULL && SSL_CTX_use_certificate(ctx, cert);

	X509_free(cert);
	while (ok && (cert = PEM_read_bio_X509(pem, NULL, NULL, no_password)))
		ok = SSL_CTX_add0_chain_cert(ctx, cert);
	return ok ? 0 : -1;
}

static int
use_key(SSL_CTX *ctx, BIO *pem)
{
	EVP_PKEY *key = PEM_read_bio_PrivateKey(pem, NULL, NULL, no_password);
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
	else if (key == NULL || use_key(ctx, key) == -1 ||
	    !SSL_CTX_check_private_key(ctx))
		buf_str(why,
		    "no private key in it can be read, or it is not the "
		    "certificate's");
	else
		rc = 0;
	BIO_free(certs);
	BIO_free(key);
	ERR_clear_error();
	return rc;
}

/* Any certificate will do here, out of date and self-signed too; that its key
 * is the reader's TLS itself has seen to. */
static int
accept_reader(X509_STORE_CTX *chain, void *ctx)
{
	(void)ctx;
	X509_STORE_CTX_set_error(chain, X509_V_OK);
	return 1;
}

static const struct tls_host *
find_host(const struct tls *tls, const char *name)
{
	for (size_t i = 1; name != NULL && i < tls->count; i++)
		if (span_eq_nocase(span_str(tls->host[i].name), span_str(name)))
			return &tls->host[i];
	return &tls->host[0];
}

/* Any name will do here: whether it is ours is for the request line to say,
 * with a status that the reader can see (spec, "SNI").  Called without a name
 * too. */
static int
accept_name(SSL *ssl, int *alert, void *ctx)
{
	const struct tls_host *host =
	    find_host(ctx, SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name));

	(void)alert;
	if (host->name != NULL)
		SSL_set_SSL_CTX(ssl, host->ctx);
	if (host->asks)
		SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
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
	SSL_CTX_set_cert_verify_callback(ctx, accept_reader, NULL);
	SSL_CTX_set_max_cert_list(ctx, READER_CERT_MAX);
	/* AES-128 first: cheapest with the instructions every server has. */
	return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) &&
		SSL_CTX_set_num_tickets(ctx, tickets) &&
		SSL_CTX_set_ciphersuites(ctx,
		    "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:"
		    "TLS_AES_256_GCM_SHA384") &&
		SSL_CTX_set_cipher_list(
		    ctx, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!SHA1") &&
		SSL_CTX_set1_groups_list(ctx, groups) &&
		SSL_CTX_set_session_id_context(
		    ctx, (const unsigned char *)"bookmobile", 10)
	    ? 0
	    : -1;
}

int
tls_add(struct tls *tls, const char *host, struct span pem, struct buf *why)
{
	struct tls_host *h = &tls->host[tls->count];

	if (tls->count == TLS_HOSTS_MAX) {
		buf_str(why, "there are too many hosts");
		return -1;
	}
	tls->count++;
	h->ctx = SSL_CTX_new(TLS_server_method());
	if (host != NULL)
		h->name = strdup(host);
	if (h->ctx == NULL || (host != NULL && h->name == NULL) ||
	    set_up(h->ctx, tls->tickets) == -1) {
		buf_str(why, "OpenSSL cannot be set up");
		return -1;
	}
	SSL_CTX_set_tlsext_servername_arg(h->ctx, tls);
	return use_pem(h->ctx, pem, why);
}

struct tls *
tls_new(struct span pem, unsigned tickets, struct buf *why)
{
	struct tls *tls = calloc(1, sizeof(*tls));

	if (tls == NULL || (tls->method = make_method()) == NULL) {
		buf_str(why, "OpenSSL cannot be set up");
		free(tls);
		return NULL;
	}
	tls->tickets = tickets;
	if (tls_add(tls, NULL, pem, why) == 0)
		return tls;
	tls_free(tls);
	return NULL;
}

void
tls_ask(struct tls *tls, size_t n)
{
	tls->host[n].asks = true;
	tls->tickets = 0;
	for (size_t i = 0; i < tls->count; i++) {
		SSL_CTX_set_options(tls->host[i].ctx, SSL_OP_NO_TICKET);
		SSL_CTX_set_num_tickets(tls->host[i].ctx, 0);
	}
}

void
tls_free(struct tls *tls)
{
	if (tls == NULL)
		return;
	for (size_t i = 0; i < tls->count; i++) {
		SSL_CTX_free(tls->host[i].ctx);
		free(tls->host[i].name);
	}
	BIO_meth_free(tls->method);
	free(tls);
}

/* ---- the transport ------------------------------------------------------ */

static SSL *
start(struct transport *t)
{
	const struct tls *tls = t->shared;
	SSL *ssl = SSL_new(tls->host[0].ctx);
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

/* Errors of the past would be taken for those of the next call.  To look is ten
 * times as cheap as to clear. */
static void
forget_errors(void)
{
	if (ERR_peek_error() != 0)
		ERR_clear_error();
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
	forget_errors();
	return result(t->state, SSL_do_handshake(t->state));
}

static struct span
tls_host(struct transport *t)
{
	const char *name =
	    SSL_get_servername(t->state, TLSEXT_NAMETYPE_host_name);

	return name ? span_str(name) : (struct span){ NULL, 0 };
}

static void
tls_cert(struct transport *t, struct client_cert *cert)
{
	const X509 *x = SSL_get0_peer_certificate(t->state);

	if (x != NULL && cert_fingerprint(cert->fingerprint, x) == 0)
		cert->is_current = cert_is_valid(x, time(NULL));
}

static enum io
tls_read(struct transport *t, char *to, size_t cap, size_t *got)
{
	forget_errors();
	return result(t->state, SSL_read_ex(t->state, to, cap, got));
}

static enum io
tls_write(struct transport *t, const char *from, size_t len, size_t *done)
{
	enum io io;

	forget_errors();
	t->is_corked = true;
	io = result(t->state, SSL_write_ex(t->state, from, len, done));
	t->is_corked = false;
	return io;
}

static enum io
tls_shutdown(struct transport *t)
{
	int rc;

	forget_errors();
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
	.peek = socket_peek,
	.skip = socket_skip,
	.handshake = tls_handshake,
	.host = tls_host,
	.cert = tls_cert,
	.read = tls_read,
	.write = tls_write,
	.shutdown = tls_shutdown,
	.drain = socket_drain,
	.unsent = socket_unsent,
	.release = tls_release,
};
