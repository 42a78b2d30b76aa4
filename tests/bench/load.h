/* SPDX-License-Identifier: ISC */
/*
 * The load generator's parts: one connection as a client (load_conn.c), what
 * the server's processes use (load_server.c), connections that are held open
 * (load_hold.c), and requests one after the other (load.c).
 */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <openssl/ssl.h>

/* ---- one connection ------------------------------------------------------ */

/* Where the connections go; the same for all of a run. */
struct target {
	uint16_t port;
	bool is_plain;
	const char *host;    /* of the server name, for TLS */
	const char *request; /* with its CR LF */
	size_t request_len;
	SSL_CTX *context;
	SSL_SESSION *session; /* offered by each connection; or NULL */
	const char *status;   /* what a Gemini answer must begin with */
	uint64_t least;	      /* bytes that an answer must have */
};

enum conn_state { CONN_CONNECT, CONN_HANDSHAKE, CONN_OPEN };

enum conn_result {
	CONN_WAIT,  /* the peer must act first */
	CONN_DONE,  /* the peer has ended it: close_notify, or end of file */
	CONN_FAILED /* reset, or ended without close_notify */
};

struct conn {
	int fd; /* -1: not in use */
	SSL *ssl;
	enum conn_state state;
	uint64_t start;	 /* when connect was called, ns */
	uint64_t closed; /* when the end was seen, ns; 0 before */
	uint64_t body;	 /* bytes of answer, header included */
	char head[2];	 /* first bytes of the answer: Gemini's status */
	size_t sent;	 /* bytes of the request */
	unsigned kind;	 /* for the owner's use */
};

/*
 * A context as a Gemini client has it: OpenSSL's defaults, any certificate.
 * `is_old` allows nothing newer than TLS 1.2.
 */
SSL_CTX *conn_context(bool is_old);

/*
 * Begin to connect.  `segment` and `window` (bytes) shrink the segments and
 * the receive buffer; 0 leaves them.  -1 with errno when the system refuses.
 */
int conn_open(struct conn *c, const struct target *t, int segment, int window);

/* Come as far as CONN_OPEN, sending no request; CONN_WAIT until then. */
enum conn_result conn_shake(struct conn *c);

/* Send `len` bytes now; they must fit. -1 when the connection is lost. */
int conn_send(struct conn *c, const char *bytes, size_t len);

/* Read and drop what has come. */
enum conn_result conn_drain(struct conn *c);

/* Shake, send the request and read the answer, as far as that goes now. */
enum conn_result conn_fetch(struct conn *c, const struct target *t);

/* Payload bytes of the TCP connection so far.  Plain: as sent and read. */
uint64_t conn_bytes_down(const struct conn *c);
uint64_t conn_bytes_up(const struct conn *c);

/* Close; with TLS, close_notify is sent first.  Accepts a closed one. */
void conn_close(struct conn *c);

/* ---- the server's processes ---------------------------------------------- */

enum { SERVER_MAX = 256 };

struct server {
	pid_t pids[SERVER_MAX];
	size_t count;
};

struct server_memory {
	uint64_t rss, pss; /* bytes, all processes */
};

/* Process `root` and all that descend from it; 0 finds none. */
void server_find(struct server *s, pid_t root);
/* CPU time in ns of all of them, and of the children they waited for. */
uint64_t server_cpu(const struct server *s);
struct server_memory server_memory(const struct server *s);
/* Open descriptors of all of them. */
size_t server_descriptors(const struct server *s);

/* ---- held connections ---------------------------------------------------- */

enum hold_kind {
	HOLD_SILENT, /* connected, no byte sent */
	HOLD_IDLE,   /* TLS established, no byte of a request */
	HOLD_HALF,   /* half a request */
	HOLD_BYTE,   /* one byte of a request a second */
	HOLD_NEVER,  /* a big file asked for and never read */
	HOLD_KINDS
};

struct hold {
	size_t count, seconds;
	unsigned kinds; /* bits 1 << enum hold_kind, of each as many */
	bool is_short;	/* end when the memory is measured */
};

/* Open them, print what the server needs for them and how it ends them. */
void hold_run(const struct hold *h, const struct target *t, struct server *s);

#endif
