/* SPDX-License-Identifier: ISC */
/*
 * Calendar dates of posts, in all the forms that blogs write.
 */
#ifndef GEN_DATE_H
#define GEN_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "span.h"

/* A day as the author wrote it, and the moment in UTC.  All 0: no date. */
struct date {
	int year; /* 1..9999 */
	int month, day;
	bool has_time;
	int64_t when; /* seconds since 1970; noon UTC without a time, as gemsub
	               * has it (gemsub, "updated") */
};

/*
 * Parse "2021-03-09", "2021/3/9", "2021.03.09", each with an optional time
 * after 'T' or a space ("14:05", "14:05:06", fractions) and an optional zone
 * ("Z", "UTC", "GMT", "+02:00", "+0200", "+02"; Go writes its name too, as
 * "+0200 EET" or "+0300 +03"); RFC 2822 forms ("Tue, 09 Mar 2021 14:05:06
 * +0200"), those of asctime() and date(1) ("Tue Mar  9 14:05:06 EET 2021") and
 * "9 March 2021", "9 Mar. 2021", "9-Mar-2021", "March 9, 2021" in English.
 * False, *date untouched, when it is none of these or no day of the calendar.
 */
bool date_parse(struct span text, struct date *date);
/* "2021-03-09-name", or "2021-3-9-name": take date and dash off the front of
 * *name. */
bool date_prefix(struct span *name, struct date *date);

bool date_is_set(const struct date *date);
/* By day, then by moment: <0, 0, >0. */
int date_cmp(const struct date *a, const struct date *b);
/* The day of a moment in UTC. */
struct date date_of_epoch(int64_t seconds);
/* Today: of SOURCE_DATE_EPOCH when that is set, else of the local clock. */
struct date date_today(void);

#define DATE_DAY_SIZE 11

/* "2021-03-09", written into `text`. */
struct span date_day(const struct date *date, char text[DATE_DAY_SIZE]);
/* "2021-03-09" */
void date_add_iso(struct buf *b, const struct date *date);
/* "2021-03-09T12:00:00Z" (RFC 3339), in UTC. */
void date_add_rfc3339(struct buf *b, const struct date *date);

#endif
