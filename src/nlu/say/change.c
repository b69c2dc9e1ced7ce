/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/say/change.h"

#include "base/civil.h"
#include "nlu/say/moment.h"

enum { TITLES_MAX = 5 };

static const struct px_reply_field *field_of(const struct px_reply *reply, const char *name)
{
	for (size_t i = 0; i < reply->field_count; i++) {
		if (strcmp(reply->fields[i].name, name) == 0)
			return &reply->fields[i];
	}
	return NULL;
}

/* ": " before the first of what is said of a thing, ", " before the others. */
static void part(struct px_saying *w, size_t *said)
{
	px_say(w, (*said)++ ? ", " : ": ");
}

/* A field whose value is said by a phrase, or by another one if it is empty now. */
static void say_value(struct px_saying *w, const struct px_reply *reply, const char *name, enum px_phrase set,
		      enum px_phrase none, size_t *said)
{
	const struct px_reply_field *field = field_of(reply, name);

	if (!field)
		return;
	part(w, said);
	if (field->value && field->value[0])
		px_say_with(w, set, field->value);
	else
		px_say_phrase(w, none);
}

/* A value that is one of a few: "pending" is said as "open again". */
static void say_choice(struct px_saying *w, const struct px_reply *reply, const char *name, enum px_pair_list words,
		       size_t *said)
{
	const struct px_reply_field *field = field_of(reply, name);
	const struct px_pairs *pairs = px_pairs(words);

	for (size_t i = 0; field && field->value && i < pairs->count; i++) {
		if (strcmp(pairs->at[i].from, field->value) != 0)
			continue;
		part(w, said);
		px_say(w, pairs->at[i].to);
	}
}

static void say_recurrence(struct px_saying *w, const struct px_reply *reply, size_t *said)
{
	const struct px_reply_field *field = field_of(reply, "recurrence");

	if (!field)
		return;
	part(w, said);
	if (field->value)
		px_say_rule(w, field->value);
	else
		px_say_phrase(w, PX_PHRASE_SAY_NO_RULE);
}

/* Who joined, who left, who comes then. */
static void say_guests(struct px_saying *w, const struct px_reply *reply, size_t *said)
{
	const struct px_reply_field *all = field_of(reply, "guests"), *more = field_of(reply, "attendees");

	if (!all)
		return;
	if (more && more->value)
		say_value(w, reply, "attendees", PX_PHRASE_SAY_GUEST_ADDED, PX_PHRASE_SAY_NO_GUESTS, said);
	say_value(w, reply, "not_attending", PX_PHRASE_SAY_GUEST_GONE, PX_PHRASE_SAY_NO_GUESTS, said);
	say_value(w, reply, "guests", PX_PHRASE_SAY_GUESTS, PX_PHRASE_SAY_NO_GUESTS, said);
}

/* Those that come are told behind the change (reply.c). */
static void say_no_reminders(struct px_saying *w, const struct px_reply *reply, size_t *said)
{
	const struct px_reply_field *field = field_of(reply, "reminders");

	if (!field || field->value)
		return;
	part(w, said);
	px_say_phrase(w, PX_PHRASE_SAY_NO_REMINDERS);
}

static bool same_time(const struct px_nlu_item *a, const struct px_nlu_item *b)
{
	return a->start == b->start && a->end == b->end && a->due_day == b->due_day;
}

static int32_t day_of(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE ? px_civil_ms_day(item->start) : item->due_day;
}

/* ---- tasks ---- */

static void say_due_change(struct px_saying *w, const struct px_reply *reply, size_t *said)
{
	const struct px_nlu_item *item = &reply->items[0], *before = reply->before;

	if (!field_of(reply, "due"))
		return;
	part(w, said);
	if (!px_say_has_due(item)) {
		px_say_phrase(w, PX_PHRASE_SAY_NO_DUE);
		return;
	}
	bool same = before && same_time(before, item);
	px_say_phrase(w, same ? PX_PHRASE_SAY_DUE_ALREADY : PX_PHRASE_SAY_NOW_DUE);
	px_say_due(w, item);
	if (!same && before && px_say_has_due(before)) {
		px_say_phrase(w, PX_PHRASE_SAY_WAS);
		px_say_due(w, before);
		px_say(w, ")");
	}
}

static void say_title(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];
	bool renamed = field_of(reply, "title") != NULL;

	px_say(w, renamed ? px_phrase(PX_PHRASE_SAY_RENAMED) : px_say_pick(w, PX_TEXTS_SAY_CHANGED));
	if (renamed && reply->before) {
		px_say_title(w, reply->before->title);
		px_say_phrase(w, PX_PHRASE_SAY_RENAMED_TO);
	}
	px_say_title(w, item->title);
}

static void task_changed(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_reply_field *project = field_of(reply, "project");
	size_t said = 0;

	say_title(w, reply);
	say_due_change(w, reply, &said);
	say_choice(w, reply, "priority", PX_PAIRS_SAY_PRIORITIES, &said);
	say_choice(w, reply, "status", PX_PAIRS_SAY_STATUSES, &said);
	if (project)
		say_value(w, reply, "project", reply->created_project ? PX_PHRASE_SAY_NOW_IN_NEW : PX_PHRASE_SAY_NOW_IN,
			  PX_PHRASE_SAY_NO_PROJECT, &said);
	say_recurrence(w, reply, &said);
	say_value(w, reply, "tags", PX_PHRASE_SAY_TAGS, PX_PHRASE_SAY_NO_TAGS, &said);
	say_value(w, reply, "notes", PX_PHRASE_SAY_NOTE, PX_PHRASE_SAY_NO_NOTE, &said);
	say_value(w, reply, "add_notes", PX_PHRASE_SAY_NOTE, PX_PHRASE_SAY_NO_NOTE, &said);
	say_no_reminders(w, reply, &said);
}

/* ---- events ---- */

/* "from Wed 9 Dec, 18:00 to Fri 11 Dec, 18:00–19:00"; the day once, if it stays. */
static void say_from_to(struct px_saying *w, const struct px_nlu_item *before, const struct px_nlu_item *item)
{
	int32_t day, second;

	px_say_split(before->start, &day, &second);
	px_say_phrase(w, PX_PHRASE_SAY_FROM);
	px_say_when(w, day, px_say_all_day(before) ? -1 : second);
	px_say_phrase(w, PX_PHRASE_SAY_TO);
	if (day_of(item) == day && !px_say_all_day(item) && item->end != PX_TIME_NONE)
		px_say_span_on(w, item, day);
	else
		px_say_span(w, item);
}

/* Which days of a series were changed. */
static void say_scope(struct px_saying *w, const struct px_reply *reply)
{
	if (reply->one_of_series)
		px_say_phrase(w, PX_PHRASE_SAY_OTHERS_STAY);
	else if (reply->following)
		px_say_phrase(w, PX_PHRASE_SAY_FROM_THEN_ON);
	else if (reply->items[0].recurrence && !field_of(reply, "recurrence") &&
		 !(reply->field_count == 1 && reply->reminder_count))
		px_say_phrase(w, PX_PHRASE_SAY_WHOLE_SERIES);
}

static void say_event_times(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0], *before = reply->before;
	bool same = before && same_time(before, item), renamed = field_of(reply, "title") != NULL;

	if (same) {
		px_say_title(w, item->title);
		px_say_phrase(w, PX_PHRASE_SAY_IS_ALREADY);
		px_say_span(w, item);
	} else if (renamed || (before && before->start == item->start)) {
		say_title(w, reply);
		px_say_phrase(w, PX_PHRASE_SAY_NOW);
		px_say_span(w, item);
	} else {
		px_say(w, px_say_pick(w, PX_TEXTS_SAY_MOVED));
		px_say_title(w, item->title);
		if (before && before->start != PX_TIME_NONE) {
			say_from_to(w, before, item);
		} else {
			px_say_phrase(w, PX_PHRASE_SAY_TO);
			px_say_span(w, item);
		}
	}
}

static void event_changed(struct px_saying *w, const struct px_reply *reply)
{
	bool moved = !reply->field_count || field_of(reply, "start") || field_of(reply, "end");
	size_t said = moved;

	if (moved)
		say_event_times(w, reply);
	else
		say_title(w, reply);
	say_guests(w, reply, &said);
	say_value(w, reply, "location", PX_PHRASE_SAY_PLACE, PX_PHRASE_SAY_NO_PLACE, &said);
	say_recurrence(w, reply, &said);
	say_value(w, reply, "notes", PX_PHRASE_SAY_NOTE, PX_PHRASE_SAY_NO_NOTE, &said);
	say_value(w, reply, "add_notes", PX_PHRASE_SAY_NOTE, PX_PHRASE_SAY_NO_NOTE, &said);
	say_no_reminders(w, reply, &said);
	say_scope(w, reply);
}

void px_say_changed(struct px_saying *w, const struct px_reply *reply)
{
	if (reply->items[0].kind == PX_NLU_EVENT)
		event_changed(w, reply);
	else
		task_changed(w, reply);
}

/* ---- what is gone or done ---- */

void px_say_titles(struct px_saying *w, const struct px_reply *reply)
{
	size_t total = reply->total > reply->item_count ? reply->total : reply->item_count;
	size_t shown = reply->item_count < TITLES_MAX ? reply->item_count : TITLES_MAX;

	for (size_t i = 0; i < shown; i++) {
		px_say(w, i == 0 ? "" : i + 1 == total ? px_phrase(PX_PHRASE_SAY_AND) : ", ");
		px_say_title(w, reply->items[i].title);
	}
	if (total > shown)
		px_say_number(w, PX_PHRASE_SAY_AND_MORE, total - shown);
}

void px_say_deleted(struct px_saying *w, const struct px_reply *reply)
{
	const struct px_nlu_item *item = &reply->items[0];

	px_say(w, px_say_pick(w, PX_TEXTS_SAY_DELETED));
	px_say_titles(w, reply);
	if (reply->item_count != 1 || reply->total > 1)
		return;
	if (item->kind == PX_NLU_EVENT && (reply->one_of_series || !item->recurrence)) {
		px_say_phrase(w, PX_PHRASE_SAY_ON_DAY);
		px_say_span(w, item);
	}
	if (reply->one_of_series) {
		px_say_phrase(w, PX_PHRASE_SAY_OTHERS_STAY);
	} else if (item->recurrence) {
		px_say_phrase(w, PX_PHRASE_SAY_ALL_OF_IT);
		px_say_rule(w, item->recurrence);
		px_say(w, ")");
	}
}

/* ---- what was undone ---- */

/* "“Gym”", "3 tasks": a summary's words for what it is about, in the language of the reply. */
static void say_thing(struct px_saying *w, struct px_str what)
{
	static const struct px_str open = { "“", sizeof("“") - 1 }, close = { "”", sizeof("”") - 1 };
	const struct px_pairs *nouns = px_pairs(PX_PAIRS_SAY_COUNTED);

	if (px_str_starts(what, open) && px_str_ends(what, close) && what.size > open.size + close.size) {
		char title[256];
		snprintf(title, sizeof(title), "%.*s", (int)(what.size - open.size - close.size),
			 what.data + open.size);
		px_say_title(w, title);
		return;
	}
	for (size_t i = 0; i < nouns->count; i++) {
		const struct px_str noun = px_str(nouns->at[i].from);
		if (!px_str_ends(what, noun))
			continue;
		(void)px_buf_str(w->out, px_str_n(what.data, what.size - noun.size));
		px_say(w, nouns->at[i].to);
		return;
	}
	(void)px_buf_str(w->out, what);
}

/* "Deleted “Gym”", taken back: “Gym” is back.  Returns whether it was several things, which the summary only counts. */
static bool say_back(struct px_saying *w, struct px_str part, bool *changed)
{
	bool many = false;

	for (int round = 0; round < 2; round++) {
		const struct px_pairs *ways = px_pairs(round ? PX_PAIRS_SAY_MANY_BACK : PX_PAIRS_SAY_BACK);
		for (size_t i = 0; i < ways->count; i++) {
			struct px_str verb = px_str(ways->at[i].from);
			if (!px_str_starts(part, verb) || part.size <= verb.size)
				continue;
			struct px_str what = px_str_n(part.data + verb.size, part.size - verb.size);
			many = what.data[0] >= '0' && what.data[0] <= '9' && !px_str_starts(what, PX_STR("1 "));
			if (many != (round == 1))
				continue;
			*changed = px_texts_have(px_texts(PX_TEXTS_SAY_AS_IT_WAS), ways->at[i].from);
			say_thing(w, what);
			px_say(w, ways->at[i].to);
			return many;
		}
	}
	(void)px_buf_str(w->out, part);
	return false;
}

void px_say_undone(struct px_saying *w, const struct px_reply *reply)
{
	struct px_str rest = px_str(reply->text ? reply->text : "");
	bool many = false, changed = false;
	size_t said = 0;

	px_say(w, px_say_pick(w, PX_TEXTS_SAY_UNDONE));
	while (rest.size) {
		part(w, &said);
		many = say_back(w, px_str_trim(px_str_cut(rest, ';', &rest)), &changed);
	}
	const struct px_nlu_item *item = reply->items;
	if (said == 1 && many && reply->item_count > 1) {
		px_say(w, " (");
		px_say_titles(w, reply);
		px_say(w, ")");
	} else if (said == 1 && changed && reply->item_count == 1 && item->kind == PX_NLU_EVENT &&
		   item->start != PX_TIME_NONE) {
		px_say(w, ": ");
		px_say_span(w, item);
	}
	px_say(w, ".");
}
