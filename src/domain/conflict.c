/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event's own occurrences and those of everything else in the same span of
 * time, both sorted by start, are merged in one pass.
 */
#include "domain/conflict.h"

enum { OWN_MAX = 100, OTHERS_FEW = PX_CONFLICTS_MAX + 14, OTHERS_MAX = 2000 };

static bool overlap(const struct px_occurrence *a, const struct px_occurrence *b)
{
	return a->start < b->end && b->start < a->end;
}

static bool known(const struct px_occurrence *found, size_t count, const struct px_event *event)
{
	for (size_t i = 0; i < count; i++) {
		if (px_id_eq(found[i].event->id, event->id))
			return true;
	}
	return false;
}

static bool overlaps_any(const struct px_occurrence *other, const struct px_occurrence *own,
			 size_t count)
{
	for (size_t i = 0; i < count && own[i].start < other->end; i++) {
		if (overlap(other, &own[i]))
			return true;
	}
	return false;
}

/* Of the first `max` things that take place from the first of its own occurrences to the last; *all: there are no more. */
static enum px_err find_among(struct px_domain *domain, const struct px_event *event, const struct px_occurrence *own,
			      size_t own_count, size_t max, struct px_occurrence *found, size_t *count, bool *all,
			      struct px_error *error)
{
	struct px_occurrence *others;
	size_t other_count, total;
	enum px_err err = px_event_list(domain, own[0].start, own[own_count - 1].end, NULL, max, &others, &other_count, &total, error);

	if (err)
		return err;
	*count = 0;
	*all = total <= max;
	for (size_t i = 0; i < other_count && *count < PX_CONFLICTS_MAX; i++) {
		const struct px_event *other = others[i].event;
		if (other->all_day || px_id_eq(other->id, event->id) || known(found, *count, other))
			continue;
		if (overlaps_any(&others[i], own, own_count))
			found[(*count)++] = others[i];
	}
	return PX_OK;
}

enum px_err px_conflict_find(struct px_domain *domain, const struct px_event *event,
			     struct px_occurrence **found, size_t *count, struct px_error *error)
{
	struct px_occurrence own[OWN_MAX];
	int64_t from = event->start, to = event->end;
	size_t own_count;
	bool all;

	*found = NULL;
	*count = 0;
	if (event->all_day)
		return PX_OK;
	if (event->recurrence) {
		from = event->start > domain->now ? event->start : domain->now;
		to = from + PX_CONFLICT_DAYS * PX_MS_DAY;
	}
	own_count = px_event_occurrences(domain, event, from, to, own, OWN_MAX);
	if (!own_count)
		return PX_OK;
	*found = PX_ARENA_ARRAY(domain->arena, struct px_occurrence, PX_CONFLICTS_MAX);
	enum px_err err = find_among(domain, event, own, own_count, OTHERS_FEW, *found, count, &all, error);
	if (!err && !all && *count < PX_CONFLICTS_MAX)
		err = find_among(domain, event, own, own_count, OTHERS_MAX, *found, count, &all, error);
	return err;
}

void px_conflict_mark(const struct px_occurrence *occurrences, size_t count, bool *marks)
{
	memset(marks, 0, count * sizeof(*marks));
	for (size_t i = 0; i < count; i++) {
		if (occurrences[i].event->all_day)
			continue;
		for (size_t k = i + 1; k < count && occurrences[k].start < occurrences[i].end; k++) {
			if (!occurrences[k].event->all_day)
				marks[i] = marks[k] = true;
		}
	}
}
