/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One sentence after another is judged; what is not so is replaced or left out,
 * and what was done is said once at the end.
 */
#include "agent/truth.h"

#include "agent/truth_rows.h"
#include "domain/task.h"
#include "nlu/say/reply.h"

enum { ANSWER_ROOM = 96 * 1024, TIMES = PX_TIME_MAX };

/* A sentence as it is looked at. */
struct sentence {
	struct px_str text;
	struct px_said_words words;
	struct px_time_expr times[TIMES];
	size_t time_count;
	const struct px_nlu_item *mentions[PX_TRUTH_MENTIONS];
	size_t mention_count;
	bool entry, listed; /* an entry of a list; of a list of the person's rows */
	bool drafted;       /* words written for the person to use: who says "I" there is not Pixie */
};

struct verdict {
	bool lies;
	enum px_truth_kind kind;
	const char *instead; /* NULL: the sentence is left out */
};

static const struct verdict truth_told = { false, PX_TRUTH_KINDS, NULL };

static struct verdict lie(enum px_truth_kind kind, const char *instead)
{
	return (struct verdict){ true, kind, instead };
}


static bool any(const struct sentence *s, const char *list)
{
	for (size_t i = 0; i < s->words.count; i++) {
		if (!s->words.at[i].quoted && px_said_in(s->words.at[i].text, list))
			return true;
	}
	return false;
}

static bool in_time(const struct sentence *s, const struct px_said_word *w)
{
	for (size_t i = 0; i < s->time_count; i++) {
		if (w->begin < s->times[i].cut_end && w->end > s->times[i].cut_begin)
			return true;
	}
	return false;
}

/* The words from..to that name something. */
static size_t contents(const struct sentence *s, size_t from, size_t to, const char *words[PX_TRUTH_WORDS])
{
	size_t count = 0;

	for (size_t i = from; i < to && i < s->words.count && count < PX_TRUTH_WORDS; i++) {
		const struct px_said_word *w = &s->words.at[i];
		if (w->number < 0 && strlen(w->text) > 1 && !px_claim_is_filler(w->text) && !in_time(s, w))
			words[count++] = w->text;
	}
	return count;
}

/* "It was due on Monday" may mean the last one. */
static void add_last_weekday(struct px_str said, struct px_time_expr *time)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	bool weekday = false;

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		for (size_t at = 0; at + 3 <= said.size; at++)
			weekday |= px_str_eq_case(px_str_n(said.data + at, 3), px_str_n(days[i], 3));
	}
	if (!weekday || time->value.start.day == PX_DAY_NONE || time->alternative_count == PX_TIME_ALTERNATIVES)
		return;
	time->alternatives[time->alternative_count] = time->value;
	time->alternatives[time->alternative_count++].start.day -= 7;
}

/* Times that say when; "now" and how long something takes are none. */
static void find_times(struct px_truth *truth, struct sentence *s)
{
	struct px_time_expr found[TIMES];
	size_t count = px_time_find(&truth->time, s->text, found, TIMES);

	for (size_t i = 0; i < count; i++) {
		struct px_str said = px_str_n(s->text.data + found[i].begin, found[i].end - found[i].begin);
		bool weak = px_str_eq_case(said, PX_STR("now")) || px_str_eq_case(said, PX_STR("second")) || found[i].value.kind == PX_TIME_DURATION ||
			    found[i].value.kind == PX_TIME_KIND_NONE || found[i].score < 0.4F;
		if (weak)
			continue;
		add_last_weekday(said, &found[i]);
		s->times[s->time_count++] = found[i];
	}
}

/* Where a sentence stands. */
struct place {
	bool listed;  /* entries of the person's rows follow */
	bool drafted; /* a letter or the like follows */
};

/* "Your rent is due", of "Pay the rent": all that the sentence names is of one title. */
static void find_short_mentions(struct px_truth *truth, struct sentence *s)
{
	const char *words[PX_TRUTH_WORDS];
	size_t count = contents(s, 0, s->words.count, words);
	bool long_word = false;

	for (size_t i = 0; i < count; i++)
		long_word |= strlen(words[i]) > 3;
	if (!long_word || !any(s, "your due overdue"))
		return;
	for (size_t i = 0; i < truth->nlu.item_count && s->mention_count < PX_TRUTH_MENTIONS; i++) {
		const struct px_nlu_item *item = &truth->nlu.items[i];
		bool all = item->kind != PX_NLU_PROJECT && item->title;
		for (size_t j = 0; all && j < count; j++)
			all = px_truth_has_word(item->title, words[j]);
		if (all)
			s->mentions[s->mention_count++] = item;
	}
}

static void look_at(struct px_truth *truth, const struct px_said_sentence *said, const struct place *place, struct sentence *s)
{
	*s = (struct sentence){ .text = said->text, .entry = said->entry, .listed = place->listed && said->entry,
				.drafted = place->drafted };
	s->words = px_said_words(said->text, truth->domain->arena);
	find_times(truth, s);
	s->mention_count = px_truth_mentions(truth, &s->words, s->mentions);
	if (!s->mention_count)
		find_short_mentions(truth, s);
}

/* ------------------------------------------------------------------- deeds */

static bool is_effect_word(const struct px_truth *truth, const char *text, unsigned deeds)
{
	for (size_t i = 0; i < truth->effect_count; i++) {
		if (truth->effects[i].deed & deeds && px_truth_has_word(truth->effects[i].text, text))
			return true;
	}
	return false;
}

/* Whether a quotation is of a row that was changed so; or, beside one that is, of any row or of the person's words. */
static bool quotes_fit(struct px_truth *truth, const struct sentence *s, unsigned deeds)
{
	struct px_str quotes[PX_SAID_QUOTES_MAX];
	size_t count = px_said_quotes(s->text, quotes), fit = 0;

	for (size_t i = 0; i < count; i++) {
		const char *quote = px_arena_str(truth->domain->arena, quotes[i]);
		bool effect = false;
		for (size_t j = 0; !effect && j < truth->effect_count; j++)
			effect = truth->effects[j].deed & deeds && (strcasestr(truth->effects[j].text, quote) ||
				 (truth->effects[j].title && strlen(truth->effects[j].title) > 3 && strcasestr(quote, truth->effects[j].title)));
		fit += effect;
		if (!effect && !px_truth_is_title(truth, quotes[i]))
			return false;
	}
	return !count || fit > 0;
}

static size_t distinct_rows(const struct px_truth *truth, unsigned deeds)
{
	size_t count = 0;

	for (size_t i = 0; i < truth->effect_count; i++) {
		bool first = (truth->effects[i].deed & deeds) != 0 && strcmp(truth->effects[i].entity, "project") != 0;
		for (size_t j = 0; first && j < i; j++)
			first = !(truth->effects[j].deed & deeds && px_id_eq(truth->effects[j].id, truth->effects[i].id));
		count += first;
	}
	return count;
}

/* The words of the object must all be those of rows that were changed so; beside quotations they only describe. */
static bool object_fits(struct px_truth *truth, const struct sentence *s, const struct px_claim *claim)
{
	const char *words[PX_TRUTH_WORDS];
	size_t count = contents(s, claim->from, claim->to, words);
	struct px_str quotes[PX_SAID_QUOTES_MAX];

	if (px_said_quotes(s->text, quotes))
		return quotes_fit(truth, s, claim->deeds);
	for (size_t i = 0; i < count; i++) {
		if (!is_effect_word(truth, words[i], claim->deeds))
			return false;
	}
	return true;
}

static bool times_fit_effects(const struct px_truth *truth, const struct sentence *s, unsigned deeds)
{
	for (size_t i = 0; i < s->time_count; i++) {
		struct px_str said = px_str_n(s->text.data + s->times[i].begin, s->times[i].end - s->times[i].begin);
		bool fits = false;
		for (size_t j = 0; !fits && j < truth->effect_count; j++)
			fits = truth->effects[j].deed & deeds && (px_truth_fits_effect(&truth->effects[j], &s->times[i]) ||
				strcasestr(truth->effects[j].text, px_arena_str(truth->domain->arena, said)));
		if (!fits)
			return false;
	}
	return true;
}

/* Undoing leaves no effect of its own. */
static bool has_undone(struct px_truth *truth)
{
	const struct px_store_filter filters[] = {
		{ "message_id", PX_OP_EQ, { .id = truth->domain->message } },
		{ "tool", PX_OP_EQ, { .text = PX_STR("undo") } },
	};
	int64_t count = 0;

	return !px_id_is_none(truth->domain->message) &&
	       px_store_count(truth->domain->tx, &px_action_record, filters, 2, &count, NULL) == PX_OK && count > 0;
}

static struct verdict judge_deed(struct px_truth *truth, const struct sentence *s, const struct px_claim *claim)
{
	if (claim->deeds & PX_DEED_UNDONE && has_undone(truth))
		return truth_told;
	if (!(claim->deeds & truth->deeds))
		return lie(PX_TRUTH_DEED, NULL);
	if (claim->general) /* "Done, Friday at 5": its times at least */
		return claim->deeds == PX_DEED_TIMED || times_fit_effects(truth, s, PX_DEED_ANY) ? truth_told : lie(PX_TRUTH_TIME, NULL);
	if (claim->count >= 0 && (size_t)claim->count != distinct_rows(truth, claim->deeds))
		return lie(PX_TRUTH_COUNT, NULL);
	if (!object_fits(truth, s, claim))
		return lie(PX_TRUTH_DEED, NULL);
	return times_fit_effects(truth, s, PX_DEED_ANY) ? truth_told : lie(PX_TRUTH_TIME, NULL);
}

/* ------------------------------------------------------------------- counts */

static bool is_within(const struct px_time_expr *said, int64_t local)
{
	int32_t day = px_civil_ms_day(local);

	return px_truth_time_fits(said, (struct px_time_point){ day, (int32_t)((local - (int64_t)day * PX_MS_DAY) / 1000) }, false);
}

static bool item_is_when(struct px_truth *truth, const struct sentence *s, const struct px_nlu_item *item)
{
	for (size_t i = 0; i < s->time_count; i++) {
		if (item->due_day != PX_DAY_NONE && is_within(&s->times[i], (int64_t)item->due_day * PX_MS_DAY))
			continue;
		if (item->start == PX_TIME_NONE || !is_within(&s->times[i], item->start))
			return item->kind == PX_NLU_EVENT && px_truth_fits_item(truth, item, &s->times[i]);
	}
	return true;
}

static bool item_is_meant(struct px_truth *truth, const struct sentence *s, const struct px_nlu_item *item, const char *const *words,
			  size_t count, int32_t today)
{
	int64_t now = px_tz_to_local(truth->domain->tz, truth->in->now);
	bool overdue = item->due_day != PX_DAY_NONE ? item->due_day < today : item->start != PX_TIME_NONE && item->start < now;

	if (any(s, "overdue late") && !(item->kind == PX_NLU_TASK && overdue))
		return false;
	if (any(s, "urgent") && item->priority != PX_PRIORITY_URGENT)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!px_truth_has_word(item->title, words[i]) && !(item->project && px_truth_has_word(item->project, words[i])))
			return false;
	}
	return item_is_when(truth, s, item);
}

/* Words of the sentence that a count is limited by: those that some title or project has. */
static size_t limits(struct px_truth *truth, const struct sentence *s, const char *words[PX_TRUTH_WORDS])
{
	const char *all[PX_TRUTH_WORDS];
	size_t count = contents(s, 0, s->words.count, all), kept = 0;

	for (size_t i = 0; i < count; i++) {
		bool known = false;
		for (size_t j = 0; !known && j < truth->nlu.item_count; j++)
			known = px_said_in(all[i], "free empty clear nothing overdue urgent left remaining coming scheduled planned late") ? false
				: truth->nlu.items[j].title && px_truth_has_word(truth->nlu.items[j].title, all[i]);
		if (known)
			words[kept++] = all[i];
	}
	return kept;
}

/* All open tasks: the items are the newest of them. */
static int64_t count_open(struct px_truth *truth)
{
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t count, total = 0;

	px_task_filter_init(&filter);
	filter.statuses = PX_TASKS_OPEN;
	return px_task_list(truth->domain, &filter, 1, &tasks, &count, &total, NULL) == PX_OK ? (int64_t)total : -1;
}

/* The words of a claim alone, with the times among them. */
static struct sentence part_of(const struct sentence *s, const struct px_claim *claim)
{
	struct sentence part = *s;
	uint32_t end = claim->to ? s->words.at[claim->to - 1].end : 0;

	part.words.at += claim->from;
	part.words.count = claim->to - claim->from;
	part.time_count = 0;
	for (size_t i = 0; i < s->time_count; i++) {
		if (s->times[i].begin < end)
			part.times[part.time_count++] = s->times[i];
	}
	return part;
}

static void count_items(struct px_truth *truth, const struct sentence *s, int64_t *tasks, int64_t *events)
{
	const char *words[PX_TRUTH_WORDS];
	int32_t today = px_civil_ms_day(px_tz_to_local(truth->domain->tz, truth->in->now));
	size_t count = limits(truth, s, words);
	bool all = !count && !s->time_count && !any(s, "overdue late urgent");

	*tasks = *events = 0;
	for (size_t i = 0; i < truth->nlu.item_count; i++) {
		const struct px_nlu_item *item = &truth->nlu.items[i];
		if (item->kind == PX_NLU_PROJECT || !item_is_meant(truth, s, item, words, count, today))
			continue;
		*tasks += item->kind == PX_NLU_TASK;
		*events += item->kind == PX_NLU_EVENT;
	}
	if (all)
		*tasks = count_open(truth);
}

static const char *say_count(struct px_truth *truth, const struct sentence *s, const struct px_claim *claim, int64_t tasks, int64_t events)
{
	struct px_arena *arena = truth->domain->arena;
	const char *what = any(s, "overdue") ? "overdue " : "open ";
	const char *list = claim->tasks ? px_arena_printf(arena, "%lld %stask%s", (long long)tasks, what, tasks == 1 ? "" : "s") : "";
	const char *plan = claim->events ? px_arena_printf(arena, "%lld event%s", (long long)events, events == 1 ? "" : "s") : "";
	struct px_str when = s->time_count ? px_str_n(s->text.data + s->times[0].begin, s->times[0].end - s->times[0].begin) : PX_STR("");

	return px_arena_printf(arena, "Correction: by your data it is %s%s%s%s%.*s.", list, *list && *plan ? " and " : "", plan,
			       when.size ? ", " : "", PX_STR_ARG(when));
}

static struct verdict judge_count(struct px_truth *truth, const struct sentence *whole, const struct px_claim *claim)
{
	const struct sentence part = part_of(whole, claim), *s = &part;
	int64_t tasks, events;

	if (any(s, "completed finished done closed created added deleted had was were"))
		return truth_told; /* of what is past the rows here say nothing */
	count_items(truth, s, &tasks, &events);
	if ((claim->tasks && claim->count == tasks) || (claim->events && claim->count == events) ||
	    (claim->tasks && claim->events && claim->count == tasks + events))
		return claim->count == 0 && claim->tasks && claim->events && tasks + events > 0
			? lie(PX_TRUTH_COUNT, say_count(truth, s, claim, tasks, events)) : truth_told;
	return lie(PX_TRUTH_COUNT, say_count(truth, s, claim, tasks, events));
}

/* ------------------------------------------------------------------- states */

static const char *say_item(struct px_truth *truth, const struct px_nlu_item *item)
{
	struct px_buf out = PX_BUF_INIT(2048);
	int64_t local = item->start;
	int32_t day = local != PX_TIME_NONE ? px_civil_ms_day(local) : item->due_day;
	bool whole = local == PX_TIME_NONE || (item->kind == PX_NLU_EVENT && local % PX_MS_DAY == 0);
	int32_t second = whole ? -1 : (int32_t)((local - (int64_t)day * PX_MS_DAY) / 1000);

	(void)px_buf_printf(&out, "Correction: “%s” %s ", item->title, item->kind == PX_NLU_TASK ? "is due" : "is on");
	if (day == PX_DAY_NONE) {
		px_buf_clear(&out);
		(void)px_buf_printf(&out, "Correction: “%s” has no date", item->title);
	} else {
		px_reply_when(&truth->nlu, day, second, &out);
	}
	(void)px_buf_char(&out, '.');
	const char *text = px_arena_str(truth->domain->arena, px_buf_view(&out));
	px_buf_release(&out);
	return text;
}

static bool fits_mention(struct px_truth *truth, const struct sentence *s, const struct px_time_expr *time)
{
	for (size_t i = 0; i < s->mention_count; i++) {
		if (px_truth_fits_item(truth, s->mentions[i], time))
			return true;
	}
	for (size_t i = 0; i < truth->effect_count; i++) { /* where it was before, or a closed row */
		if (px_truth_fits_effect(&truth->effects[i], time))
			return true;
	}
	return false;
}

/* Each time of the sentence must be one of a row that it names. */
static struct verdict judge_times(struct px_truth *truth, const struct sentence *s)
{
	const char *words[PX_TRUTH_WORDS];
	size_t count = contents(s, 0, s->words.count, words);

	for (size_t i = 0; i < s->time_count; i++) {
		struct px_str said = px_str_n(s->text.data + s->times[i].begin, s->times[i].end - s->times[i].begin);
		if (!fits_mention(truth, s, &s->times[i]) && !px_truth_was_seen(truth, words, count, said))
			return lie(PX_TRUTH_TIME, say_item(truth, s->mentions[0]));
	}
	return truth_told;
}

static bool has_entry_noun(const struct sentence *s)
{
	/* What people have at a time, though it is no word of ours. */
	if (s->time_count && any(s, "your") && any(s, "flight train party class lesson exam interview call lunch dinner breakfast visit trip game "
						      "concert shift haircut session course match checkup"))
		return true;
	return any(s, "list lists task tasks todo event events meeting meetings appointment appointments reminder reminders deadline deadlines calendar "
		      "agenda schedule") || s->listed;
}

static bool is_about_rows(const struct sentence *s)
{
	bool has = any(s, "have youve got theres there scheduled planned");

	return s->listed || (any(s, "your") && has_entry_noun(s)) || (any(s, "you youve theres there") && has && (has_entry_noun(s) || s->time_count));
}

/* Quoted titles that are nobody's. */
static struct verdict judge_quotes(struct px_truth *truth, const struct sentence *s)
{
	struct px_str quotes[PX_SAID_QUOTES_MAX];
	size_t count = px_said_quotes(s->text, quotes);

	if (!is_about_rows(s) && !has_entry_noun(s))
		return truth_told;
	for (size_t i = 0; i < count; i++) {
		const char *words[1] = { px_arena_str(truth->domain->arena, quotes[i]) };
		bool said = strcasestr(px_arena_str(truth->domain->arena, truth->in->said), words[0]) != NULL;
		if (!said && !px_truth_is_title(truth, quotes[i]) && !px_truth_was_seen(truth, NULL, 0, quotes[i]))
			return lie(PX_TRUTH_UNKNOWN, NULL);
	}
	return truth_told;
}

/* Something with a time, or in a list of the person's rows, that no row is. */
static struct verdict judge_unknown(struct px_truth *truth, const struct sentence *s)
{
	const char *words[PX_TRUTH_WORDS], *meant[PX_TRUTH_WORDS];
	size_t count = contents(s, 0, s->words.count, words), kept = 0;

	if (s->mention_count || !is_about_rows(s) || (!s->time_count && !s->listed && !has_entry_noun(s)))
		return truth_told;
	for (size_t i = 0; i < count; i++) {
		if (!px_said_in(words[i], "scheduled planned however remember still there theres youve happens takes place starts begins currently "
					  "only next upcoming coming forget contains includes shows holds looks looking see here free empty busy keep mind people find found check "
					  "plus including overall main today day big biggest important please note quick after before between "
					  "during around left open clear lots lot bit much many long longer"))
			meant[kept++] = words[i];
	}
	if (!kept)
		return truth_told;
	struct px_str literally = s->time_count ? px_str_n(s->text.data + s->times[0].begin, s->times[0].end - s->times[0].begin) : PX_STR("");
	if (px_truth_was_seen(truth, meant, kept, PX_STR("")) || (literally.size && px_truth_was_seen(truth, meant, 1, literally)))
		return truth_told;
	for (size_t i = 0; i < truth->effect_count; i++) { /* a row that was closed or deleted by this turn */
		bool all = true;
		for (size_t j = 0; all && j < kept; j++)
			all = px_truth_has_word(truth->effects[i].text, meant[j]);
		if (all)
			return truth_told;
	}
	/* An entry of a list may say less than a title and still be of it. */
	return s->time_count || s->listed ? lie(PX_TRUTH_UNKNOWN, NULL) : truth_told;
}

static bool is_wish(const struct sentence *s)
{
	for (size_t i = 0; i + 1 < s->words.count; i++) { /* "don't forget" reminds of what is */
		if (px_said_in(s->words.at[i].text, "dont") && px_said_in(s->words.at[i + 1].text, "forget"))
			return false;
	}
	return any(s, "would could should might may if whether maybe perhaps unless suggest suggested propose proposed proposal recommend lets "
		      "want wants shall example instance usually typically often generally imagine suppose wait waits waiting") ||
	       any(s, "not isnt arent dont doesnt didnt havent cannot cant never wasnt");
}

/* `counted`: what it counts is right, and names nothing that would have to be found. */
static struct verdict judge_state(struct px_truth *truth, const struct sentence *s, bool counted)
{
	struct verdict verdict = truth_told;

	if (is_wish(s))
		return truth_told;
	if (s->mention_count && s->time_count)
		verdict = judge_times(truth, s);
	if (!verdict.lies)
		verdict = judge_quotes(truth, s);
	return verdict.lies || counted ? verdict : judge_unknown(truth, s);
}

static struct verdict judge(struct px_truth *truth, const struct sentence *s)
{
	struct px_claim claims[PX_CLAIMS_MAX];
	size_t count = px_claims_read(s->text, &s->words, claims);
	bool deed = false, counted = false;

	for (size_t i = 0; i < count; i++) {
		struct verdict verdict = truth_told;
		if ((claims[i].loose && !s->mention_count) || (claims[i].kind == PX_CLAIM_OUTSIDE && s->drafted))
			continue;
		if (claims[i].kind == PX_CLAIM_OUTSIDE)
			verdict = lie(PX_TRUTH_OUTSIDE, NULL);
		else if (claims[i].kind == PX_CLAIM_DEED)
			verdict = judge_deed(truth, s, &claims[i]);
		else
			verdict = judge_count(truth, s, &claims[i]);
		deed |= claims[i].kind == PX_CLAIM_DEED;
		counted |= claims[i].kind == PX_CLAIM_STATE;
		if (verdict.lies)
			return verdict;
	}
	return deed || s->drafted ? truth_told : judge_state(truth, s, counted);
}

/* ------------------------------------------------------------------ the whole */

/* "Your tasks:", before entries. */
static bool opens_list(const struct px_said_sentence *said, const struct sentence *s)
{
	char last = said->text.size ? said->text.data[said->text.size - 1] : ' ';

	return !said->entry && (last == ':' || last == '*') && (any(s, "you your youve") || has_entry_noun(s)) && !is_wish(s) && !any(s, "how tips ways steps ideas");
}

/* "Here is a draft:" */
static bool opens_draft(const struct px_said_sentence *said, const struct sentence *s)
{
	return !said->entry && said->text.size && said->text.data[said->text.size - 1] == ':' &&
	       any(s, "draft letter email mail message text reply poem story speech script wording version translation");
}

struct outcome {
	bool deed, outside, unknown; /* something of the kind was left out */
};

static void note_lie(struct outcome *outcome, const struct verdict *verdict)
{
	outcome->outside |= verdict->kind == PX_TRUTH_OUTSIDE;
	outcome->unknown |= verdict->kind == PX_TRUTH_UNKNOWN;
	outcome->deed |= !verdict->instead && verdict->kind != PX_TRUTH_OUTSIDE && verdict->kind != PX_TRUTH_UNKNOWN;
}

/* What the sentences that were left out should have said. */
static void write_notes(const struct px_truth *truth, const struct outcome *outcome, struct px_buf *out)
{
	if (out->size && (outcome->deed || outcome->outside || outcome->unknown))
		(void)px_buf_text(out, out->data[out->size - 1] == '\n' ? "" : "\n\n");
	if (outcome->deed && truth->done)
		(void)px_buf_printf(out, "Correction: what was done is: %s. ", truth->done);
	else if (outcome->deed)
		(void)px_buf_text(out, "Correction: nothing was changed. ");
	if (outcome->deed && truth->proposed)
		(void)px_buf_printf(out, "Waiting for your consent: %s. ", truth->proposed);
	if (outcome->outside)
		(void)px_buf_text(out, "Correction: I can't write to people, call, book or pay; nothing of that was done. ");
	if (outcome->unknown)
		(void)px_buf_text(out, "I left out what is not in your tasks, calendar or memory. ");
}

static void write_sentence(struct px_truth *truth, struct px_str answer, const struct px_said_sentence *said, struct place *place,
			   struct px_truth_result *result, struct outcome *outcome, struct px_buf *out)
{
	struct px_str whole = px_str_n(answer.data + said->begin, said->end - said->begin);
	struct sentence s;

	look_at(truth, said, place, &s);
	if (!said->entry)
		place->listed = opens_list(said, &s);
	place->drafted |= opens_draft(said, &s);
	struct verdict verdict = said->question ? truth_told : judge(truth, &s);
	if (!verdict.lies) {
		(void)px_buf_str(out, whole);
		return;
	}
	result->corrected[verdict.kind]++;
	result->total++;
	note_lie(outcome, &verdict);
	if (verdict.instead)
		(void)px_buf_printf(out, "%s%s", verdict.instead, memchr(whole.data, '\n', whole.size) ? "\n" : " ");
}

enum px_err px_truth_check(const struct px_truth_input *input, struct px_domain *domain, struct px_str text,
			   struct px_truth_result *result, struct px_error *error)
{
	struct px_said_sentence said;
	struct outcome outcome = { 0 };
	struct px_truth truth;
	struct px_buf out = PX_BUF_INIT(ANSWER_ROOM);
	struct place place = { false, false };
	enum px_err err = px_truth_open(&truth, input, domain, error);

	*result = (struct px_truth_result){ 0 };
	if (err)
		return err;
	for (size_t at = 0; px_said_next(text, at, true, &said); at = said.end)
		write_sentence(&truth, text, &said, &place, result, &outcome, &out);
	if (result->total)
		write_notes(&truth, &outcome, &out);
	result->text = px_arena_str(domain->arena, result->total ? px_str_trim(px_buf_view(&out)) : text);
	px_buf_release(&out);
	px_truth_close(&truth);
	return PX_OK;
}
