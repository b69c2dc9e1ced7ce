/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commas and "and" part things of one kind: each a short name, or each an
 * errand with a verb and an object of its own.  Names that have an "and" of
 * their own stay whole ("salt and vinegar crisps", "Simon and Garfunkel"), and
 * so do two verbs with one object ("wash and iron the shirts").  A list
 * without any joint is only parted where every word is known to be a thing
 * that one buys.
 */
#include "nlu/read/items.h"

#include "nlu/read/people.h"
#include "nlu/read/vocabulary.h"

enum { NAME_WORDS = 5, ERRAND_WORDS = 12, DICTATED_LEAST = 3 };

static bool is_and(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_ITEMS_IS_AND) && !(word->flags & PX_WORD_QUOTED);
}

/* A comma stands before it, or an ampersand, or a plus with a blank before it, as "Disney+ voucher" has none. */
static bool is_parted(const struct px_request *request, const struct px_word *words, size_t i)
{
	const char *gap = request->text.data + words[i - 1].end;
	size_t n = words[i].begin - words[i - 1].end;

	return !(words[i].flags & (PX_WORD_STOP | PX_WORD_QUOTED)) && words[i].begin > words[i - 1].end &&
	       ((words[i].flags & PX_WORD_BREAK && memchr(gap, ',', n)) || memchr(gap, '&', n) ||
		(gap[0] == ' ' && memchr(gap, '+', n)) || memchr(gap, ';', n));
}

static bool pair_is_one(const struct px_word *a, const struct px_word *b)
{
	char pair[48];

	if (a->size + b->size + 2 > sizeof(pair))
		return false;
	memcpy(pair, a->text, a->size);
	pair[a->size] = '-';
	memcpy(pair + a->size + 1, b->text, b->size + 1);
	return px_word_listed(pair, a->size + b->size + 1, PX_WORDS_ONE_NAME);
}

static bool is_capital(const struct px_request *request, const struct px_word *word)
{
	return !px_language_is_other() && word->flags & PX_WORD_CAPITAL && word->begin > request->begin;
}

static bool is_colour(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_ITEMS_IS_COLOUR);
}

/* The "and" before words[i] belongs to one name; `listed`: commas part others before it. */
static bool joins_name(const struct px_request *request, const struct px_word *words,
		       const struct px_item_words *before, const struct px_item_words *after, bool listed)
{
	const struct px_word *a = &words[before->to - 1], *b = &words[after->from];
	size_t left = before->to - before->from, right = after->to - after->from;

	/* "bread, butter and jam" are three, "milk, salt and vinegar crisps" two */
	bool two = listed && left == 1 && right == 1 && px_word_in(a, PX_WORDS_GOODS) && px_word_in(b, PX_WORDS_GOODS);
	if (!two && (pair_is_one(a, b) || (is_colour(a) && is_colour(b))))
		return true;
	bool verbs = px_parse_task_verb(&words[before->from]) && px_parse_task_verb(b);
	if (verbs)
		return left == 1; /* "wash and iron the shirts" */
	if (right > 1 && is_capital(request, a) && is_capital(request, b) && px_people_given_name(a))
		return true; /* "Simon and Garfunkel tickets" */
	/* "sun and moon earrings": one word that is no thing of its own leans on what follows */
	return left == 1 && right > 1 && !px_word_in(a, PX_WORDS_GOODS) && !is_parted(request, words, after->from) &&
	       !px_word_in(b, PX_WORDS_GOODS_KIND) && !px_word_in(b, PX_WORDS_ITEMS_JOINS_NAME) &&
	       a->text[a->size - 1] != 's';
}

/* A name or an errand; no sentence and no request. */
static bool is_thing(const struct px_word *words, const struct px_item_words *item)
{
	size_t count = item->to - item->from;
	const struct px_word *first = &words[item->from];

	if (!count || px_word_in(first, PX_WORDS_ITEMS_IS_THING))
		return false;
	bool errand = count > 1 && px_parse_task_verb(first);
	return count <= (errand ? ERRAND_WORDS : NAME_WORDS);
}

/* Parts at every joint; the number of parts. */
static size_t part(const struct px_request *request, const struct px_word *words, size_t from, size_t to,
		   struct px_item_words *items, size_t *commas)
{
	size_t count = 0, start = from;

	*commas = 0;
	for (size_t i = from + 1; i <= to && count + 1 < PX_ITEMS_MAX; i++) {
		bool joint = i < to && is_and(&words[i]) && i + 1 < to, comma = i < to && is_parted(request, words, i);
		if (i < to && !joint && !comma)
			continue;
		if (i > start)
			items[count++] = (struct px_item_words){ start, i };
		*commas += comma;
		start = joint || (comma && is_and(&words[i])) ? i + 1 : i;
	}
	return count;
}

/* Puts together again what is one name. */
static size_t join_names(const struct px_request *request, const struct px_word *words, struct px_item_words *items,
			 size_t count)
{
	size_t kept = 1;

	for (size_t i = 1; i < count; i++) {
		bool said_and = is_and(&words[items[i].from - 1]) && !is_parted(request, words, items[i].from - 1);
		bool listed = kept > 1 && is_parted(request, words, items[kept - 1].from);
		if (said_and && joins_name(request, words, &items[kept - 1], &items[i], listed))
			items[kept - 1].to = items[i].to;
		else
			items[kept++] = items[i];
	}
	return kept;
}

/* "two pints", "a dozen", "500g" */
static bool is_amount(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_AMOUNT_UNIT) || px_word_in(word, PX_WORDS_AMOUNT_COUNT) ||
	       px_word_number(word) || (word->text[0] >= '0' && word->text[0] <= '9');
}

bool px_items_all_goods(const struct px_word *words, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (!is_and(&words[i]) && !is_amount(&words[i]) && !px_word_in(&words[i], PX_WORDS_ITEMS_ALL_GOODS) &&
		    !px_word_in(&words[i], PX_WORDS_GOODS) && !px_word_in(&words[i], PX_WORDS_GOODS_HEAD) &&
		    !px_word_in(&words[i], PX_WORDS_GOODS_KIND))
			return false;
	}
	return to > from;
}

/* "milk eggs bread": every word is a thing, or belongs to the one beside it. */
static size_t part_dictated(const struct px_word *words, size_t from, size_t to, size_t least,
			    struct px_item_words *items)
{
	size_t count = 0, known = 0;

	for (size_t i = from; i < to; i++) {
		bool head = px_word_in(&words[i], PX_WORDS_GOODS_HEAD) && count && items[count - 1].to == i &&
			    (px_word_in(&words[i - 1], PX_WORDS_GOODS_KIND) || !px_word_in(&words[i], PX_WORDS_GOODS));
		bool kind = count && items[count - 1].to == i && items[count - 1].to - items[count - 1].from == 1 &&
			    px_word_in(&words[i - 1], PX_WORDS_GOODS_KIND) &&
			    !px_word_in(&words[i - 1], PX_WORDS_GOODS);
		if (words[i].flags & PX_WORD_QUOTED || words[i].time >= 0 || count == PX_ITEMS_MAX)
			return 1;
		if (is_and(&words[i])) {
			if (i > from && i + 1 < to && pair_is_one(&words[i - 1], &words[i + 1]))
				return 1;
			continue;
		}
		if (!px_word_in(&words[i], PX_WORDS_GOODS) && !px_word_in(&words[i], PX_WORDS_GOODS_HEAD) &&
		    !px_word_in(&words[i], PX_WORDS_GOODS_KIND))
			return 1;
		if (head || kind)
			items[count - 1].to = i + 1;
		else
			items[count++] = (struct px_item_words){ i, i + 1 };
	}
	for (size_t i = 0; i < count; i++)
		known += px_word_in(&words[items[i].to - 1], PX_WORDS_GOODS) ||
			 px_word_in(&words[items[i].to - 1], PX_WORDS_GOODS_HEAD);
	return count >= least && known == count ? count : 1;
}

/* "milk eggs bread and olive oil": what stands together between joints, too. */
static size_t part_each(const struct px_word *words, struct px_item_words *items, size_t count)
{
	struct px_item_words all[PX_ITEMS_MAX], some[PX_ITEMS_MAX];
	size_t total = 0;

	for (size_t i = 0; i < count; i++) {
		size_t n = part_dictated(words, items[i].from, items[i].to, 2, some);
		bool fits = n > 1 && total + n + count - i <= PX_ITEMS_MAX;
		for (size_t k = 0; fits && k < n; k++)
			all[total++] = some[k];
		if (!fits)
			all[total++] = items[i];
	}
	memcpy(items, all, total * sizeof(*items));
	return total;
}

/* All errands on a list, or all things: what is mixed is rather one sentence. */
static bool alike(const struct px_word *words, const struct px_item_words *items, size_t count, bool listed)
{
	size_t errands = 0;

	for (size_t i = 0; i < count; i++) {
		const struct px_word *first = &words[items[i].from];
		bool lone = items[i].to == items[i].from + 1 && px_parse_task_verb(first) &&
			    !px_word_in(first, PX_WORDS_GOODS);
		if (!is_thing(words, &items[i]) || (lone && i + 1 < count)) /* "sand, prime and paint the door" */
			return false;
		errands += items[i].to - items[i].from > 1 && px_parse_task_verb(&words[items[i].from]) &&
			   !px_word_in(&words[items[i].from], PX_WORDS_GOODS);
	}
	return errands == count ? listed : !errands;
}

size_t px_items_part(const struct px_request *request, const struct px_word *words, size_t from, size_t to,
		     bool listed, struct px_item_words items[PX_ITEMS_MAX])
{
	size_t commas;

	items[0] = (struct px_item_words){ from, to };
	if (to < from + 2)
		return 1;
	size_t count = part(request, words, from, to, items, &commas);
	count = count > 1 ? join_names(request, words, items, count) : count;
	bool parted = count > 1 && (listed || commas) && alike(words, items, count, listed);
	if (parted)
		return listed ? part_each(words, items, count) : count;
	count = listed ? part_dictated(words, from, to, request->parts_items ? 2 : DICTATED_LEAST, items) : 1;
	if (count == 1)
		items[0] = (struct px_item_words){ from, to };
	return count;
}

size_t px_items_split(const struct px_request *request, const struct px_word *words, size_t from, size_t to,
		      struct px_item_words items[PX_ITEMS_MAX])
{
	size_t commas, count = part(request, words, from, to, items, &commas);

	return count > 1 ? join_names(request, words, items, count) : count;
}
