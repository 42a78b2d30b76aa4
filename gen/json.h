/* SPDX-License-Identifier: ISC */
/*
 * JSON (RFC 8259) as it is written: objects and lists in order, commas set by
 * the writer.
 */
#ifndef GEN_JSON_H
#define GEN_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

/* Each takes the key of an object's member, or NULL within a list and at the
 * top. */
void json_open(struct buf *b, const char *key, char bracket); /* '{' or '[' */
void json_close(struct buf *b, char bracket);		      /* '}' or ']' */
void json_text(struct buf *b, const char *key, struct span text);
void json_number(struct buf *b, const char *key, uint64_t number);
void json_decimal(struct buf *b, const char *key, double number);
void json_bool(struct buf *b, const char *key, bool value);
/* Write it to standard output with a line's end. */
void json_print(struct buf *b);

#endif
