/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Effects are read from the images of the turn's actions and the rows as they
 * are; items are the context's.  Words are compared by their stems.
 */
#include "agent/truth_rows.h"

#include "agent/tool_time.h"
#include "base/json.h"
#include "domain/event.h"
#include "domain/project.h"
#include "nlu/text/token.h"

enum { EFFECTS_MAX = 200, TEXT_ROOM = 1 << 16, SECOND_DAY = 86400 };

/* ----------------------------------------------------------------- effects */

static const struct {
	const char *tool;
	unsigned deed;
} deeds[] = {
	{ "create_task", PX_DEED_CREATED }, { "create_event", PX_DEED_CREATED }, { "add_document", PX_DEED_CREATED | PX_DEED_KEPT },
	{ "update_task", PX_DEED_UPDATED }, { "update_event", PX_DEED_UPDATED }, { "complete_task", PX_DEED_COMPLETED },
	{ "delete_task", PX_DEED_DELETED }, { "delete_event", PX_DEED_DELETED }, { "remember", PX_DEED_KEPT },
	{ "forget", PX_DEED_FORGOTTEN }, { "undo", PX_DEED_UNDONE },
};

static unsigned deed_of(const char *tool)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		if (strcmp(deeds[i].tool, tool) == 0)
			return deeds[i].deed;
	}
	return 0;
}

static void add_time(struct px_truth_effect *effect, int64_t local, bool day_only)
{
	int32_t day = px_civil_ms_day(local);

	if (effect->time_count == PX_TRUTH_TIMES)
		return;
	effect->times[effect->time_count++] = (struct px_time_point){ day, day_only ? -1 : (int32_t)((local - (int64_t)day * PX_MS_DAY) / 1000) };
	effect->timed = true;
}

static void add_text(struct px_buf *text, struct px_str words)
{
	(void)px_buf_str(text, words);
	(void)px_buf_char(text, '\n');
}

static bool is_time_field(const char *name)
{
	return px_said_in(name, "due start planned_start");
}

/* An image's row, or the part of it that was changed. */
static void read_image(struct px_truth *truth, struct px_truth_effect *effect, const json_t *image, struct px_buf *text)
{
	bool all_day = json_is_true(json_object_get(image, "all_day"));
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)image, key, value) {
		if (json_is_string(value))
			add_text(text, px_json_string(value));
		else if (json_is_integer(value) && strcmp(key, "due_day") == 0 && json_integer_value(value) != PX_DAY_NONE)
			add_time(effect, (int64_t)json_integer_value(value) * PX_MS_DAY, true);
		else if (json_is_integer(value) && is_time_field(key) && json_integer_value(value) != PX_TIME_NONE)
			add_time(effect, px_tz_to_local(truth->domain->tz, json_integer_value(value)), all_day);
	}
	if (!effect->title && json_is_string(json_object_get(image, "title")))
		effect->title = px_arena_str(truth->domain->arena, px_json_string(json_object_get(image, "title")));
}

static void read_field(struct px_truth *truth, struct px_truth_effect *effect, const struct px_field *field, const void *row,
		       struct px_buf *text)
{
	const void *at = px_field_in(field, row);
	struct px_project project;

	if (field->kind == PX_FIELD_TEXT || field->kind == PX_FIELD_TAGS || field->kind == PX_FIELD_RRULE) {
		if (*(const char *const *)at)
			add_text(text, px_str(*(const char *const *)at));
		effect->recurs |= field->kind == PX_FIELD_RRULE && *(const char *const *)at;
	} else if (field->kind == PX_FIELD_ENUM && field->values[*(const int *)at]) {
		add_text(text, px_str(field->values[*(const int *)at]));
	} else if (field->kind == PX_FIELD_DAY && *(const int32_t *)at != PX_DAY_NONE) {
		add_time(effect, (int64_t)*(const int32_t *)at * PX_MS_DAY, true);
	} else if (field->kind == PX_FIELD_INSTANT && is_time_field(field->name) && *(const int64_t *)at != PX_TIME_NONE) {
		add_time(effect, px_tz_to_local(truth->domain->tz, *(const int64_t *)at), false);
	} else if (strcmp(field->name, "project_id") == 0 && !px_id_is_none(*(const struct px_id *)at) &&
		   px_project_get(truth->domain, *(const struct px_id *)at, &project, NULL) == PX_OK) {
		add_text(text, px_str(project.name));
	}
	if (strcmp(field->name, "title") == 0)
		effect->title = *(const char *const *)at;
}

/* As it is now, if it is still there. */
static void read_row(struct px_truth *truth, struct px_truth_effect *effect, struct px_buf *text)
{
	const struct px_record *record = px_entity_record(px_str(effect->entity));
	void *row = px_arena_zero(truth->domain->arena, 1, record->size);

	if (px_store_get(truth->domain->tx, record, effect->id, truth->domain->arena, row, NULL) != PX_OK)
		return;
	for (size_t i = 0; i < record->field_count; i++)
		read_field(truth, effect, &record->fields[i], row, text);
}

static void lower(char *text)
{
	for (; *text; text++)
		*text = (char)(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text);
}

static void add_effect(struct px_truth *truth, const json_t *image, unsigned deed)
{
	const struct px_record *record = px_entity_record(px_json_string(json_object_get(image, "entity")));
	struct px_truth_effect *effect = &truth->effects[truth->effect_count];
	struct px_buf text = PX_BUF_INIT(TEXT_ROOM);

	if (!record || truth->effect_count == EFFECTS_MAX || record == &px_chunk_record || record == &px_message_record ||
	    record == &px_proposal_record || !px_id_parse(px_json_string(json_object_get(image, "id")), &effect->id))
		return;
	*effect = (struct px_truth_effect){ .deed = deed, .id = effect->id, .entity = record->name };
	if (!deed)
		effect->deed = !json_object_get(image, "before") ? PX_DEED_CREATED : !json_object_get(image, "after") ? PX_DEED_DELETED
																  : PX_DEED_UPDATED;
	read_row(truth, effect, &text);
	read_image(truth, effect, json_object_get(image, "before"), &text);
	read_image(truth, effect, json_object_get(image, "after"), &text);
	char *words = px_arena_str(truth->domain->arena, px_buf_view(&text));
	lower(words);
	effect->text = words;
	px_buf_release(&text);
	truth->deeds |= effect->deed | (effect->timed ? PX_DEED_TIMED : 0);
	truth->effect_count++;
}

static const char *join(struct px_truth *truth, const char *list, const char *more)
{
	return list ? px_arena_printf(truth->domain->arena, "%s; %s", list, more) : more;
}

static enum px_err read_effects(struct px_truth *truth)
{
	const struct px_truth_input *in = truth->in;
	enum px_err err = PX_OK;

	truth->effects = PX_ARENA_ARRAY(truth->domain->arena, struct px_truth_effect, EFFECTS_MAX + 1);
	for (size_t i = 0; !err && i < in->action_count; i++) {
		const struct px_action *action = &in->actions[i];
		json_t *images = NULL;
		if (px_said_in(action->tool, "propose edit_proposal decline_proposal")) {
			truth->proposed = join(truth, truth->proposed, action->summary);
			continue;
		}
		truth->done = join(truth, truth->done, action->summary);
		err = px_json_parse(px_str(action->changes), &images, truth->error);
		for (size_t j = 0; j < json_array_size(images); j++)
			add_effect(truth, json_array_get(images, j), deed_of(action->tool));
		json_decref(images);
		truth->deeds |= deed_of(action->tool);
	}
	return err;
}

enum px_err px_truth_open(struct px_truth *truth, const struct px_truth_input *in, struct px_domain *domain, struct px_error *error)
{
	*truth = (struct px_truth){ .in = in, .domain = domain, .error = error };
	truth->nlu = (struct px_nlu_context){ .now = in->now, .tz = domain->tz, .locale = in->locale,
					      .find_zone = domain->find_zone, .find_zone_arg = domain->find_zone_arg };
	enum px_err err = px_context_open(&(struct px_context_keep){ 0 }, domain, 0, &truth->own, error);
	if (!err) {
		px_context_fill(truth->own, &truth->nlu);
		truth->time = px_tool_time_context(&truth->nlu);
		err = read_effects(truth);
	}
	if (err)
		px_truth_close(truth);
	return err;
}

void px_truth_close(struct px_truth *truth)
{
	px_context_drop(&(struct px_context_keep){ 0 }, truth->own);
	truth->own = NULL;
}

/* ------------------------------------------------------------------- words */

static bool same_stem(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), common = 0;

	while (common < n && common < m && a[common] == b[common])
		common++;
	if (common == n && common == m)
		return true;
	size_t least = n < m ? n : m, most = n < m ? m : n;
	/* "call", "calls"; "bank", "banking"; but no "car" for "carpet". */
	return (common == least && most - least <= 1) || (common >= 4 && common + 1 >= least && most - common <= 3);
}

bool px_truth_has_word(const char *text, const char *word)
{
	struct px_token token;
	size_t at = 0;

	for (px_token_next(px_str(text), &at, &token); token.kind != PX_TOKEN_END; px_token_next(px_str(text), &at, &token)) {
		if (token.kind != PX_TOKEN_MARK && same_stem(token.text, word))
			return true;
	}
	return false;
}

static bool sentence_has(const struct px_said_words *words, const char *word)
{
	for (size_t i = 0; i < words->count; i++) {
		if (same_stem(words->at[i].text, word))
			return true;
	}
	return false;
}

/* Words of the title that the sentence must have; 0: it has not all of them. */
static size_t title_weight(const struct px_said_words *words, const char *title)
{
	struct px_token token;
	size_t at = 0, weight = 0, all = 0;
	size_t found = 0;
	bool long_word = false;

	for (px_token_next(px_str(title), &at, &token); token.kind != PX_TOKEN_END; px_token_next(px_str(title), &at, &token)) {
		if (token.kind == PX_TOKEN_MARK)
			continue;
		all++;
		bool filler = px_claim_is_filler(token.text);
		if (!sentence_has(words, token.text)) {
			if (!filler)
				return 0;
			continue;
		}
		found++;
		weight += filler ? 1 : 2;
		long_word |= !filler && (token.size >= 4 || token.kind == PX_TOKEN_NUMBER);
	}
	return long_word || found == all ? weight : 0;
}

static bool is_within(const char *title, const char *longer)
{
	struct px_token token;
	size_t at = 0;

	for (px_token_next(px_str(title), &at, &token); token.kind != PX_TOKEN_END; px_token_next(px_str(title), &at, &token)) {
		if (token.kind != PX_TOKEN_MARK && !px_claim_is_filler(token.text) && !px_truth_has_word(longer, token.text))
			return false;
	}
	return strlen(longer) > strlen(title);
}

size_t px_truth_mentions(const struct px_truth *truth, const struct px_said_words *words,
			 const struct px_nlu_item *items[PX_TRUTH_MENTIONS])
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < truth->nlu.item_count && count < PX_TRUTH_MENTIONS; i++) {
		const struct px_nlu_item *item = &truth->nlu.items[i];
		if (item->kind != PX_NLU_PROJECT && item->title && title_weight(words, item->title))
			items[count++] = item;
	}
	for (size_t i = 0; i < count; i++) {
		bool held = false;
		for (size_t j = 0; !held && j < count; j++)
			held = j != i && is_within(items[i]->title, items[j]->title);
		if (!held)
			items[kept++] = items[i];
	}
	return kept;
}

static bool alike(const char *title, const char *words)
{
	return strcasestr(title, words) || (strlen(title) >= 4 && strcasestr(words, title));
}

static bool is_among_rows(struct px_truth *truth, const struct px_record *record, const char *field, struct px_str words)
{
	const struct px_store_filter filter = { field, PX_OP_CONTAINS, { .text = words } };
	int64_t count = 0;

	return px_store_count(truth->domain->tx, record, &filter, 1, &count, NULL) == PX_OK && count > 0;
}

bool px_truth_is_title(struct px_truth *truth, struct px_str words)
{
	const char *text = px_arena_str(truth->domain->arena, words);

	if (!words.size || words.size > 500)
		return false;
	for (size_t i = 0; i < truth->nlu.item_count; i++) {
		if (truth->nlu.items[i].title && alike(truth->nlu.items[i].title, text))
			return true;
	}
	for (size_t i = 0; i < truth->effect_count; i++) {
		if ((truth->effects[i].title && alike(truth->effects[i].title, text)) || strcasestr(truth->effects[i].text, text))
			return true;
	}
	return is_among_rows(truth, &px_task_record, "title", words) || is_among_rows(truth, &px_event_record, "title", words) ||
	       is_among_rows(truth, &px_document_record, "title", words) || is_among_rows(truth, &px_memory_record, "text", words);
}

static bool line_has(struct px_arena *arena, struct px_str line, const char *const *words, size_t count, struct px_str literally)
{
	const char *text = px_arena_str(arena, line);

	if (literally.size && !strcasestr(text, px_arena_str(arena, literally)))
		return false;
	char *small = px_arena_str(arena, line);
	lower(small);
	for (size_t i = 0; i < count; i++) {
		if (!px_truth_has_word(small, words[i]))
			return false;
	}
	return true;
}

bool px_truth_was_seen(const struct px_truth *truth, const char *const *words, size_t count, struct px_str literally)
{
	if (!count)
		return false;
	for (size_t i = 0; i < truth->in->seen_count; i++) {
		struct px_str rest = truth->in->seen[i];
		while (rest.size) {
			struct px_str line = px_str_cut(rest, '\n', &rest);
			/* Most lines lack the first word; the look at it spares copying them. */
			if (line.size && line_has(truth->domain->arena, line, words, count, literally))
				return true;
		}
	}
	return false;
}

/* ------------------------------------------------------------------- times */

static bool fits_clock(const struct px_time_value *value, int32_t second)
{
	return second >= 0 && (value->start.second == second || (value->ambiguous_half && value->start.second == (second + SECOND_DAY / 2) % SECOND_DAY));
}

static bool fits_value(const struct px_time_value *value, struct px_time_point point, bool recurs)
{
	switch (value->kind) {
	case PX_TIME_DATE: return point.day == value->start.day;
	case PX_TIME_CLOCK: return fits_clock(value, point.second);
	case PX_TIME_DATETIME: return point.day == value->start.day && fits_clock(value, point.second);
	case PX_TIME_RANGE:
		if (value->whole_days || value->start.second < 0)
			return (value->start.day == PX_DAY_NONE || point.day >= value->start.day) &&
			       (value->end.day == PX_DAY_NONE || point.day < value->end.day);
		if (value->day_part && point.second >= 0)
			return (value->start.day == PX_DAY_NONE || value->start.day == point.day);
		return (value->start.day == PX_DAY_NONE || value->start.day == point.day) && fits_clock(value, point.second);
	case PX_TIME_SET: return recurs;
	default: return true; /* how long something takes is not looked at */
	}
}

bool px_truth_time_fits(const struct px_time_expr *said, struct px_time_point point, bool recurs)
{
	if (fits_value(&said->value, point, recurs))
		return true;
	for (size_t i = 0; i < said->alternative_count; i++) {
		if (said->alternatives[i].kind == said->value.kind && fits_value(&said->alternatives[i], point, recurs))
			return true;
	}
	return false;
}

bool px_truth_fits_effect(const struct px_truth_effect *effect, const struct px_time_expr *said)
{
	for (size_t i = 0; i < effect->time_count; i++) {
		if (px_truth_time_fits(said, effect->times[i], effect->recurs))
			return true;
	}
	return effect->recurs && said->value.kind == PX_TIME_SET;
}

static struct px_time_point point_of(int64_t local)
{
	int32_t day = px_civil_ms_day(local);

	return (struct px_time_point){ day, (int32_t)((local - (int64_t)day * PX_MS_DAY) / 1000) };
}

/* Another occurrence than the one that the item stands for. */
static bool fits_occurrence(struct px_truth *truth, const struct px_nlu_item *item, const struct px_time_expr *said)
{
	struct px_occurrence *found;
	size_t count, total;
	int32_t day = said->value.start.day;

	if (!item->recurrence || day == PX_DAY_NONE || item->kind != PX_NLU_EVENT)
		return false;
	int64_t from = px_tz_to_utc(truth->domain->tz, (int64_t)day * PX_MS_DAY, NULL);
	if (px_event_list(truth->domain, from, from + 2 * PX_MS_DAY, NULL, 100, &found, &count, &total, NULL) != PX_OK)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (px_id_eq(found[i].event->id, item->id) &&
		    px_truth_time_fits(said, point_of(px_tz_to_local(truth->domain->tz, found[i].start)), true))
			return true;
	}
	return false;
}

bool px_truth_fits_item(struct px_truth *truth, const struct px_nlu_item *item, const struct px_time_expr *said)
{
	bool recurs = item->recurrence != NULL;

	if (item->due_day != PX_DAY_NONE && px_truth_time_fits(said, (struct px_time_point){ item->due_day, -1 }, recurs))
		return true;
	if (item->start != PX_TIME_NONE && px_truth_time_fits(said, point_of(item->start), recurs))
		return true;
	if (item->end != PX_TIME_NONE && ((said->role == PX_TIME_DEADLINE && px_truth_time_fits(said, point_of(item->end), recurs)) ||
					  /* a day in the middle of it */
					  (said->value.kind == PX_TIME_DATE && said->value.start.day > px_civil_ms_day(item->start) &&
					   (int64_t)said->value.start.day * PX_MS_DAY < item->end)))
		return true;
	return fits_occurrence(truth, item, said);
}
