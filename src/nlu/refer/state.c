/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dialogue state as JSON, read and written, and its step from one turn to
 * the next.
 *
 * It is written in every turn, so it is kept small: an item that stands in
 * several lists is written once, and its number (counted from 0 over all lists)
 * stands in the others.
 */
#include "nlu/refer/state.h"

#include "base/utf8.h"

enum { LISTS = 4, TITLE_MAX = 120, ARGUMENTS_MAX = 300, ITEMS_MAX = 2400, ITEM_ROOM = 460 };

static int64_t read_number(struct px_value value, int64_t missing)
{
	int64_t number;

	return value.raw.size && px_read_int(value, &number) ? number : missing;
}

/* Local milliseconds of years 1 to 9999; anything else is no time. */
static int64_t read_ms(struct px_value value)
{
	int64_t ms = read_number(value, PX_TIME_NONE);

	return ms >= -INT64_C(62135596800000) && ms <= INT64_C(253402300799999) ? ms : PX_TIME_NONE;
}

static const char *read_text(struct px_value value, struct px_arena *arena)
{
	return value.raw.size ? px_read_string(value, arena) : NULL;
}

enum item_member { KIND, ID, TITLE, PROJECT, START, END, DAY, RECURRENCE, ITEM_MEMBERS };

static bool read_item(struct px_value object, struct px_arena *arena, struct px_nlu_item *item)
{
	static const char *const keys[ITEM_MEMBERS] = {
		[KIND] = "k", [ID] = "i", [TITLE] = "t", [PROJECT] = "p", [START] = "s", [END] = "e", [DAY] = "d",
		[RECURRENCE] = "r",
	};
	struct px_value values[ITEM_MEMBERS];

	px_read_members(object, keys, ITEM_MEMBERS, values);
	int64_t kind = read_number(values[KIND], PX_NLU_TASK);
	const char *id = read_text(values[ID], arena);
	int64_t day = read_number(values[DAY], PX_DAY_NONE);

	*item = (struct px_nlu_item){
		.kind = kind == PX_NLU_EVENT ? PX_NLU_EVENT : kind == PX_NLU_PROJECT ? PX_NLU_PROJECT : PX_NLU_TASK,
		.title = read_text(values[TITLE], arena),
		.project = read_text(values[PROJECT], arena),
		.start = read_ms(values[START]),
		.end = read_ms(values[END]),
		.due_day = day > -719163 && day < 2932897 ? (int32_t)day : PX_DAY_NONE,
		.recurrence = read_text(values[RECURRENCE], arena),
		.priority = 1,
	};
	if (id)
		(void)px_id_parse(px_str(id), &item->id);
	return item->title != NULL;
}

/* What was read or written so far, by number. */
struct known {
	const struct px_nlu_item *items[LISTS * PX_STATE_ITEMS];
	size_t count;
};

static size_t read_items(struct px_value list, struct px_arena *arena, struct known *known, struct px_nlu_item *items)
{
	struct px_value one;
	int64_t number;
	size_t at = 0, count = 0;

	while (count < PX_STATE_ITEMS && px_read_element(list, &at, &one)) {
		if (px_read_int(one, &number)) {
			if (number >= 0 && number < (int64_t)known->count)
				items[count++] = *known->items[number];
		} else if (read_item(one, arena, &items[count])) {
			known->items[known->count++] = &items[count++];
		}
	}
	return count;
}

enum member {
	VERSION, TOUCHED, CANDIDATES, LISTED, RECENT, RUN, TOOL, ARGUMENTS, LIST, LIST_ARGUMENTS,
	ASK, ASK_ARGUMENTS, ASK_SLOT, MEMBERS
};

void px_state_read(const char *json, struct px_arena *arena, struct px_dialogue *state)
{
	static const char *const keys[MEMBERS] = {
		[VERSION] = "v", [TOUCHED] = "touched", [CANDIDATES] = "candidates", [LISTED] = "listed",
		[RECENT] = "recent", [RUN] = "run", [TOOL] = "tool", [ARGUMENTS] = "arguments", [LIST] = "list",
		[LIST_ARGUMENTS] = "list_arguments", [ASK] = "ask", [ASK_ARGUMENTS] = "ask_arguments",
		[ASK_SLOT] = "ask_slot",
	};
	struct px_value root, values[MEMBERS];
	struct known known = { .count = 0 };

	*state = (struct px_dialogue){ 0 };
	if (!json || strlen(json) > PX_STATE_MAX || !px_read_check(px_str(json), &root))
		return;
	px_read_members(root, keys, MEMBERS, values);
	if (read_number(values[VERSION], 0) != 1)
		return;
	state->touched_count = read_items(values[TOUCHED], arena, &known, state->touched);
	state->candidate_count = read_items(values[CANDIDATES], arena, &known, state->candidates);
	state->recent_count = read_items(values[RECENT], arena, &known, state->recent);
	state->listed_count = read_items(values[LISTED], arena, &known, state->listed);
	int64_t run = read_number(values[RUN], 0);
	state->run = run > 0 && run <= (int64_t)state->recent_count ? (size_t)run : 0;
	state->tool = read_text(values[TOOL], arena);
	state->arguments = read_text(values[ARGUMENTS], arena);
	state->list_tool = read_text(values[LIST], arena);
	state->list_arguments = read_text(values[LIST_ARGUMENTS], arena);
	state->pending_tool = read_text(values[ASK], arena);
	state->pending_arguments = read_text(values[ASK_ARGUMENTS], arena);
	state->pending_slot = read_text(values[ASK_SLOT], arena);
}

static void write_number(struct px_text *out, const char *key, int64_t value)
{
	px_text_str(out, ",\"");
	px_text_str(out, key);
	px_text_str(out, "\":");
	px_text_int(out, value);
}

static void write_member(struct px_text *out, const char *key, const char *text, size_t most)
{
	if (!text)
		return;
	px_text_str(out, ",\"");
	px_text_str(out, key);
	px_text_str(out, "\":");
	px_text_quote(out, px_str_n(text, px_utf8_cut(px_str(text), most)));
}

static void write_item(struct px_text *out, const struct px_nlu_item *item)
{
	char id[PX_ID_TEXT + 1];

	px_text_str(out, "{\"k\":");
	px_text_int(out, item->kind);
	if (!px_id_is_none(item->id)) {
		px_id_format(item->id, id);
		write_member(out, "i", id, sizeof(id));
	}
	write_member(out, "t", item->title, TITLE_MAX);
	write_member(out, "p", item->project, 40);
	write_member(out, "r", item->recurrence, 60);
	if (item->start != PX_TIME_NONE)
		write_number(out, "s", item->start);
	if (item->end != PX_TIME_NONE)
		write_number(out, "e", item->end);
	if (item->due_day != PX_DAY_NONE)
		write_number(out, "d", item->due_day);
	px_text_str(out, "}");
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool alike(const struct px_nlu_item *a, const struct px_nlu_item *b)
{
	return a->kind == b->kind && px_id_eq(a->id, b->id) && a->start == b->start && a->end == b->end &&
	       a->due_day == b->due_day && same_text(a->title, b->title) && same_text(a->project, b->project) &&
	       same_text(a->recurrence, b->recurrence);
}

static void write_item_or_number(struct px_text *out, struct known *known, const struct px_nlu_item *item)
{
	for (size_t i = 0; i < known->count; i++) {
		if (alike(known->items[i], item)) {
			px_text_int(out, (int64_t)i);
			return;
		}
	}
	known->items[known->count++] = item;
	write_item(out, item);
}

/* As many as fit what is left of the budget. */
static void write_items(struct px_text *out, const char *key, struct known *known, const struct px_nlu_item *items,
			size_t count, size_t *budget)
{
	size_t before = out->size;

	if (!count || *budget < ITEM_ROOM)
		return;
	px_text_str(out, ",\"");
	px_text_str(out, key);
	px_text_str(out, "\":[");
	for (size_t i = 0; i < count && out->size - before + ITEM_ROOM <= *budget; i++) {
		if (i)
			px_text_str(out, ",");
		write_item_or_number(out, known, &items[i]);
	}
	px_text_str(out, "]");
	*budget -= out->size - before < *budget ? out->size - before : *budget;
}

static const char *fitting(const char *arguments)
{
	return arguments && strlen(arguments) <= ARGUMENTS_MAX ? arguments : NULL;
}

const char *px_state_write(const struct px_dialogue *state, struct px_arena *arena)
{
	struct px_text out = { .arena = arena };
	struct known known = { .count = 0 };
	size_t budget = ITEMS_MAX;

	px_text_str(&out, "{\"v\":1");
	write_member(&out, "tool", state->tool, 40);
	write_member(&out, "arguments", fitting(state->arguments), ARGUMENTS_MAX);
	write_member(&out, "list", state->list_tool, 40);
	write_member(&out, "list_arguments", fitting(state->list_arguments), ARGUMENTS_MAX);
	write_member(&out, "ask", state->pending_tool, 40);
	write_member(&out, "ask_arguments", fitting(state->pending_arguments), ARGUMENTS_MAX);
	write_member(&out, "ask_slot", state->pending_slot, 20);
	write_items(&out, "touched", &known, state->touched, state->touched_count, &budget);
	write_items(&out, "candidates", &known, state->candidates, state->candidate_count, &budget);
	write_items(&out, "recent", &known, state->recent, state->recent_count, &budget);
	write_items(&out, "listed", &known, state->listed, state->listed_count, &budget);
	if (state->run)
		write_number(&out, "run", (int64_t)state->run);
	px_text_str(&out, "}");
	const char *json = px_text_end(&out);
	return out.size <= PX_STATE_MAX ? json : "{\"v\":1}";
}

static bool same_item(const struct px_nlu_item *a, const struct px_nlu_item *b)
{
	if (!px_id_is_none(a->id) && !px_id_is_none(b->id))
		return px_id_eq(a->id, b->id);
	return a->kind == b->kind && a->title && b->title && strcmp(a->title, b->title) == 0 &&
	       (a->start == b->start || a->start == PX_TIME_NONE || b->start == PX_TIME_NONE);
}

/* What is left of the candidates once some were dealt with. */
static void drop_candidates(struct px_dialogue *state, const struct px_nlu_item *done, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < state->candidate_count; i++) {
		bool gone = false;
		for (size_t k = 0; k < count; k++)
			gone |= same_item(&state->candidates[i], &done[k]);
		if (!gone)
			state->candidates[kept++] = state->candidates[i];
	}
	state->candidate_count = kept == state->candidate_count ? 0 : kept;
}

/* Puts what was touched in front of what was spoken of before. */
static void speak_of(struct px_dialogue *state, const struct px_nlu_item *items, size_t count, bool goes_on)
{
	struct px_nlu_item before[PX_STATE_ITEMS];
	size_t kept = state->recent_count, run = goes_on ? state->run : 0;

	memcpy(before, state->recent, kept * sizeof(before[0]));
	memcpy(state->recent, items, count * sizeof(items[0]));
	state->recent_count = count;
	for (size_t i = 0; i < kept && state->recent_count < PX_STATE_ITEMS; i++) {
		bool again = false;
		for (size_t k = 0; k < count; k++)
			again |= same_item(&before[i], &items[k]);
		run -= again && i < run;
		if (!again)
			state->recent[state->recent_count++] = before[i];
	}
	state->run = run + count < state->recent_count ? run + count : state->recent_count;
}

/* What was made one after the other can be counted as a list can: "the second one". */
static void count_run(struct px_dialogue *state)
{
	if (state->run < 2 || strncmp(state->tool, "create_", 7) != 0)
		return;
	state->listed_count = state->run;
	for (size_t i = 0; i < state->run; i++)
		state->listed[i] = state->recent[state->run - 1 - i];
}

/*
 * What was made one after the other is a row: in one message be it tasks or events, over several only of one kind
 * ("the first two" of three tasks are not the meeting that was made before them).
 */
static bool goes_on(const char *before, const char *now, bool first)
{
	const bool made = before && !first && strncmp(before, "create_", 7) == 0 && strncmp(now, "create_", 7) == 0;

	return before && (made || strcmp(before, now) == 0);
}

static void step(struct px_dialogue *state, const struct px_nlu_outcome *outcome, bool first)
{
	size_t count = outcome->touched_count < PX_STATE_ITEMS ? outcome->touched_count : PX_STATE_ITEMS;

	if (outcome->ambiguous) {
		state->pending_tool = outcome->tool;
		state->pending_arguments = outcome->arguments;
		state->pending_slot = "target";
		memcpy(state->candidates, outcome->touched, count * sizeof(outcome->touched[0]));
		state->candidate_count = count;
		return;
	}
	if (!outcome->ok)
		return;
	drop_candidates(state, outcome->touched, count);
	const bool row = goes_on(state->tool, outcome->tool, first);
	state->tool = outcome->tool;
	state->arguments = outcome->arguments;
	bool list = strncmp(outcome->tool, "list_", 5) == 0;
	if (list) {
		state->list_tool = outcome->tool;
		state->list_arguments = outcome->arguments;
	}
	if (!count && !list)
		return;
	if (!list || count == 1) /* a question about one thing speaks of it */
		speak_of(state, outcome->touched, count, row && !list);
	count_run(state);
	if (list) {
		memcpy(state->listed, outcome->touched, count * sizeof(outcome->touched[0]));
		state->listed_count = count;
	}
	if (first || list)
		state->touched_count = 0;
	if (count + state->touched_count > PX_STATE_ITEMS)
		state->touched_count = PX_STATE_ITEMS - count;
	memmove(state->touched + count, state->touched, state->touched_count * sizeof(state->touched[0]));
	memcpy(state->touched, outcome->touched, count * sizeof(outcome->touched[0]));
	state->touched_count += count;
}

const char *px_nlu_next_state(const struct px_nlu_context *context, struct px_str text,
			      const struct px_nlu_result *result,
			      const struct px_nlu_outcome *outcomes, size_t outcome_count,
			      struct px_arena *arena)
{
	struct px_dialogue state, asked;

	(void)text;
	if (result->dialogue)
		state = *(const struct px_dialogue *)result->dialogue;
	else
		px_state_read(context->state, arena, &state);
	if (state.pending_slot && strcmp(state.pending_slot, "target") != 0)
		state.candidate_count = 0; /* what the question was about */
	state.pending_tool = state.pending_arguments = state.pending_slot = NULL;
	if (result->question && result->pending) {
		px_state_read(result->pending, arena, &asked);
		state.pending_tool = asked.pending_tool;
		state.pending_arguments = asked.pending_arguments;
		state.pending_slot = asked.pending_slot;
		memcpy(state.candidates, asked.candidates, sizeof(state.candidates));
		state.candidate_count = asked.candidate_count;
	}
	for (size_t i = 0; i < outcome_count; i++)
		step(&state, &outcomes[i], i == 0);
	return px_state_write(&state, arena);
}
