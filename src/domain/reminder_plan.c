/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares the rows that an item has with those it should have.
 *
 * `told` of a row says up to when everything was said.  As long as the next
 * instant after it is what the row has planned already, nothing moved, and the
 * row stays, late or not.  When the item did move, what lies before now is past.
 */
#include "domain/reminder_plan.h"

#include "base/json.h"
#include "domain/image.h"
#include "domain/notification.h"
#include "domain/reminder.h"

enum { LEADS_MAX = 16 };

/* What became of the item. */
enum change { MADE, MOVED, STAYED };

struct plan {
	struct px_domain *domain;
	int subject;
	struct px_id id;
	struct px_schedule schedule;
	bool moved;               /* it takes place at other times than before */
	struct px_reminder *rows; /* that there are */
	size_t count;
	bool keep[128];           /* of them */
};

/* ------------------------------------------------------------------ one lead */

static void aim(const struct plan *plan, const struct px_lead *lead, struct px_reminder *row)
{
	int64_t occurrence, before = plan->domain->now - 1;

	if (plan->moved)
		row->said = PX_TIME_NONE;
	int64_t at = px_schedule_next(&plan->schedule, lead, row->told, row->said, &occurrence);
	if (row->version && at == row->planned && (at == PX_TIME_NONE || occurrence == row->occurrence))
		return;
	if (row->told < before) {
		row->told = before;
		at = px_schedule_next(&plan->schedule, lead, row->told, row->said, &occurrence);
	}
	row->due = row->planned = at;
	row->occurrence = occurrence;
}

static struct px_reminder *find_lead(struct plan *plan, const char *text)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->rows[i].lead && strcmp(plan->rows[i].lead, text) == 0) {
			plan->keep[i] = true;
			return &plan->rows[i];
		}
	return NULL;
}

static enum px_err plan_lead(struct plan *plan, const char *text, struct px_error *error)
{
	struct px_reminder *row = find_lead(plan, text), made, before;
	struct px_lead lead;

	if (!px_lead_parse(px_str(text), &lead))
		return PX_OK; /* of a row written by hand */
	if (!row) {
		px_record_init(&px_reminder_record, &made);
		made.subject = plan->subject;
		made.subject_id = plan->id;
		made.lead = text;
		made.told = plan->domain->now - 1;
		row = &made;
	}
	before = *row;
	aim(plan, &lead, row);
	bool same = row->planned == before.planned && row->occurrence == before.occurrence && row->told == before.told;
	/* A lead that has nothing to say is no row yet; one that has said something remembers it. */
	if (same || (!row->version && row->planned == PX_TIME_NONE))
		return PX_OK;
	return px_reminder_save(plan->domain, row, error);
}

/* ------------------------------------------------------------------ one item */

/* What was put off, or repeats itself, holds as long as the item takes place when it did. */
static void keep_extras(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const char *lead = plan->rows[i].lead;
		if (lead && (strcmp(lead, PX_LEAD_SNOOZE) == 0 || strcmp(lead, PX_LEAD_NAG) == 0))
			plan->keep[i] = px_schedule_has(&plan->schedule, plan->rows[i].occurrence);
	}
}

static enum px_err drop_rest(struct plan *plan, struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < plan->count; i++)
		if (!plan->keep[i])
			err = px_reminder_drop(plan->domain, plan->rows[i].id, error);
	return err;
}

static enum px_err plan_leads(struct plan *plan, const char *leads, struct px_error *error)
{
	json_t *list = NULL, *value;
	size_t i;
	enum px_err err = px_json_parse(px_str(leads), &list, error);

	json_array_foreach(list, i, value) {
		if (err || i == LEADS_MAX)
			break;
		err = plan_lead(plan, px_arena_str(plan->domain->arena, px_json_string(value)), error);
	}
	json_decref(list);
	return err;
}

static enum px_err plan_item(struct plan *plan, const char *leads, enum change change, struct px_error *error)
{
	enum px_err err = change == MADE ? PX_OK : px_reminders_of(plan->domain, plan->id, &plan->rows, &plan->count, error);

	if (err)
		return err;
	plan->moved = change != STAYED;
	keep_extras(plan);
	if (plan->schedule.first != PX_TIME_NONE)
		err = plan_leads(plan, leads, error);
	if (!err)
		err = drop_rest(plan, error);
	return err || change == MADE ? err : px_notification_settle(plan->domain, plan->id, &plan->schedule, error);
}

static enum px_err plan_task(struct px_domain *domain, const struct px_speaking *speaking, const struct px_task *task,
			     enum change change, struct px_error *error)
{
	struct plan plan = { .domain = domain, .subject = PX_SUBJECT_TASK, .id = task->id };
	const char *usual = task->due == PX_TIME_NONE ? speaking->day_leads : speaking->task_leads;

	px_schedule_task(domain, task, speaking->day_minute, &plan.schedule);
	return plan_item(&plan, task->reminders ? task->reminders : usual, change, error);
}

static enum px_err plan_event(struct px_domain *domain, const struct px_speaking *speaking, const struct px_event *event,
			      enum change change, struct px_error *error)
{
	struct plan plan = { .domain = domain, .subject = PX_SUBJECT_EVENT, .id = event->id };
	const char *usual = event->all_day ? speaking->day_leads : speaking->event_leads;

	px_schedule_event(domain, event, speaking->day_minute, &plan.schedule);
	return plan_item(&plan, event->reminders ? event->reminders : usual, change, error);
}

enum px_err px_reminder_plan_task(struct px_domain *domain, const struct px_speaking *speaking, const struct px_task *task,
				  struct px_error *error)
{
	return plan_task(domain, speaking, task, STAYED, error);
}

enum px_err px_reminder_plan_event(struct px_domain *domain, const struct px_speaking *speaking,
				   const struct px_event *event, struct px_error *error)
{
	return plan_event(domain, speaking, event, STAYED, error);
}

/* The item is gone: nobody is to be reminded of it. */
static enum px_err plan_nothing(struct px_domain *domain, struct px_id id, struct px_error *error)
{
	struct plan plan = { .domain = domain, .id = id, .schedule = { .first = PX_TIME_NONE } };

	return plan_item(&plan, "[]", MOVED, error);
}

/* ------------------------------------------------------------------ following */

static const char *const task_fields[] = { "due", "due_day", "zone", "status", "recurrence", "after_completion",
					   "series_start", "occurrences_done", NULL };
static const char *const event_fields[] = { "start", "end", "zone", "all_day", "recurrence", "exdates", NULL };

static bool same_field(const struct px_image *image, const char *name)
{
	return px_image_field_equal(px_record_field(image->record, px_str(name)), image->before, image->after);
}

/* Whether it takes place at other times. */
static bool has_moved(const struct px_image *image)
{
	const char *const *fields = image->record == &px_task_record ? task_fields : event_fields;

	if (!image->after || !image->before)
		return true;
	while (*fields && same_field(image, *fields))
		fields++;
	return *fields != NULL;
}

/* Whether a later change of the same row says what it became. */
static bool is_superseded(const struct px_domain *domain, size_t at)
{
	for (size_t i = at + 1; i < domain->image_count; i++)
		if (domain->images[i].record == domain->images[at].record && px_id_eq(domain->images[i].id, domain->images[at].id))
			return true;
	return false;
}

static bool has_time(const struct px_image *image)
{
	const struct px_task *task = image->after;

	return image->record != &px_task_record || task->due != PX_TIME_NONE || task->due_day != PX_DAY_NONE;
}

static enum px_err follow_one(struct px_domain *domain, const struct px_speaking *speaking, const struct px_image *image,
			      enum change change, struct px_error *error)
{
	if (!image->after)
		return plan_nothing(domain, image->id, error);
	if (change == MADE && !has_time(image))
		return PX_OK;
	if (image->record == &px_task_record)
		return plan_task(domain, speaking, image->after, change, error);
	return plan_event(domain, speaking, image->after, change, error);
}

/* Whether the images before it say nothing of its row. */
static bool is_first(const struct px_domain *domain, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (px_id_eq(domain->images[i].id, domain->images[at].id))
			return false;
	return true;
}

/* A free-standing reminder that came back by undo wants its job again. */
static enum px_err follow_reminder(struct px_domain *domain, const struct px_image *image, struct px_error *error)
{
	const struct px_reminder *row = image->after;

	if (row)
		return px_reminder_request(domain, row->due, error);
	enum px_err err = px_reminder_dismiss(domain, image->id, error); /* with it goes what repeats it, or was put off */
	return err ? err : px_notification_settle(domain, image->id, NULL, error);
}

enum px_err px_reminder_follow(struct px_domain *domain, struct px_error *error)
{
	struct px_speaking speaking;
	bool known = false;
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < domain->image_count; i++) {
		const struct px_image *image = &domain->images[i];
		if (image->record == &px_reminder_record) {
			err = follow_reminder(domain, image, error);
			continue;
		}
		if (image->record == &px_user_record || image->record == &px_notification_settings_record) {
			/* the clock of where the person is, the usual leads: all reminders follow from them */
			err = px_replan_request(domain->tx, domain->user, error);
			continue;
		}
		if ((image->record != &px_task_record && image->record != &px_event_record) || is_superseded(domain, i))
			continue;
		bool first = is_first(domain, i);
		enum change change = first && !image->before ? MADE : !first || has_moved(image) ? MOVED : STAYED;
		if (change == STAYED && same_field(image, "reminders"))
			continue;
		if (!known)
			err = px_speaking_get(domain, &speaking, error);
		known = true;
		if (!err)
			err = follow_one(domain, &speaking, image, change, error);
	}
	return err;
}

/* ------------------------------------------------------------------ quiet hours */

int64_t px_reminder_held(const struct px_domain *domain, const struct px_speaking *speaking, const struct px_schedule *schedule,
			 const struct px_lead *lead, int64_t occurrence, int64_t at)
{
	int64_t local = px_tz_to_local(domain->tz, at);
	int minute = (int)((local - px_civil_ms_day(local) * PX_MS_DAY) / PX_MS_MINUTE), left;
	bool asked_for = lead->at != PX_TIME_NONE || (!schedule->day && px_duration_is_zero(&lead->before));

	if (asked_for || !px_speaking_quiet(speaking, minute, &left))
		return PX_TIME_NONE;
	int64_t until = px_tz_to_utc(domain->tz, local - local % PX_MS_MINUTE + left * PX_MS_MINUTE, NULL);
	/* Of what takes place before that, it would be too late; an hour that the clocks skip or repeat is no reason to wait. */
	bool too_late = !schedule->day && occurrence >= at && occurrence <= until;
	return too_late || until <= at ? PX_TIME_NONE : until;
}

/* ------------------------------------------------------------------ the brief */

int64_t px_brief_next(const struct px_speaking *speaking, const struct px_tz *tz, int64_t after, int64_t said)
{
	int32_t day = px_civil_ms_day(px_tz_to_local(tz, after)) - 1;

	if (!speaking->brief)
		return PX_TIME_NONE;
	for (int i = 0; i < 16; i++, day++) {
		int64_t at = px_tz_to_utc(tz, day * PX_MS_DAY + speaking->brief_minute * PX_MS_MINUTE, NULL);
		bool is_new = said == PX_TIME_NONE || day * PX_MS_DAY > said;
		if (at > after && is_new && speaking->brief_days >> px_civil_weekday(day) & 1)
			return at;
	}
	return PX_TIME_NONE;
}

enum px_err px_reminder_plan_brief(struct px_domain *domain, const struct px_speaking *speaking, struct px_error *error)
{
	struct px_reminder *rows, row;
	size_t count = 0;
	enum px_err err = px_reminders_of(domain, domain->user, &rows, &count, error);

	if (err)
		return err;
	if (count) {
		row = rows[0];
	} else {
		px_record_init(&px_reminder_record, &row);
		row.subject = PX_SUBJECT_BRIEF;
		row.subject_id = domain->user;
		row.lead = PX_LEAD_BRIEF;
		row.told = domain->now - 1;
	}
	int64_t at = px_brief_next(speaking, domain->tz, row.told, row.said);
	if (count && at == row.planned)
		return PX_OK;
	if (row.told < domain->now - 1) {
		row.told = domain->now - 1;
		at = px_brief_next(speaking, domain->tz, row.told, row.said);
	}
	row.due = row.planned = row.occurrence = at;
	return px_reminder_save(domain, &row, error);
}
