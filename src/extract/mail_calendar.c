/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invitations (RFC 5545, RFC 5546) by libical.  Times become UTC where their
 * zone is known, by the calendar's own VTIMEZONE or by its name; else they
 * stay as they stand on the wall.
 */
#include "extract/mail.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { EVENTS_MAX = 50, ATTENDEES_MAX = 100, TEXT_MAX = 2000 };

static void set_text(json_t *object, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(object, key, json_stringn(text, strnlen(text, TEXT_MAX)));
}

/* "2026-01-16", "2026-01-16T09:00:00Z", or without Z. */
static void set_time(json_t *object, const char *key, icaltimetype time)
{
	char text[40];

	if (icaltime_is_null_time(time) || !icaltime_is_valid_time(time) || time.year < 1970 || time.year > 2200)
		return;
	if (!time.is_date && time.zone)
		time = icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
	if (time.is_date)
		snprintf(text, sizeof(text), "%04d-%02d-%02d", time.year, time.month, time.day);
	else
		snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d%s", time.year, time.month, time.day, time.hour, time.minute,
			 time.second, icaltime_is_utc(time) ? "Z" : "");
	json_object_set_new(object, key, json_string(text));
}

static icaltimetype time_of(icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);

	return property ? icalproperty_get_datetime_with_component(property, event) : icaltime_null_time();
}

/* An end that is told by a duration, or not at all. */
static void set_end(json_t *object, icalcomponent *event)
{
	icaltimetype start = time_of(event, ICAL_DTSTART_PROPERTY), end = time_of(event, ICAL_DTEND_PROPERTY);
	icalproperty *duration = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);

	if (icaltime_is_null_time(end) && duration && !icaltime_is_null_time(start)) {
		const icaltimezone *zone = start.zone;
		end = icaltime_add(start, icalproperty_get_duration(duration));
		end.zone = zone;
	}
	set_time(object, "end", end);
}

static const char *mail_address(const char *uri)
{
	return uri && strncasecmp(uri, "mailto:", 7) == 0 ? uri + 7 : uri;
}

static void add_attendees(json_t *object, icalcomponent *event)
{
	json_t *list = json_array();
	icalproperty *property = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);

	for (; property && json_array_size(list) < ATTENDEES_MAX;
	     property = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
		icalparameter *name = icalproperty_get_first_parameter(property, ICAL_CN_PARAMETER);
		icalparameter *state = icalproperty_get_first_parameter(property, ICAL_PARTSTAT_PARAMETER);
		json_t *attendee = json_object();
		set_text(attendee, "address", mail_address(icalproperty_get_attendee(property)));
		set_text(attendee, "name", name ? icalparameter_get_cn(name) : NULL);
		set_text(attendee, "state", state ? icalparameter_enum_to_string(icalparameter_get_partstat(state)) : NULL);
		json_array_append_new(list, attendee);
	}
	json_object_set_new(object, "attendees", list);
}

static void set_rule(json_t *object, icalcomponent *event)
{
	icalproperty *property = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	char *text;

	if (!property)
		return;
	struct icalrecurrencetype rule = icalproperty_get_rrule(property);
	text = icalrecurrencetype_as_string_r(&rule);
	set_text(object, "rule", text);
	icalmemory_free_buffer(text);
}

static json_t *read_event(icalcomponent *event)
{
	json_t *object = json_object();
	icalproperty *organizer = icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);
	icalproperty *status = icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);
	icalproperty *sequence = icalcomponent_get_first_property(event, ICAL_SEQUENCE_PROPERTY);

	set_text(object, "uid", icalcomponent_get_uid(event));
	set_text(object, "title", icalcomponent_get_summary(event));
	set_text(object, "location", icalcomponent_get_location(event));
	set_time(object, "start", time_of(event, ICAL_DTSTART_PROPERTY));
	set_end(object, event);
	set_time(object, "occurrence", time_of(event, ICAL_RECURRENCEID_PROPERTY));
	set_text(object, "organizer", organizer ? mail_address(icalproperty_get_organizer(organizer)) : NULL);
	if (status)
		set_text(object, "status", icalproperty_status_to_string(icalproperty_get_status(status)));
	json_object_set_new(object, "sequence", json_integer(sequence ? icalproperty_get_sequence(sequence) : 0));
	set_rule(object, event);
	add_attendees(object, event);
	return object;
}

static void read_calendar(icalcomponent *calendar, json_t *calendars)
{
	json_t *object = json_object(), *events = json_array();
	icalproperty *method = icalcomponent_get_first_property(calendar, ICAL_METHOD_PROPERTY);
	icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);

	if (method)
		set_text(object, "method", icalproperty_method_to_string(icalproperty_get_method(method)));
	for (; event && json_array_size(events) < EVENTS_MAX;
	     event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
		json_array_append_new(events, read_event(event));
	json_object_set_new(object, "events", events);
	json_array_append_new(calendars, object);
}

void mail_calendar(const char *text, json_t *calendars)
{
	icalcomponent *root;

	icalerror_set_errors_are_fatal(0);
	root = icalparser_parse_string(text);
	if (!root)
		return;
	if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT)
		read_calendar(root, calendars);
	icalcomponent *inner = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT);
	for (; inner; inner = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT))
		read_calendar(inner, calendars);
	icalcomponent_free(root);
}
