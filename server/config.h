/* SPDX-License-Identifier: ISC */
/*
 * server.yaml -> struct config, through one table of keys that also checks
 * for unknown ones and prints what was understood.
 */
#ifndef SERVER_CONFIG_H
#define SERVER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "conn.h"
#include "proxy.h"
#include "rules.h"
#include "span.h"
#include "yaml.h"

#define CONFIG_LISTEN_MAX 16

struct config_listen {
	char address[64]; /* numeric, without brackets; "" is all, or loopback
			   * when nothing was configured */
	unsigned port;	  /* 0 takes a free one */
};

struct config_service {
	struct config_listen listen[CONFIG_LISTEN_MAX];
	size_t count;	      /* 0: this protocol is not served */
	uint64_t public_port; /* 0: the port that is listened on */
};

/* Strings are owned by the config; NULL where nothing was said. */
struct config {
	bool
	    is_local; /* no file was read: ports without address are loopback's */
	char *root;
	char *host;
	char *certs;
	char *user;
	struct config_service gemini;
	struct config_service gopher;
	struct conn_limits times;    /* timeouts: but for drain */
	uint64_t drain_ms;	     /* how long SIGTERM waits for answers */
	struct limits_rules readers; /* limits: but for connections */
	uint64_t connections;
	struct proxy_sources proxy;
	uint64_t workers; /* 0: one per processor, at most 4 */
	uint64_t tickets;
	char *log_to;
	uint64_t log_addresses; /* enum log_addresses */
	uint64_t log_format;	/* only 0, common */
	uint64_t sandbox;	/* 1 required, 0 off */
	struct rules rules;
	/* More capsules: of each only root, host, certs (NULL: this one's),
	 * gopher (nothing to listen on by default) and rules count. */
	struct config *capsule;
	size_t capsules;
};

/* The defaults. */
void config_init(struct config *c);
void config_release(struct config *c);
/*
 * Read the text of a server.yaml into *c, which has been initialised.
 * Relative paths are taken from `folder`.  -1 after at least one report.
 */
int config_parse(struct config *c, struct span text, const char *folder,
    const struct yaml_reporter *reporter);
/* "PORT", "ADDR:PORT" or "[ADDR6]:PORT".  -1 when it is none of them. */
int config_parse_listen(struct config_listen *l, struct span text);
/* Print as a server.yaml that says the same. */
void config_print(const struct config *c, struct buf *out);

#endif
