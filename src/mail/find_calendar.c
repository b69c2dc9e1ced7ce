/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iTIP (RFC 5546): REQUEST and PUBLISH tell of an event, or of its change;
 * CANCEL takes it back; REPLY, REFRESH and the rest are between others'
 * calendars and give nothing to do.
 */
#include "mail/find_internal.h"

#include "base/civil.h"

#include <string.h>
#include <strings.h>

enum { NAMES_MAX = 20 };

/* The others, by name or address. */
static const char *attendees_of(struct finder *finder, const json_t *event)
{
	const json_t *list = json_object_get(event, "attendees");
	json_t *names = json_array(), *attendee;
	size_t i;

	json_array_foreach(list, i, attendee) {
		const char *address = find_text_of(finder, attendee, "address"), *name = find_text_of(finder, attendee, "name");
		if (address && finder->context->address && strcasecmp(address, finder->context->address) == 0)
			continue;
		if ((name || address) && json_array_size(names) < NAMES_MAX && strlen(name ? name : address) <= 200)
			json_array_append_new(names, json_string(name ? name : address));
	}
	char *text = json_array_size(names) ? json_dumps(names, JSON_COMPACT) : NULL;
	const char *kept = text ? px_arena_str(finder->arena, px_str(text)) : NULL;
	free(text);
	json_decref(names);
	return kept;
}

/* The person said no to it, in an invitation that comes back to them. */
static bool is_declined(struct finder *finder, const json_t *event)
{
	json_t *attendee;
	size_t i;

	json_array_foreach(json_object_get(event, "attendees"), i, attendee) {
		const char *address = find_text_of(finder, attendee, "address"), *state = find_text_of(finder, attendee, "state");
		if (address && state && finder->context->address && strcasecmp(address, finder->context->address) == 0)
			return strcasecmp(state, "DECLINED") == 0;
	}
	return false;
}

/* A rule's end in the past is the series' end. */
static bool is_over(struct finder *finder, const struct px_mail_finding *found)
{
	return !found->rule && found->start && find_is_past(finder, found->end && !found->all_day ? found->end : found->start);
}

static void add_event(struct finder *finder, const char *method, const json_t *event)
{
	const char *status = find_text_of(finder, event, "status");
	bool cancelled = strcasecmp(method, "CANCEL") == 0 || (status && strcasecmp(status, "CANCELLED") == 0);
	struct px_mail_finding found = {
		.kind = cancelled ? PX_FOUND_CANCELLED : PX_FOUND_INVITATION, .event = true,
		.title = find_text_of(finder, event, "title"), .start = find_text_of(finder, event, "start"),
		.end = find_text_of(finder, event, "end"), .location = find_text_of(finder, event, "location"),
		.uid = find_text_of(finder, event, "uid"), .rule = find_text_of(finder, event, "rule"),
		.sequence = json_integer_value(json_object_get(event, "sequence")),
	};

	if (!found.title)
		found.title = *finder->subject ? finder->subject : find_word(finder, PX_SAY_FOUND_EVENT);
	if (!found.start || (!cancelled && (is_declined(finder, event) || is_over(finder, &found))))
		return;
	if (find_text_of(finder, event, "occurrence")) /* one of a series: its own event beside it */
		found.rule = NULL;
	found.all_day = strlen(found.start) == 10;
	found.attendees = cancelled ? NULL : attendees_of(finder, event);
	found.quote = px_arena_printf(finder->arena, "%s: %s, %s%s%s", cancelled ? "CANCEL" : method, found.title, found.start,
				      found.location ? ", " : "", found.location ? found.location : "");
	find_add(finder, &found);
}

void find_in_calendars(struct finder *finder)
{
	json_t *calendar, *event;
	size_t i, j;

	json_array_foreach(finder->mail->calendars, i, calendar) {
		const char *method = find_text_of(finder, calendar, "method");
		if (!method)
			method = "PUBLISH";
		if (strcasecmp(method, "REQUEST") != 0 && strcasecmp(method, "PUBLISH") != 0 && strcasecmp(method, "CANCEL") != 0 &&
		    strcasecmp(method, "ADD") != 0)
			continue;
		json_array_foreach(json_object_get(calendar, "events"), j, event)
			add_event(finder, method, event);
	}
}
