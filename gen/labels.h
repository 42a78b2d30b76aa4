/* SPDX-License-Identifier: ISC */
/*
 * Every string that a reader sees and that no publisher wrote, in one table
 * per language (en, ro, uk, el, fr, de), and dates in words.
 */
#ifndef GEN_LABELS_H
#define GEN_LABELS_H

#include "buf.h"
#include "span.h"

enum label {
	LABEL_LATEST,	     /* Latest */
	LABEL_ALL_POSTS,     /* All %u posts */
	LABEL_FIND,	     /* Find */
	LABEL_CATEGORIES,    /* Categories */
	LABEL_TAGS,	     /* Tags */
	LABEL_ARCHIVE,	     /* Archive */
	LABEL_AUTHORS,	     /* Authors */
	LABEL_ABOUT_CAPSULE, /* About this capsule */
	LABEL_ATOM,	     /* Atom feed */
	LABEL_NEWEST_FIRST,  /* "%u posts, newest first." with plurals */
	LABEL_UP,	     /* Up */
	LABEL_ALSO_TAG,	     /* Also a tag */
	LABEL_ALSO_CATEGORY,
	LABEL_BY,	   /* By %s */
	LABEL_LIKES,	   /* %u likes */
	LABEL_FILED_UNDER, /* Filed under */
	LABEL_READ_NEXT,   /* Read next */
	LABEL_NEXT,
	LABEL_PREVIOUS,
	LABEL_RELATED,
	LABEL_PLAIN_TEXT, /* This page as plain text */
	LABEL_IMAGE,	  /* Image */
	LABEL_TABLE,	  /* table */
	LABEL_CODE,	  /* code */
	LABEL_UPDATED,	  /* Updated %s */
	LABEL_ALSO_IN,	  /* Also in %s */
	LABEL_REPLY,	  /* Reply by mail */
	LABEL_OLDER,
	LABEL_NEWER,
	LABEL_COLUMNS, /* %u columns */
	LABEL_NOTES,   /* footnotes' heading, if any */
	LABEL_COUNT_
};

struct labels {
	const char *lang; /* "en" */
	const char *text[LABEL_COUNT_];
};

/* The table for a BCP 47 tag: by its language part, else English. */
const struct labels *labels_for(struct span lang);

/* The label that capsule.yaml calls so ("all_posts"), or LABEL_COUNT_. */
enum label label_find(struct span name);
/* "%u" or "%s" when a number or word is put into the label, else "". */
const char *label_mark(enum label label);

/* "9 March 2021" in the language of the table. */
void labels_add_date(
    struct buf *b, const struct labels *labels, int year, int month, int day);
/* A label with a number, in the plural form that the language wants. */
void labels_add_count(struct buf *b, const struct labels *labels,
    enum label label, unsigned long count);

#endif
