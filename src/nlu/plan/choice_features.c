/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/choice_features.h"

#include "base/str.h"
#include "nlu/plan/choice_parts.h"
#include "nlu/text/json.h"
#include "nlu/text/words.h"

#include <math.h>

/* A call as it is compared: arguments that it does not have are "". */
struct change {
	const char *target, *title, *name, *when, *occurrence, *recurrence;
	struct px_words words; /* of the name */
	bool known;
};

struct side {
	const char *prefix, *kind;
	const struct px_nlu_result *result;
	struct change calls[PX_NLU_MAX_CALLS];
	size_t count;
	float covered;
	bool timed, clocked;
};

struct look {
	const struct px_readings *readings;
	struct px_arena *arena;
	struct px_choice_features *out;
	struct px_words said;
	struct side frames, marked;
};

static void add(struct look *look, const char *name, float value)
{
	if (value != 0 && look->out->count < PX_CHOICE_FEATURES_MAX)
		look->out->at[look->out->count++] = (struct px_choice_feature){ name, value };
}

static void add_of(struct look *look, const char *what, const char *of, float value)
{
	if (value != 0)
		add(look, px_arena_printf(look->arena, "%s=%s", what, of), value);
}

static void add_side(struct look *look, const struct side *side, const char *what, float value)
{
	if (value != 0)
		add(look, px_arena_printf(look->arena, "%s.%s", side->prefix, what), value);
}

static float log_odds(float share)
{
	static const float least = 0.02F, most = 0.999F;
	const float p = share < least ? least : share > most ? most : share;

	return logf(p / (1 - p));
}

/* What a call does, in the words in which readings are compared: tasks and events are one kind of thing. */
static const char *kind_of_tool(const char *tool)
{
	static const struct { const char *prefix, *kind; } kinds[] = {
		{ "create_", "create" }, { "update_", "update" }, { "delete_", "delete" }, { "list_", "list" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(tool, kinds[i].prefix, strlen(kinds[i].prefix)) == 0)
			return kinds[i].kind;
	}
	return tool;
}

static const char *kind_of(const struct px_nlu_result *result)
{
	if (!result->call_count) {
		if (result->question && !result->unsure)
			return "ask";
		return result->smalltalk ? "chat" : "none";
	}
	const char *kind = kind_of_tool(result->calls[0].tool);
	for (size_t i = 1; i < result->call_count; i++) {
		if (strcmp(kind_of_tool(result->calls[i].tool), kind) != 0)
			return "mixed";
	}
	return kind;
}

static const char *value_of(const struct px_args *args, const char *key)
{
	const char *value = px_args_get(args, key);

	return value ? value : "";
}

static const char *first_of(const struct px_args *args, const char *const *keys)
{
	for (; *keys; keys++) {
		if (value_of(args, *keys)[0])
			return value_of(args, *keys);
	}
	return "";
}

static struct change change_of(const struct px_nlu_call *call, struct px_arena *arena)
{
	static const char *const names[] = { "title", "target", "query", "text", "content", NULL };
	static const char *const whens[] = { "start", "due", NULL };
	struct px_args args = { 0 };

	px_args_read(&args, call->arguments, arena);
	struct change change = {
		.target = value_of(&args, "target"), .title = value_of(&args, "title"), .name = first_of(&args, names),
		.when = first_of(&args, whens), .occurrence = value_of(&args, "occurrence"),
		.recurrence = value_of(&args, "recurrence"), .known = !px_id_is_none(call->item),
	};
	change.words = px_words_in(change.name, arena);
	return change;
}

static bool has_like(const struct px_words *words, const struct px_word *word)
{
	for (size_t i = 0; i < words->count; i++) {
		if (px_choice_alike(&words->at[i], word))
			return true;
	}
	return false;
}

/* Words that tell something, of a name or a message; numbers tell a time. */
static bool tells(const struct px_word *word)
{
	return word->size > 2 && !(word->text[0] >= '0' && word->text[0] <= '9') &&
	       !px_word_in(word, PX_WORDS_TITLE_LIGHT);
}

/* What share of one's telling words stands in the other; 1 if it has none. */
static float share_in(const struct px_words *words, const struct px_words *other)
{
	size_t count = 0, found = 0;

	for (size_t i = 0; i < words->count; i++) {
		if (!tells(&words->at[i]))
			continue;
		count++;
		found += has_like(other, &words->at[i]);
	}
	return count ? (float)found / (float)count : 1;
}

/* How much of what was said stands in any argument of the calls. */
static float covered(const struct look *look, const struct px_nlu_result *result)
{
	size_t count = 0, found = 0;
	struct px_words all[PX_NLU_MAX_CALLS];

	for (size_t i = 0; i < result->call_count; i++)
		all[i] = px_words_in(result->calls[i].arguments, look->arena);
	for (size_t i = 0; i < look->said.count; i++) {
		size_t k = 0;
		if (!tells(&look->said.at[i]))
			continue;
		while (k < result->call_count && !has_like(&all[k], &look->said.at[i]))
			k++;
		found += k < result->call_count;
		count++;
	}
	return count ? (float)found / (float)count : 1;
}

static void look_at(struct look *look, struct side *side)
{
	side->kind = kind_of(side->result);
	side->count = side->result->call_count;
	side->covered = covered(look, side->result);
	for (size_t i = 0; i < side->count; i++) {
		side->calls[i] = change_of(&side->result->calls[i], look->arena);
		side->timed |= side->calls[i].when[0] != 0;
		side->clocked |= strchr(side->calls[i].when, 'T') != NULL;
	}
}

/* How much of its least named thing was said. */
static float named(const struct look *look, const struct side *side, bool *unnamed)
{
	float least = 1;
	size_t known = 0;

	*unnamed = false;
	for (size_t i = 0; i < side->count; i++) {
		if (!side->calls[i].target[0] || !side->calls[i].known)
			continue;
		const struct px_words target = px_words_in(side->calls[i].target, look->arena);
		const float share = share_in(&target, &look->said);
		least = share < least ? share : least;
		*unnamed |= share == 0;
		known++;
	}
	return known ? least : 0;
}

static void add_names(struct look *look, const struct side *side)
{
	enum { WORDS_SCALE = 10 };
	bool is_short = false, nameless = false, state = false;
	size_t longest = 0;

	for (size_t i = 0; i < side->count; i++) {
		const struct px_words *words = &side->calls[i].words;
		longest = words->count > longest ? words->count : longest;
		is_short |= words->count == 1;
		nameless |= words->count == 0;
		state |= px_words_have(words, PX_WORDS_TELLS_STATE);
	}
	add_side(look, side, "long", (float)longest / WORDS_SCALE);
	add_side(look, side, "short", is_short);
	add_side(look, side, "nameless", nameless);
	add_side(look, side, "state", state);
}

static void add_reading(struct look *look, const struct side *side)
{
	bool has_target = false, unknown = false, renames = false, occurrence = false, series = false, unnamed;

	for (size_t i = 0; i < side->count; i++) {
		const struct change *call = &side->calls[i];
		has_target |= call->target[0] != 0;
		unknown |= call->target[0] && !call->known;
		renames |= call->target[0] && call->title[0];
		occurrence |= call->occurrence[0] != 0;
		series |= call->recurrence[0] != 0;
	}
	add_side(look, side, "target", has_target);
	add_side(look, side, "unknown", unknown);
	add_side(look, side, "renames", renames);
	add_side(look, side, "occurrence", occurrence);
	add_side(look, side, "series", series);
	add_side(look, side, "named", named(look, side, &unnamed));
	add_side(look, side, "unnamed", unnamed);
	add_side(look, side, "timed", side->timed);
	add_side(look, side, "clocked", side->clocked);
	add_side(look, side, "asks", side->result->question != NULL);
	add_side(look, side, "unsure", side->result->unsure);
	add_side(look, side, "covered", side->covered);
	add_names(look, side);
}

/* What each does, and how sure it is of it. */
static void add_kinds(struct look *look)
{
	const struct px_readings *r = look->readings;
	const float trust = log_odds(r->trust), confidence = log_odds(r->frames->confidence);
	const char *kind = look->frames.kind, *other = look->marked.kind;

	add_of(look, "act", r->frames->act ? r->frames->act : "none", 1);
	add_of(look, "marked", r->marked->act ? r->marked->act : "none", 1);
	add_of(look, "frames.kind", kind, 1);
	add_of(look, "marked.kind", other, 1);
	add(look, px_arena_printf(look->arena, "%s>%s", kind, other), 1);
	add(look, "trust", trust);
	add_of(look, "frames.trust", kind, trust);
	add_of(look, "marked.trust", other, trust);
	add(look, "confidence", confidence);
	if (r->frames->act && strcmp(r->frames->act, "model") == 0)
		add(look, "confidence.model", confidence);
}

static size_t whens(const struct side *side)
{
	size_t count = 0;

	for (size_t i = 0; i < side->count; i++) {
		size_t k = 0;
		while (k < i && strcmp(side->calls[i].when, side->calls[k].when) != 0)
			k++;
		count += k == i;
	}
	return count;
}

static bool has_when(const struct side *side, const char *when)
{
	for (size_t i = 0; i < side->count; i++) {
		if (strcmp(side->calls[i].when, when) == 0)
			return true;
	}
	return false;
}

static bool same_whens(const struct side *a, const struct side *b)
{
	for (size_t i = 0; i < a->count; i++) {
		if (!has_when(b, a->calls[i].when))
			return false;
	}
	return whens(a) == whens(b);
}

/* Where they differ. */
static void add_differences(struct look *look)
{
	enum { MOST = 3 };
	const struct side *f = &look->frames, *m = &look->marked;
	const float more = (float)m->count - (float)f->count;

	add(look, "more", more > 0);
	add(look, "fewer", more < 0);
	add(look, "difference", more > MOST ? MOST : more < -MOST ? -MOST : more);
	add(look, "covered.more", m->covered - f->covered);
	add(look, "timed.more", (float)m->timed - (float)f->timed);
	add(look, "times.same", same_whens(f, m));
	add(look, "times.more", (float)whens(m) - (float)whens(f));
	add(look, "tools.same", px_choice_same_tools(f->result, m->result));
	if (!f->count || !m->count)
		return;
	const struct px_str name = px_str(f->calls[0].name), other = px_str(m->calls[0].name);
	add(look, "name.inside", share_in(&m->calls[0].words, &f->calls[0].words));
	add(look, "name.around", share_in(&f->calls[0].words, &m->calls[0].words));
	add(look, "name.cut", px_choice_holds(name, other));
	add(look, "name.longer", px_choice_holds(other, name));
}

/* Where a reading shows by itself that it is a wrong one, or a right one. */
static void add_signs(struct look *look)
{
	const struct px_readings *r = look->readings;
	const struct px_nlu_result *f = r->frames, *m = r->marked;
	struct px_arena *arena = look->arena;
	const bool makes = px_choice_creates(f), both = f->call_count && m->call_count;

	add(look, "sign.several", both && makes && px_choice_splits_better(f, m, arena));
	add(look, "sign.times", both && makes && px_choice_times_better(f, m, arena));
	add(look, "sign.names", both && makes && px_choice_creates(m) && m->call_count >= f->call_count &&
					px_choice_names_better(f, m, arena));
	add(look, "sign.alone", both && makes && px_choice_named_alone(f, m, arena));
	add(look, "sign.chance", px_choice_moves_by_chance(m, r->text, arena));
	add(look, "sign.day", both && px_choice_forgets_day(f, m, arena));
	add(look, "sign.chats", px_choice_chats(m));
	add(look, "sign.spans", px_choice_has_spans(m, arena));
	add(look, "sign.loses", px_choice_loses_words(f, m, arena));
}

/* How it is said. */
static void add_manner(struct look *look)
{
	enum { WORDS_SCALE = 10, WORDS_MOST = 40, CLAUSES_MOST = 4 };
	const struct px_readings *r = look->readings;
	size_t clauses = 0;

	for (size_t i = 1; i < look->said.count; i++)
		clauses += (look->said.at[i].flags & PX_WORD_BREAK) || px_word_in(&look->said.at[i], PX_WORDS_AND);
	add(look, "said.question", px_words_ask(r->text, &look->said));
	add(look, "said.asks", px_choice_asks(r->text, look->arena));
	add(look, "said.long", (float)(look->said.count < WORDS_MOST ? look->said.count : WORDS_MOST) / WORDS_SCALE);
	add(look, "said.clauses", (float)(clauses < CLAUSES_MOST ? clauses : CLAUSES_MOST) / CLAUSES_MOST);
	add(look, "said.follows", r->follows);
	add(look, "said.state", px_words_have(&look->said, PX_WORDS_TELLS_STATE));
	add(look, "said.pronoun", px_words_have(&look->said, PX_WORDS_OBJECT_PRONOUN));
}

/* What the reader marked. */
static void add_marks(struct look *look)
{
	const struct px_marks *marks = look->readings->marks;
	float least = 1, sum = 0;

	if (!marks || !marks->count)
		return;
	for (size_t i = 0; i < marks->count; i++) {
		const struct px_marked *request = &marks->requests[i];
		least = request->confidence < least ? request->confidence : least;
		sum += request->confidence;
	}
	add(look, "marks.least", log_odds(least));
	add(look, "marks.mean", log_odds(sum / (float)marks->count));
	add(look, "marks.count", (float)marks->count);
	add_of(look, "marks.intent", px_mark_intent_name(marks->requests[0].intent), 1);
}

void px_choice_features(const struct px_readings *readings, struct px_arena *arena, struct px_choice_features *out)
{
	struct look look = { .readings = readings, .arena = arena, .out = out,
			     .said = px_words_of(readings->text, 0, readings->text.size, arena),
			     .frames = { .prefix = "frames", .result = readings->frames },
			     .marked = { .prefix = "marked", .result = readings->marked } };

	out->count = 0;
	look_at(&look, &look.frames);
	look_at(&look, &look.marked);
	add_kinds(&look);
	add_reading(&look, &look.frames);
	add_reading(&look, &look.marked);
	add_differences(&look);
	add_signs(&look);
	add_manner(&look);
	add_marks(&look);
}

struct weight {
	const char *name;
	float value;
};

static const struct weight weights[] = {
#define PX_WEIGHT(name, value) { name, value },
#include "nlu/plan/choice_weights.def"
#undef PX_WEIGHT
};

static float weight_of(const char *name)
{
	size_t low = 0, high = sizeof(weights) / sizeof(weights[0]);

	while (low < high) {
		const size_t at = (low + high) / 2;
		const int order = strcmp(name, weights[at].name);
		if (order == 0)
			return weights[at].value;
		if (order < 0)
			high = at;
		else
			low = at + 1;
	}
	return 0; /* too rare to tell anything */
}

float px_choice_score(const struct px_choice_features *features)
{
	float score = weight_of("");

	for (size_t i = 0; i < features->count; i++)
		score += features->at[i].value * weight_of(features->at[i].name);
	return score;
}
