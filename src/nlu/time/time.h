/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The time engine: finds the time expressions in a text and resolves them to
 * typed values against a reference instant, a zone and a few settings.
 *
 * Pure: no I/O, no clock, no globals, no heap; everything it needs stands in
 * the context, everything it finds goes into the caller's array.  All values
 * are wall-clock values of the context's zone; a zone said in the text ("3pm
 * CET") is converted.  Thread-safe.
 */
#ifndef PX_NLU_TIME_TIME_H
#define PX_NLU_TIME_TIME_H

#include "base/civil.h"
#include "base/str.h"
#include "base/tz.h"

enum px_time_kind {
	PX_TIME_KIND_NONE,
	PX_TIME_DATE,     /* start.day */
	PX_TIME_CLOCK,    /* start.second; no day was said: the caller picks one */
	PX_TIME_DATETIME, /* start.day and start.second */
	PX_TIME_RANGE,    /* start and end, either may be absent; see `whole_days` */
	PX_TIME_DURATION, /* months + seconds */
	PX_TIME_SET,      /* rrule, start (first occurrence if said), clock */
};

/* What the words around the value say it is. */
enum px_time_role {
	PX_TIME_AT,       /* plain, "at", "on", "in" */
	PX_TIME_DEADLINE, /* "by", "before", "until", "due", "no later than" */
	PX_TIME_START,    /* "from", "starting", "after", "since" */
	PX_TIME_FOR,      /* "for 2 hours": how long */
	PX_TIME_SHIFT,    /* "an hour earlier", "push back by 30 minutes": signed duration */
};

struct px_time_point {
	int32_t day;    /* days since 1970-01-01, or PX_DAY_NONE */
	int32_t second; /* second of the day 0..86399, or -1 */
};

struct px_time_value {
	enum px_time_kind kind;
	struct px_time_point start, end; /* end is exclusive; whole-day ranges end on the day after */
	bool whole_days;  /* a range of days, not of instants */
	bool day_part;    /* "tomorrow morning": a window, start is its usual hour */
	bool approximate; /* "5ish", "around noon" */
	bool in_years;    /* the duration was said in years: "half a year" is P0.5Y */
	bool ambiguous_half; /* neither am nor pm was said and both are possible */
	int32_t months;   /* of a duration; years count 12 */
	int64_t seconds;  /* of a duration, besides the months; negative for "earlier" shifts */
	/* "3 days later", "an hour earlier" have role SHIFT: kind and start are the day or instant
	 * counted from now, months and seconds the signed distance. */
	bool after_completion; /* SET: "every 3 days after completion" */
	char rrule[128];  /* RFC 5545 RRULE value without the prefix, "" if none */
};

/* "MO" to "SU", as rules write the days of the week; Monday is 0. */
extern const char px_time_weekdays[7][3];

enum { PX_TIME_ALTERNATIVES = 3, PX_TIME_MAX = 16, PX_TIME_TEXT_MAX = 32768 };

struct px_time_expr {
	size_t begin, end;       /* bytes of the expression itself */
	size_t cut_begin, cut_end; /* with the preposition and commas that go when a title is cut */
	enum px_time_role role;
	struct px_time_value value; /* the preferred reading */
	struct px_time_value alternatives[PX_TIME_ALTERNATIVES]; /* other readings, best first */
	size_t alternative_count;
	float score;             /* 0..1: how sure that this is meant as a time */
	const char *rule;        /* the pattern that produced it, for explanations; static; "" where size counts */
	bool holiday;            /* "Christmas", without a year or "last" */
};

struct px_time_context {
	int64_t now_utc;         /* reference instant, UTC milliseconds */
	const struct px_tz *tz;  /* the user's zone; borrowed */
	int week_start;          /* 0 = Monday .. 6 = Sunday */
	bool day_first;          /* 3/2 is the 3rd of February */
	bool prefer_past;        /* questions about the past */
	const char *country;     /* ISO 3166 code for holidays, "" = widely known ones */
	/* Another zone by IANA name, or NULL; may be NULL.  Borrowed until the call returns. */
	const struct px_tz *(*find_zone)(void *arg, const char *name);
	void *find_zone_arg;
};

/*
 * Finds up to `max` expressions, in text order and not overlapping; returns
 * how many.  Text beyond PX_TIME_TEXT_MAX bytes is not looked at.  A date and
 * a time that belong together but stand apart ("Friday call Bob at 5") are
 * joined: the first carries the value, the other has kind NONE and its spans,
 * so that both can be cut.
 */
size_t px_time_find(const struct px_time_context *context, struct px_str text,
		    struct px_time_expr *found, size_t max);

/*
 * The main expression of a text that is mostly a time ("next Friday 5pm"), as
 * tools take it for an argument; kind NONE if there is none.
 */
void px_time_main(const struct px_time_context *context, struct px_str text,
		  struct px_time_expr *found);

#endif
