/* SPDX-License-Identifier: ISC */
/*
 * The list of losses.  Messages are made where the context is known and only
 * kept here.
 */
#include "losses.h"

#include <stdarg.h>

#include "die.h"
#include "messages.h"

void
losses_init(struct losses *l)
{
	*l = (struct losses){ 0 };
}

void
losses_release(struct losses *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->item[i].message);
	free(l->item);
	losses_init(l);
}

static struct loss *
new_item(struct losses *l)
{
	if (l->count == l->cap) {
		l->cap = l->cap > 0 ? l->cap * 2 : 16;
		l->item = xreallocarray(l->item, l->cap, sizeof(*l->item));
	}
	return &l->item[l->count++];
}

void
losses_add(struct losses *l, enum loss_kind kind, const char *file,
    unsigned line, const char *fmt, ...)
{
	struct loss *loss = new_item(l);
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		die(MSG_NO_MESSAGE);
	loss->kind = kind;
	loss->file = file;
	loss->line = line;
	loss->message = xmalloc((size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(loss->message, (size_t)len + 1, fmt, ap);
	va_end(ap);
}

void
losses_move(struct losses *l, struct losses *from)
{
	for (size_t i = 0; i < from->count; i++)
		*new_item(l) = from->item[i];
	free(from->item);
	losses_init(from);
}

static int
compare(const void *va, const void *vb)
{
	const struct loss *a = va;
	const struct loss *b = vb;
	int order = strcmp(
	    a->file != NULL ? a->file : "", b->file != NULL ? b->file : "");

	if (order == 0)
		order = (a->line > b->line) - (a->line < b->line);
	if (order == 0)
		order = strcmp(a->message, b->message);
	if (order == 0)
		order = (int)a->kind - (int)b->kind;
	return order;
}

void
losses_sort(struct losses *l)
{
	size_t kept = 0;

	if (l->count == 0)
		return;
	qsort(l->item, l->count, sizeof(*l->item), compare);
	for (size_t i = 1; i < l->count; i++) {
		if (compare(&l->item[kept], &l->item[i]) == 0)
			free(l->item[i].message);
		else
			l->item[++kept] = l->item[i];
	}
	l->count = kept + 1;
}

size_t
losses_count(const struct losses *l, enum loss_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < l->count; i++)
		count += l->item[i].kind == kind;
	return count;
}
