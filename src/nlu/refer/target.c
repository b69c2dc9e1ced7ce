/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the user's things do these words mean?
 *
 * Titles are ranked by the words they share with the request (stems, small
 * misspellings), a time in the request must agree with the thing's own.  One
 * clear winner is the target; several equal ones are left to a question.
 */
#include "nlu/read/parse.h"
#include "nlu/refer/titles.h"

static const char event_nouns[] = "meeting appointment event session call";

enum { PHRASE_WORDS = 24 };

struct phrase {
	const struct px_word *at[PHRASE_WORDS];
	const char *other[PHRASE_WORDS]; /* of at[i]: the verb that an irregular form belongs to, or NULL */
	float weight[PHRASE_WORDS];      /* of at[i]: less for what names a kind of thing */
	float weights;                   /* together */
	size_t count;
	struct px_when when;
};

static size_t stem(const char *text, size_t size)
{
	static const char *const endings[] = { "'s", "ing", "ed", "ies", "es", "s", "e", "y" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);
		if (size >= n + 3 && memcmp(text + size - n, endings[i], n) == 0)
			return size - n;
	}
	return size;
}

/* Past forms that share no beginning with the verb in the title. */
static const char *const irregular[][2] = {
	{ "paid", "pay" }, { "bought", "buy" }, { "sent", "send" }, { "wrote", "write" },
	{ "written", "write" }, { "did", "do" }, { "made", "make" }, { "got", "get" },
	{ "took", "take" }, { "found", "find" }, { "fed", "feed" }, { "met", "meet" },
	{ "built", "build" }, { "spoke", "speak" }, { "told", "tell" }, { "gave", "give" },
	{ "went", "go" }, { "ran", "run" }, { "began", "begin" }, { "swept", "sweep" },
	{ "brought", "bring" }, { "thought", "think" }, { "sold", "sell" }, { "taught", "teach" },
	{ "picked", "pick" }, { "hung", "hang" }, { "drew", "draw" }, { "chose", "choose" },
	{ "tax", "taxes" }, { "mum", "mom" }, { "pr", "pull" }, { "doc", "document" },
	{ "docs", "document" }, { "prs", "pull" }, { "dentist", "dental" }, { "rang", "ring" },
	{ "left", "leave" }, { "held", "hold" }, { "spent", "spend" }, { "read", "read" },
	{ "taken", "take" }, { "done", "do" }, { "given", "give" }, { "gone", "go" }, { "eaten", "eat" },
	{ "ate", "eat" }, { "drunk", "drink" }, { "drank", "drink" }, { "driven", "drive" }, { "drove", "drive" },
	{ "chosen", "choose" }, { "spoken", "speak" }, { "drawn", "draw" }, { "thrown", "throw" }, { "threw", "throw" },
	{ "shown", "show" }, { "frozen", "freeze" }, { "froze", "freeze" }, { "broken", "break" }, { "worn", "wear" },
	{ "rung", "ring" }, { "sung", "sing" }, { "sang", "sing" }, { "swum", "swim" }, { "swam", "swim" },
	{ "begun", "begin" }, { "dug", "dig" }, { "stuck", "stick" }, { "hidden", "hide" }, { "hid", "hide" },
	{ "kept", "keep" }, { "slept", "sleep" }, { "caught", "catch" }, { "lent", "lend" }, { "bent", "bend" },
	{ "won", "win" }, { "lost", "lose" }, { "shot", "shoot" }, { "lit", "light" }, { "laid", "lay" },
	{ "said", "say" }, { "sewn", "sew" }, { "mown", "mow" }, { "sown", "sow" }, { "grown", "grow" },
	{ "ridden", "ride" }, { "flown", "fly" }, { "stolen", "steal" }, { "woken", "wake" }, { "saw", "see" },
	{ "seen", "see" }, { "knew", "know" }, { "known", "know" }, { "forgotten", "forget" }, { "gotten", "get" },
	{ "understood", "understand" }, { "stood", "stand" }, { "led", "lead" }, { "fought", "fight" }, { "wound", "wind" },
};

static size_t distance_at_most(const char *a, size_t n, const char *b, size_t m, size_t limit)
{
	unsigned char row[40], diagonal, above;

	if (n > 38 || m > 38 || (n > m ? n - m : m - n) > limit)
		return limit + 1;
	for (size_t j = 0; j <= m; j++)
		row[j] = (unsigned char)j;
	for (size_t i = 1; i <= n; i++) {
		diagonal = row[0];
		row[0] = (unsigned char)i;
		for (size_t j = 1; j <= m; j++) {
			above = row[j];
			unsigned char best = (unsigned char)(diagonal + (a[i - 1] != b[j - 1]));
			if (above + 1 < best)
				best = (unsigned char)(above + 1);
			if (row[j - 1] + 1 < best)
				best = (unsigned char)(row[j - 1] + 1);
			row[j] = best;
			diagonal = above;
		}
	}
	return row[m];
}

static float plain_word(const char *a, size_t n, const char *b, size_t m)
{
	size_t sa, sb, common = 0;

	if (n == m && memcmp(a, b, n) == 0)
		return 1;
	/* Without the same beginning only a misspelling is left, and few are in the first two letters. */
	if (a[0] != b[0] && (n < 5 || m < 5 || (a[1] != b[1] && a[0] != b[1] && a[1] != b[0])))
		return 0;
	sa = stem(a, n);
	sb = stem(b, m);
	if (sa == sb && memcmp(a, b, sa) == 0)
		return 0.95F;
	if (sa > 1 && sb == sa - 1 && a[sa - 1] == a[sa - 2] && memcmp(a, b, sb) == 0)
		return 0.9F; /* "stopped", "stop" */
	while (common < n && common < m && a[common] == b[common])
		common++;
	if (common >= 5 && n - common <= 3 && m - common <= 3)
		return 0.85F;
	if (common == n && n >= 4 && m >= n + 3)
		return 0.8F; /* "intro", "introduction" */
	if (n >= 5 && m >= 5 && distance_at_most(a, n, b, m, 1) <= 1)
		return 0.8F;
	return n >= 8 && m >= 8 && distance_at_most(a, n, b, m, 2) <= 2 ? 0.8F : 0;
}

bool px_target_same_name(const char *a, size_t n, const char *b, size_t m)
{
	size_t sa = stem(a, n), sb = stem(b, m);

	if (sa == sb && memcmp(a, b, sa) == 0)
		return true;
	return n >= 5 && m >= 5 && a[0] == b[0] && distance_at_most(a, n, b, m, n >= 9 ? 2 : 1) <= (n >= 9 ? 2 : 1);
}

static const char *irregular_of(const char *text, size_t size)
{
	for (size_t i = 0; i < sizeof(irregular) / sizeof(irregular[0]); i++) {
		const char *from = irregular[i][0];
		if (from[0] == text[0] && strlen(from) == size && memcmp(from, text, size) == 0)
			return irregular[i][1];
	}
	return NULL;
}

float px_target_word(const char *a, size_t a_size, const char *b, size_t b_size)
{
	float score = plain_word(a, a_size, b, b_size);
	const char *other = score == 0 ? irregular_of(a, a_size) : NULL;

	return other ? plain_word(other, strlen(other), b, b_size) * 0.95F : score;
}

static float phrase_word(const struct phrase *phrase, size_t i, const struct px_title_word *word)
{
	float score = plain_word(phrase->at[i]->text, phrase->at[i]->size, word->text, word->size);

	if (score == 0 && phrase->other[i])
		score = plain_word(phrase->other[i], strlen(phrase->other[i]), word->text, word->size) * 0.95F;
	return score;
}

static bool times_agree(const struct px_when *when, const struct px_nlu_item *item)
{
	if (!when->any || when->duration || when->shift)
		return true;
	int32_t day = item->due_day;
	int second = -1;
	if (item->start != PX_TIME_NONE) {
		day = px_civil_ms_day(item->start);
		second = (int)((item->start - (int64_t)day * PX_MS_DAY) / 1000);
	}
	if (when->range && when->start.day != PX_DAY_NONE && when->end.day != PX_DAY_NONE) {
		if (item->recurrence && day != PX_DAY_NONE)
			return true;
		if (day == PX_DAY_NONE || day < when->start.day ||
		    day > when->end.day - (when->end.second <= 0))
			return false;
		return when->start.second < 0 || second < 0 || when->day_part ||
		       (second >= when->start.second && second < when->end.second);
	}
	if (when->start.day != PX_DAY_NONE && day != when->start.day &&
	    (!item->recurrence || px_parse_first_day(item->recurrence, when->start.day) != when->start.day))
		return false;
	if (when->start.second < 0)
		return true;
	return second >= 0 && second % 43200 == when->start.second % 43200;
}

/* The caller's, or read here. */
static const struct px_item_titles *read_titles(const struct px_parse *parse)
{
	const struct px_nlu_context *context = parse->context;
	struct px_item_titles *titles = parse->titles;

	if (titles->words)
		return titles;
	if (context->titles) {
		titles->words = context->titles;
		return titles;
	}
	struct px_nlu_titles *words = px_nlu_titles_new(parse->arena);
	const struct px_nlu_title **own = PX_ARENA_ARRAY(parse->arena, const struct px_nlu_title *,
							 context->item_count + 1);
	for (size_t i = 0; i < context->item_count; i++) {
		if (context->items[i].title)
			own[i] = px_nlu_titles_add(words, context->items[i].title);
	}
	titles->words = words;
	titles->own = own;
	return titles;
}

static const struct px_nlu_title *title_of(const struct px_item_titles *titles, const struct px_nlu_item *items,
					   size_t i)
{
	return titles->own ? titles->own[i] : items[i].words;
}

static bool near_word(const struct px_title_word *a, const struct px_word *b)
{
	return px_target_same_name(b->text, b->size, a->text, a->size);
}

/* Whether the words, of these numbers, stand in the title: all of it or beside another word of it. */
static bool in_title(const struct px_nlu_titles *all, const struct px_nlu_title *title, const uint32_t *numbers,
		     const struct px_word *words, size_t count, bool before, bool after)
{
	for (size_t k = 0; k + count <= title->count; k++) {
		const uint32_t *at = title->words + k;
		if (memcmp(at, numbers, count * sizeof(*at)) != 0)
			continue;
		if (count == title->count || (before && k > 0 && near_word(&all->words[at[-1]], &words[-1])) ||
		    (after && k + count < title->count && near_word(&all->words[at[count]], &words[count])))
			return true;
	}
	return false;
}

bool px_target_in_title(const struct px_parse *parse, const struct px_word *words, size_t count, bool before, bool after)
{
	const struct px_item_titles *titles = read_titles(parse);
	const struct px_nlu_item *items = parse->context->items;
	uint32_t numbers[PHRASE_WORDS];

	if (count > PHRASE_WORDS)
		return false;
	for (size_t i = 0; i < count; i++) {
		int64_t number = px_title_number(titles->words, px_str_n(words[i].text, words[i].size));
		if (number == PX_TITLE_NO_WORD)
			return false;
		numbers[i] = (uint32_t)number;
	}
	for (size_t i = 0; i < parse->context->item_count; i++) {
		const struct px_nlu_title *title = title_of(titles, items, i);
		if (items[i].kind != PX_NLU_PROJECT && title && title->count >= 2 &&
		    in_title(titles->words, title, numbers, words, count, before, after))
			return true;
	}
	return false;
}

/* How much the words of a phrase are like each word of the titles. */
struct likeness {
	const struct px_item_titles *titles;
	float **of; /* by word number: one share per word of the phrase; NULL: like none */
};

static struct likeness compare(const struct px_parse *parse, const struct phrase *phrase)
{
	struct likeness likeness = { .titles = read_titles(parse) };
	const struct px_nlu_titles *words = likeness.titles->words;
	float row[PHRASE_WORDS];

	likeness.of = PX_ARENA_ARRAY(parse->arena, float *, words->count + 1);
	for (size_t k = 0; k < words->count; k++) {
		bool any = false;
		for (size_t i = 0; i < phrase->count; i++) {
			row[i] = phrase_word(phrase, i, &words->words[k]);
			any |= row[i] > 0;
		}
		if (!any)
			continue;
		likeness.of[k] = px_arena_alloc(parse->arena, phrase->count * sizeof(row[0]));
		memcpy(likeness.of[k], row, phrase->count * sizeof(row[0]));
	}
	return likeness;
}

/* The words of the i-th item's title; NULL if none of them is like any of the phrase. */
static const struct px_nlu_title *like_title(const struct likeness *likeness, const struct px_nlu_item *items,
					     size_t i)
{
	const struct px_nlu_title *title = title_of(likeness->titles, items, i);

	for (size_t k = 0; title && k < title->count; k++) {
		if (likeness->of[title->words[k]])
			return title;
	}
	return NULL;
}

/* Share of the phrase found in the title, with a little for how much of the title that is. */
static float score_item(const struct phrase *phrase, const struct likeness *likeness,
			const struct px_nlu_title *title)
{
	float found[PHRASE_WORDS] = { 0 }, sum = 0;
	size_t matched = 0;

	for (size_t k = 0; k < title->count; k++) {
		const float *row = likeness->of[title->words[k]];
		for (size_t i = 0; row && i < phrase->count; i++)
			found[i] = row[i] > found[i] ? row[i] : found[i];
		matched += row != NULL;
	}
	for (size_t i = 0; i < phrase->count; i++)
		sum += found[i] * phrase->weight[i];
	return sum / phrase->weights * 0.9F + 0.1F * (float)matched / (float)title->count;
}

static bool names_kind(const struct px_word *words, size_t count, const char *list)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i].time < 0 && px_word_in(&words[i], list))
			return true;
	}
	return false;
}

static void read_phrase(const struct px_parse *parse, const struct px_word *words, size_t count,
			struct phrase *phrase)
{
	phrase->count = 0;
	phrase->when = px_parse_when(parse, words, count);
	for (size_t i = 0; i < count && phrase->count < PHRASE_WORDS; i++) {
		if (words[i].time >= 0 || px_title_filler(&words[i]) || words[i].flags & PX_WORD_MARK)
			continue;
		phrase->at[phrase->count++] = &words[i];
	}
	for (size_t i = 0; i < phrase->count && phrase->count > 1; i++) {
		if (px_word_is(phrase->at[i], "project"))
			phrase->at[i] = phrase->at[--phrase->count];
	}
	phrase->weights = 0;
	for (size_t i = 0; i < phrase->count; i++) {
		bool weak = px_word_in(phrase->at[i], event_nouns) || px_word_in(phrase->at[i], "request requests");
		phrase->other[i] = irregular_of(phrase->at[i]->text, phrase->at[i]->size);
		phrase->weight[i] = weak ? 0.3F : 1;
		phrase->weights += phrase->weight[i];
	}
}

static int kind_bit(const struct px_nlu_item *item)
{
	return item->kind == PX_NLU_TASK ? PX_TARGET_TASK :
	       item->kind == PX_NLU_EVENT ? PX_TARGET_EVENT : PX_TARGET_PROJECT;
}

/* Without ids (scripts), title and time tell things apart. */
static bool same_thing(const struct px_nlu_item *a, const struct px_nlu_item *b)
{
	if (!px_id_is_none(a->id) || !px_id_is_none(b->id))
		return px_id_eq(a->id, b->id);
	return a->kind == b->kind && a->start == b->start && strcmp(a->title, b->title) == 0;
}

static void offer(struct px_target *target, const struct px_nlu_item *item, float score)
{
	if (score > target->score + 0.06F) {
		target->candidate_count = 0;
		target->score = score;
	} else if (score < target->score - 0.06F) {
		return;
	}
	if (score > target->score)
		target->score = score;
	for (size_t i = 0; i < target->candidate_count; i++) {
		if (same_thing(target->candidates[i], item))
			return;
	}
	if (target->candidate_count < PX_STATE_ITEMS)
		target->candidates[target->candidate_count++] = item;
}

/* Of events of one title, those that are over are hardly meant if one is to come. */
static void drop_past(const struct px_parse *parse, struct px_target *target)
{
	size_t kept = 0;
	bool ahead = false;

	for (size_t i = 0; i < target->candidate_count; i++) {
		const struct px_nlu_item *item = target->candidates[i];
		if (item->kind != PX_NLU_EVENT || strcmp(item->title, target->candidates[0]->title) != 0)
			return;
		ahead |= item->end != PX_TIME_NONE && item->end > parse->now;
	}
	for (size_t i = 0; i < target->candidate_count && ahead; i++) {
		if (target->candidates[i]->end == PX_TIME_NONE || target->candidates[i]->end > parse->now)
			target->candidates[kept++] = target->candidates[i];
	}
	target->candidate_count = ahead ? kept : target->candidate_count;
}

/* A series and what was taken out of it are one thing: the next one stands for them. */
static void fold_series(const struct px_parse *parse, struct px_target *target)
{
	bool series = false, known = true;

	for (size_t i = 0; i < target->candidate_count; i++) {
		if (strcmp(target->candidates[i]->title, target->candidates[0]->title) != 0 ||
		    target->candidates[i]->kind != PX_NLU_EVENT)
			return;
		series |= target->candidates[i]->recurrence != NULL;
		known &= !px_id_is_none(target->candidates[i]->id);
	}
	drop_past(parse, target);
	if (known && !series)
		return;
	for (size_t i = 0; i < target->candidate_count; i++) {
		if (target->candidates[i]->start == PX_TIME_NONE || target->candidates[i]->start < parse->now)
			continue;
		if (target->candidates[0]->start < parse->now ||
		    target->candidates[i]->start < target->candidates[0]->start)
			target->candidates[0] = target->candidates[i];
	}
	target->candidate_count = target->candidate_count ? 1 : 0;
}

/* "my 9 o'clock", "tomorrow's meeting": found by the time alone. */
static void find_by_time(const struct px_parse *parse, const struct phrase *phrase, int kinds,
			 struct px_target *target)
{
	const struct px_nlu_context *context = parse->context;

	if (!phrase->when.any)
		return;
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		if (kind_bit(item) & kinds & PX_TARGET_EVENT && times_agree(&phrase->when, item))
			offer(target, item, 0.9F);
	}
	/* A time alone names an event; a task only if the words say that it is one. */
	if (target->candidate_count || kinds != PX_TARGET_TASK)
		return;
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		if (kind_bit(item) & kinds && times_agree(&phrase->when, item))
			offer(target, item, 0.9F);
	}
}

static void find_by_words(const struct px_parse *parse, const struct phrase *phrase, int kinds,
			  struct px_target *target)
{
	const struct px_nlu_context *context = parse->context;
	const struct likeness likeness = compare(parse, phrase);

	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		const struct px_nlu_title *title = like_title(&likeness, context->items, i);
		if (!title || !(kind_bit(item) & kinds))
			continue;
		float score = score_item(phrase, &likeness, title);
		if (score < 0.5F)
			continue;
		score += times_agree(&phrase->when, item) ? (phrase->when.any ? 0.08F : 0) : -0.3F;
		if (score >= 0.5F)
			offer(target, item, score);
	}
}

/* "the last meeting", "my next appointment", "the first reminder" */
static bool find_by_order(const struct px_parse *parse, const struct px_word *words, size_t count,
			  int kinds, struct px_target *target)
{
	const struct px_nlu_item *best = NULL;

	if (!names_kind(words, count, "next upcoming") || !(kinds & PX_TARGET_EVENT))
		return false;
	for (size_t i = 0; i < parse->context->item_count; i++) {
		const struct px_nlu_item *item = &parse->context->items[i];
		if (item->kind == PX_NLU_EVENT && item->start != PX_TIME_NONE && item->start >= parse->now &&
		    (!best || item->start < best->start))
			best = item;
	}
	if (!best)
		return false;
	offer(target, best, 0.9F);
	return true;
}

void px_target_find(const struct px_parse *parse, const struct px_word *words, size_t count, int kinds,
		    struct px_target *target)
{
	struct phrase phrase;
	size_t strong = 0;

	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	while (count && px_word_in(&words[0], "the a an my our this that to about of for"))
		words++, count--;
	read_phrase(parse, words, count, &phrase);
	target->day = phrase.when.start.day;
	target->day_end = target->day == PX_DAY_NONE ? PX_DAY_NONE :
			  phrase.when.range && phrase.when.end.day > target->day ? phrase.when.end.day : target->day + 1;
	target->next = names_kind(words, count, "next upcoming");
	if (names_kind(words, count, "task todo reminder"))
		target->kinds |= PX_TARGET_TASK;
	if (names_kind(words, count, "meeting appointment event"))
		target->kinds |= PX_TARGET_EVENT;
	if (target->kinds & kinds)
		kinds &= target->kinds;
	target->words = px_parse_surface(parse, words, 0, count);
	for (size_t i = 0; i < phrase.count; i++)
		strong += !px_word_in(phrase.at[i], "meeting appointment event next upcoming");
	if (phrase.count)
		find_by_words(parse, &phrase, kinds, target);
	if (!strong && !target->candidate_count && !find_by_order(parse, words, count, kinds, target))
		find_by_time(parse, &phrase, kinds, target);
	fold_series(parse, target);
	if (target->candidate_count == 1)
		target->item = target->candidates[0];
}

/* Share of the title's words that stand in the phrase. */
static float cover_item(const struct phrase *phrase, const struct likeness *likeness,
			const struct px_nlu_title *title)
{
	float sum = 0;

	for (size_t k = 0; k < title->count; k++) {
		const float *row = likeness->of[title->words[k]];
		float best = 0;
		for (size_t i = 0; row && i < phrase->count; i++)
			best = row[i] > best ? row[i] : best;
		sum += best;
	}
	return sum / (float)title->count;
}

void px_target_spot(const struct px_parse *parse, const struct px_word *words, size_t count, int kinds,
		    struct px_target *target)
{
	const struct px_nlu_context *context = parse->context;
	struct phrase phrase;

	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	read_phrase(parse, words, count, &phrase);
	const struct likeness likeness = compare(parse, &phrase);
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		const struct px_nlu_title *title = like_title(&likeness, context->items, i);
		if (!title || !(kind_bit(item) & kinds))
			continue;
		float score = cover_item(&phrase, &likeness, title);
		if (score >= 0.6F)
			offer(target, item, score);
	}
	fold_series(parse, target);
	if (target->candidate_count == 1)
		target->item = target->candidates[0];
}
