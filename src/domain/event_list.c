/* SPDX-License-Identifier: Apache-2.0 */
/* Occurrences of events, and everything that takes place in a span of time. */
#include "domain/event.h"
#include "domain/event_exdates.h"
#include "domain/recurrence.h"
#include "domain/text.h"

enum { SERIES_MAX = 1000 /* occurrences of one series in one answer */ };

static bool is_removed(const int64_t *removed, size_t count, int64_t start)
{
	for (size_t i = 0; i < count; i++) {
		if (removed[i] == start)
			return true;
	}
	return false;
}

int64_t px_event_end_at(const struct px_domain *domain, const struct px_event *event,
			int64_t start)
{
	const struct px_tz *tz = px_domain_zone(domain, event->zone);

	if (!event->all_day)
		return start + (event->end - event->start);
	int64_t local = px_tz_to_local(tz, event->end) - px_tz_to_local(tz, event->start);
	return px_tz_to_utc(tz, px_tz_to_local(tz, start) + local, NULL);
}

static size_t expand_series(const struct px_domain *domain, const struct px_event *event,
			    int64_t from, int64_t to, struct px_occurrence *found, size_t max)
{
	const struct px_tz *tz = px_domain_zone(domain, event->zone);
	int64_t removed[PX_EXDATES_MAX], starts[64];
	size_t removed_count = px_exdates_read(event->exdates, removed, PX_EXDATES_MAX);
	int64_t duration = event->end - event->start + (event->all_day ? PX_MS_DAY / 12 : 0);
	int64_t at = from - duration + 1;
	size_t count = 0, got;

	do {
		got = px_recurrence_expand(event->recurrence, tz, event->start, at, to, starts, 64);
		for (size_t i = 0; i < got && count < max; i++) {
			int64_t end = px_event_end_at(domain, event, starts[i]);
			if (end > from && !is_removed(removed, removed_count, starts[i]))
				found[count++] = (struct px_occurrence){ event, starts[i], end };
		}
		if (got)
			at = starts[got - 1] + 1;
	} while (got == 64 && count < max);
	return count;
}

size_t px_event_occurrences(const struct px_domain *domain, const struct px_event *event,
			    int64_t from, int64_t to, struct px_occurrence *found, size_t max)
{
	if (!max)
		return 0;
	if (event->recurrence)
		return expand_series(domain, event, from, to, found, max);
	if (event->start >= to || event->end <= from)
		return 0;
	found[0] = (struct px_occurrence){ event, event->start, event->end };
	return 1;
}

static bool text_matches(const struct px_domain *domain, const struct px_event *event,
			 struct px_str needle)
{
	return !needle.size || px_text_holds(domain->arena, event->title, needle) ||
	       px_text_holds(domain->arena, event->location, needle) ||
	       px_text_holds(domain->arena, event->notes, needle) ||
	       px_text_holds(domain->arena, event->attendees, needle);
}

static int by_start(const void *a, const void *b)
{
	const struct px_occurrence *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	if (left->end != right->end)
		return left->end < right->end ? -1 : 1;
	return px_id_cmp(left->event->id, right->event->id);
}

struct list {
	struct px_occurrence *items;
	size_t count, room;
};

static void append(struct px_arena *arena, struct list *list, const struct px_occurrence *items,
		   size_t count)
{
	if (list->count + count > list->room) {
		size_t larger = 2 * list->room + count + 32;
		struct px_occurrence *copy = PX_ARENA_ARRAY(arena, struct px_occurrence, larger);
		if (list->count)
			memcpy(copy, list->items, list->count * sizeof(*copy));
		list->items = copy;
		list->room = larger;
	}
	if (count)
		memcpy(list->items + list->count, items, count * sizeof(*items));
	list->count += count;
}

/* Whoever looks for no words needs only the rows of what is shown: when an event is that happens once, its span says. */
static bool span_suffices(const struct px_store_span *span, struct px_str needle)
{
	return !needle.size && !span->recurring;
}

/* The occurrences of a span's event; of one whose span suffices only the id is known as yet. */
static enum px_err add_span(struct px_domain *domain, const struct px_store_span *span, int64_t from, int64_t to,
			    struct px_str needle, struct list *list, struct px_error *error)
{
	struct px_event *event = PX_ARENA_NEW(domain->arena, struct px_event);
	struct px_occurrence times[SERIES_MAX];

	if (span_suffices(span, needle)) {
		event->id = span->event;
		event->start = span->start;
		event->end = span->end;
	} else {
		enum px_err err = px_event_get(domain, span->event, event, error);
		if (err || !text_matches(domain, event, needle))
			return err;
	}
	append(domain->arena, list, times, px_event_occurrences(domain, event, from, to, times, SERIES_MAX));
	return PX_OK;
}

/* A row that was read has a version. */
static enum px_err read_missing(struct px_domain *domain, struct px_occurrence *found, size_t count, struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; i < count && !err; i++) {
		if (found[i].event->version)
			continue;
		struct px_event *event = PX_ARENA_NEW(domain->arena, struct px_event);
		err = px_event_get(domain, found[i].event->id, event, error);
		found[i].event = event;
	}
	return err;
}

enum px_err px_event_list(struct px_domain *domain, int64_t from, int64_t to, const char *text,
			  size_t max, struct px_occurrence **found, size_t *count, size_t *total,
			  struct px_error *error)
{
	struct px_str needle = text ? px_text_fold(domain->arena, px_str(text)) : PX_STR("");
	struct px_store_span *spans;
	struct list list = { 0 };
	size_t span_count;

	enum px_err err = px_store_overlaps(domain->tx, from, to, domain->arena, &spans, &span_count,
					    error);
	for (size_t i = 0; !err && i < span_count; i++)
		err = add_span(domain, &spans[i], from, to, needle, &list, error);
	if (err)
		return err;
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), by_start);
	*found = list.items;
	*count = list.count < max ? list.count : max;
	if (total)
		*total = list.count;
	return read_missing(domain, list.items, *count, error);
}
