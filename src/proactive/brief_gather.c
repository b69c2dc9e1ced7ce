/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads what a brief or a review tells.  A free hour is looked for in the part
 * of the day that people plan with; events of whole days leave it free.
 */
#include "proactive/brief.h"

#include "domain/memory.h"
#include "domain/proposal.h"
#include "proactive/fact_date.h"

#include <string.h>
#include <strings.h>

enum { FIRST_HOUR = 8, LAST_HOUR = 20, DATES_AHEAD = 14 };
#define FREE_MS PX_MS_HOUR

static int64_t start_of(const struct px_domain *domain, int32_t day)
{
	return px_tz_to_utc(domain->tz, day * PX_MS_DAY, NULL);
}

/* --------------------------------------------------------------------- events */

static bool overlaps(const struct px_occurrence *a, const struct px_occurrence *b)
{
	return !a->event->all_day && !b->event->all_day && a->start < b->end && b->start < a->end;
}

/* Of each the first other one that takes place at the same time. */
static void find_clashes(struct px_domain *domain, struct px_brief *brief)
{
	brief->clashes = PX_ARENA_ARRAY(domain->arena, const struct px_occurrence *, brief->event_count + 1);
	for (size_t i = 0; i < brief->event_count; i++) {
		brief->clashes[i] = NULL;
		for (size_t k = 0; k < brief->event_count && !brief->clashes[i]; k++)
			if (k != i && overlaps(&brief->events[i], &brief->events[k]))
				brief->clashes[i] = &brief->events[k];
	}
}

/* Places that begin with the same word ("Room 3", "Room 5") are near each other; an address of the web is no place. */
static bool is_elsewhere(const char *a, const char *b)
{
	if (!a || !b || strstr(a, "://") || strstr(b, "://"))
		return false;
	size_t n = strcspn(a, " ,"), m = strcspn(b, " ,");
	return n != m || strncasecmp(a, b, n) != 0;
}

/* From where there is little time to come: the last one that is over before each. */
static void find_ways(struct px_domain *domain, struct px_brief *brief)
{
	brief->before = PX_ARENA_ARRAY(domain->arena, const struct px_occurrence *, brief->event_count + 1);
	for (size_t i = 0; i < brief->event_count; i++) {
		const struct px_occurrence *event = &brief->events[i], *last = NULL;
		for (size_t k = 0; k < i && !event->event->all_day && !brief->clashes[i]; k++) {
			const struct px_occurrence *other = &brief->events[k];
			if (!other->event->all_day && other->end <= event->start && (!last || other->end > last->end))
				last = other;
		}
		bool little = last && event->start - last->end < PX_BRIEF_WAY_MIN * PX_MS_MINUTE;
		brief->before[i] = little && is_elsewhere(last->event->location, event->event->location) ? last : NULL;
	}
}

/* Events are in the order of their starts, so each gap is between the latest end so far and the next start. */
static void find_free(const struct px_domain *domain, struct px_brief *brief)
{
	int64_t midnight = brief->day * PX_MS_DAY, now = domain->now;

	brief->free_start = brief->free_end = PX_TIME_NONE;
	brief->from = px_tz_to_utc(domain->tz, midnight + FIRST_HOUR * PX_MS_HOUR, NULL);
	brief->to = px_tz_to_utc(domain->tz, midnight + LAST_HOUR * PX_MS_HOUR, NULL);
	if (brief->from < now) /* to the next quarter of an hour */
		brief->from = (now + 15 * PX_MS_MINUTE - 1) / (15 * PX_MS_MINUTE) * (15 * PX_MS_MINUTE);
	if (brief->to - brief->from < FREE_MS) {
		brief->from = brief->to = PX_TIME_NONE;
		return;
	}
	int64_t at = brief->from;
	for (size_t i = 0; i < brief->event_count && at + FREE_MS <= brief->to; i++) {
		const struct px_occurrence *event = &brief->events[i];
		if (event->event->all_day || event->end <= at)
			continue;
		if (event->start >= at + FREE_MS) {
			brief->free_start = at;
			brief->free_end = event->start < brief->to ? event->start : brief->to;
			return;
		}
		at = event->end;
	}
	if (at + FREE_MS <= brief->to) {
		brief->free_start = at;
		brief->free_end = brief->to;
	}
}

/* Also what began the days before and goes on; what is over by now is of no use any more. */
static enum px_err read_events(struct px_domain *domain, struct px_brief *brief, struct px_error *error)
{
	size_t count = 0, kept = 0;
	enum px_err err = px_event_list(domain, start_of(domain, brief->day), start_of(domain, brief->day + 1), NULL,
					PX_BRIEF_ROWS, &brief->events, &count, NULL, error);

	for (size_t i = 0; !err && i < count; i++)
		if (brief->events[i].end > domain->now)
			brief->events[kept++] = brief->events[i];
	brief->event_count = kept;
	return err;
}

/* --------------------------------------------------------------------- tasks */

static enum px_err read_tasks(struct px_domain *domain, struct px_brief *brief, struct px_error *error)
{
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t count = 0;

	px_task_filter_init(&filter);
	filter.due_to = (brief->day + INT64_C(1)) * PX_MS_DAY;
	enum px_err err = px_task_list(domain, &filter, PX_BRIEF_ROWS, &tasks, &count, NULL, error);
	if (err)
		return err;
	size_t slipped = 0; /* they are in the order in which they are due */
	while (slipped < count && px_civil_ms_day(px_task_due_local(domain, &tasks[slipped])) < brief->day)
		slipped++;
	brief->slipped = tasks;
	brief->slipped_count = slipped;
	brief->due = tasks + slipped;
	brief->due_count = count - slipped;
	return PX_OK;
}

/* --------------------------------------------------------------------- dates */

static void add_date(struct px_brief *brief, const struct px_memory *row, enum px_date_kind kind)
{
	struct px_fact_date date;
	size_t at = brief->date_count;

	if (!px_fact_date_read(px_str(row->value), &date))
		return;
	int32_t day = px_fact_date_next(&date, kind != PX_DATE_EXPIRY, brief->day);
	if (day == PX_DAY_NONE || day < brief->day || day > brief->day + DATES_AHEAD || at == PX_BRIEF_DATES)
		return;
	for (; at > 0 && brief->dates[at - 1].day > day; at--)
		brief->dates[at] = brief->dates[at - 1];
	brief->dates[at] = (struct px_brief_date){ row->subject, strcmp(row->subject, "me") == 0, kind, day, row->id };
	brief->date_count++;
}

static enum px_err read_dates(struct px_domain *domain, struct px_brief *brief, struct px_error *error)
{
	static const char *const attributes[] = { "birthday", "anniversary", "expiry" };
	struct px_memory *rows;
	size_t count = 0;
	enum px_err err = px_memory_facts(domain, &rows, &count, error);

	for (size_t i = 0; !err && i < count; i++) {
		const struct px_memory *row = &rows[i];
		if (row->valid_to != PX_TIME_NONE || row->secret || !row->subject || !row->attribute || !row->value)
			continue;
		for (int kind = PX_DATE_BIRTHDAY; kind <= PX_DATE_EXPIRY; kind++)
			if (strcmp(row->attribute, attributes[kind]) == 0)
				add_date(brief, row, (enum px_date_kind)kind);
	}
	return err;
}

/* --------------------------------------------------------------------- all of it */

enum px_err px_brief_gather(struct px_domain *domain, const char *name, int32_t day, struct px_brief *brief,
			    struct px_error *error)
{
	struct px_proposal_row *proposals;

	*brief = (struct px_brief){ .day = day, .name = name };
	enum px_err err = read_events(domain, brief, error);
	if (!err)
		err = read_tasks(domain, brief, error);
	if (!err)
		err = read_dates(domain, brief, error);
	if (!err)
		err = px_proposals_open(domain, &proposals, &brief->proposal_count, error);
	if (err)
		return err;
	find_clashes(domain, brief);
	find_ways(domain, brief);
	find_free(domain, brief);
	/* A day of 23 hours lost one. */
	brief->clocks = (int)((PX_MS_DAY - (start_of(domain, day + 1) - start_of(domain, day))) / PX_MS_MINUTE);
	return PX_OK;
}

static enum px_err count_undated(struct px_domain *domain, size_t *count, struct px_error *error)
{
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t few;

	px_task_filter_init(&filter);
	filter.undated = true;
	return px_task_list(domain, &filter, 1, &tasks, &few, count, error);
}

enum px_err px_review_gather(struct px_domain *domain, int32_t day, struct px_review *review, struct px_error *error)
{
	struct px_task_filter filter;
	int32_t first = day - 6, after = day + 1;
	bool today = day == px_domain_today(domain); /* which isn't over: what is due tonight has not slipped, it comes */

	*review = (struct px_review){ .first = first };
	px_task_filter_init(&filter);
	filter.statuses = PX_TASKS_COMPLETED;
	filter.by_completion = true;
	filter.due_from = first * PX_MS_DAY;
	filter.due_to = after * PX_MS_DAY;
	enum px_err err = px_task_list(domain, &filter, PX_BRIEF_ROWS, &review->done, &review->done_count, NULL, error);
	px_task_filter_init(&filter);
	filter.due_to = after * PX_MS_DAY;
	filter.overdue = today;
	if (!err)
		err = px_task_list(domain, &filter, PX_BRIEF_ROWS, &review->slipped, &review->slipped_count, NULL, error);
	px_task_filter_init(&filter);
	filter.due_from = (today ? day : after) * PX_MS_DAY;
	filter.ahead = today;
	filter.due_to = (after + 7) * PX_MS_DAY;
	if (!err)
		err = px_task_list(domain, &filter, PX_BRIEF_ROWS, &review->coming, &review->coming_count, NULL, error);
	if (!err)
		err = px_event_list(domain, start_of(domain, after), start_of(domain, after + 7), NULL, PX_BRIEF_ROWS,
				    &review->events, &review->event_count, NULL, error);
	return err ? err : count_undated(domain, &review->undated_count, error);
}
