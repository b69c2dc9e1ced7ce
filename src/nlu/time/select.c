/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chooses, among all the values a chart holds, those that are meant as times:
 * the cover of the words that explains most of them with the fewest values,
 * without readings that the words around them rule out ("5 people", "may I",
 * "version 2.0").
 */
#include "nlu/language.h"
#include "nlu/time/grammar.h"

struct run {
	const struct px_time_chart *chart;
	const struct px_time_around *around;
};

static const struct px_token none = { .kind = PX_TOKEN_END };

static const struct px_token *token_at(const struct run *run, ptrdiff_t at)
{
	if (at < 0)
		return at == -1 ? run->around->before : &none;
	if ((size_t)at >= run->chart->tokens)
		return (size_t)at == run->chart->tokens ? run->around->after : &none;
	return &run->chart->token[at];
}

static bool is_one_of(const struct px_token *token, enum px_text_list name)
{
	return token->kind == PX_TOKEN_WORD && px_texts_have(px_texts(name), token->text);
}

static bool is_text(const struct px_token *token, enum px_phrase name)
{
	return strcmp(token->text, px_phrase(name)) == 0;
}

/* Whether nothing more is said that the value before could be about. */
static bool ends_clause(const struct px_token *after)
{
	if (after->kind == PX_TOKEN_WORD)
		return is_one_of(after, PX_TEXTS_CLAUSE_ENDERS);
	return after->kind != PX_TOKEN_NUMBER;
}

static bool is_mark(const struct px_token *token, const char *marks)
{
	return token->kind == PX_TOKEN_MARK && strchr(marks, token->text[0]) != NULL;
}

/* Whether the characters before do not run into the value ("v2.0", "$5", "555-1234"). */
static bool starts_cleanly(const struct run *run, size_t begin)
{
	const struct px_token *first = token_at(run, (ptrdiff_t)begin);
	const struct px_token *before = token_at(run, (ptrdiff_t)begin - 1);

	if (!first->glued || before->kind == PX_TOKEN_END)
		return true;
	if (before->kind == PX_TOKEN_NUMBER || before->kind == PX_TOKEN_WORD)
		return first->kind == PX_TOKEN_MARK;
	if (is_mark(before, "$#_%&=\\<>+*"))
		return false;
	if (is_mark(before, ".:/-,") && before->glued)
		return token_at(run, (ptrdiff_t)begin - 2)->kind != PX_TOKEN_NUMBER;
	return true;
}

static bool ends_cleanly(const struct run *run, size_t end)
{
	const struct px_token *after = token_at(run, (ptrdiff_t)end);
	const struct px_token *beyond = token_at(run, (ptrdiff_t)end + 1);

	if (!after->glued || after->kind == PX_TOKEN_END)
		return true;
	if (after->kind == PX_TOKEN_NUMBER || after->kind == PX_TOKEN_WORD)
		return token_at(run, (ptrdiff_t)end - 1)->kind == PX_TOKEN_MARK &&
		       !is_mark(token_at(run, (ptrdiff_t)end - 1), ".:/-");
	if (is_mark(after, "%$_\\=+"))
		return false;
	if (is_mark(after, ".") && beyond->glued && beyond->kind == PX_TOKEN_WORD)
		return beyond->capital; /* "monday.com" */
	if (is_mark(after, ".:/,") && beyond->glued)
		return beyond->kind != PX_TOKEN_NUMBER;
	return !(is_mark(after, "-") && beyond->glued && beyond->kind != PX_TOKEN_MARK);
}

/* Whether the words after make the number before them a count of something else. */
static bool counts_something(const struct run *run, size_t end)
{
	const struct px_token *after = token_at(run, (ptrdiff_t)end);

	if (is_one_of(after, PX_TEXTS_COUNTED_THINGS))
		return true;
	if (after->kind != PX_TOKEN_WORD || after->capital)
		return false;
	if (end < run->chart->tokens) { /* a time word: only units count */
		for (int i = run->chart->head[end]; i >= 0; i = run->chart->node[i].next)
			if (run->chart->node[i].symbol == S_UNIT)
				return true;
		return false;
	}
	return after->size >= 4 && after->text[after->size - 1] == 's' &&
	       after->text[after->size - 2] != 's';
}

static bool followed_by_unknown_word(const struct run *run, size_t end)
{
	return end >= run->chart->tokens && run->around->after->kind == PX_TOKEN_WORD &&
	       !ends_clause(run->around->after);
}

static bool whole_text(const struct run *run, const struct px_time_node *node)
{
	if (!run->around->whole)
		return false;
	for (size_t i = 0; i < run->chart->tokens; i++)
		if ((i < node->begin || i >= node->end) && run->chart->token[i].kind != PX_TOKEN_MARK)
			return false;
	return true;
}

/* Whether the word before makes the number one of a thing: "version 4-22", "came 5th". */
static bool number_of(const struct run *run, const struct px_time_node *node)
{
	const struct px_token *before = token_at(run, (ptrdiff_t)node->begin - 1);

	if (px_texts_have(px_texts(PX_TEXTS_NUMBERED_THINGS), before->text))
		return true;
	return false;
}

static bool bare_is_plausible(const struct run *run, const struct px_time_node *node)
{
	if (counts_something(run, node->end))
		return false;
	if ((node->flags & F_MONTHDAY) && is_text(token_at(run, node->end), PX_PHRASE_ONE))
		return false; /* "the 4th one" */
	/* "from the 20th Marco wants 6:30": the preposition belongs to it; not "the keys from the 3rd floor" */
	const bool open = node->symbol == S_OPEN && node->end - node->begin > 2 &&
			  token_at(run, (ptrdiff_t)node->begin - 1)->kind != PX_TOKEN_WORD;
	if (!open && !(node->flags & F_PREP) && (node->flags & (F_MONTHDAY | F_SWAP)) &&
	    followed_by_unknown_word(run, node->end))
		return false;
	if (node->symbol == S_DAY && node->end - node->begin <= 3 && !(node->flags & F_PREP) &&
	    run->around->before->kind == PX_TOKEN_WORD && number_of(run, node))
		return false;
	if (node->symbol == S_OPEN && is_text(token_at(run, node->begin), PX_PHRASE_BY) &&
	    token_at(run, (ptrdiff_t)node->begin - 1)->kind == PX_TOKEN_NUMBER)
		return false; /* "2 by 4" */
	if (node->symbol == S_CLOCK && (node->flags & F_WEAK))
		return false;
	return true;
}

/* "water the plants daily", "remind me daily to", "a daily reminder", but not "the daily report" */
static bool is_adverb(const struct run *run, const struct px_time_node *node)
{
	const struct px_token *after = token_at(run, node->end);
	const struct px_token *before = token_at(run, (ptrdiff_t)node->begin - 1);

	if (node->symbol != S_SET || after->kind == PX_TOKEN_NUMBER)
		return false;
	if (after->kind == PX_TOKEN_WORD && is_one_of(after, PX_TEXTS_REMINDER_NOUNS))
		return true;
	if (!ends_clause(after) && !is_one_of(after, PX_TEXTS_AFTER_ADVERB))
		return false;
	return before->kind == PX_TOKEN_WORD && !is_one_of(before, PX_TEXTS_BEFORE_ADJECTIVE);
}

/* "I'll be away this May", but not "this may work" */
static bool this_month_at_end(const struct run *run, const struct px_time_node *node)
{
	const struct px_token *after = token_at(run, node->end);

	return node->symbol == S_PERIOD && node->end - node->begin == 2 &&
	       is_text(&run->chart->token[node->begin], PX_PHRASE_THIS) && ends_clause(after);
}

/* "I'll be out morning", but not "good morning" or "movie night". */
static bool part_at_end(const struct run *run, const struct px_time_node *node)
{
	const struct px_token *after = token_at(run, node->end);
	const struct px_token *before = token_at(run, (ptrdiff_t)node->begin - 1);

	if (!ends_clause(after) || (node->flags & F_WEAK))
		return false;
	return node->number < PART_NIGHT && before->kind == PX_TOKEN_WORD && !is_text(before, PX_PHRASE_GOOD) &&
	       run->chart->token[node->begin].size >= 7;
}

/* "June Smith", "call April": a month's name that is more likely somebody's. */
static bool is_persons_name(const struct run *run, const struct px_time_node *node)
{
	const struct px_token *before = token_at(run, (ptrdiff_t)node->begin - 1);

	if (node->symbol != S_PERIOD || !(node->flags & F_NAMED_MONTH) || node->grain != GRAIN_MONTH ||
	    (node->flags & (F_YEAR | F_PREP)) || node->end - node->begin != 1)
		return false;
	if (followed_by_unknown_word(run, node->end))
		return true;
	if (px_texts_have(px_texts(PX_TEXTS_BEFORE_PERSON), before->text))
		return before->kind == PX_TOKEN_WORD;
	return false;
}

/* "now that you say it", "every now and then" */
static bool is_idiom(const struct run *run, const struct px_time_node *node)
{
	const struct px_token *after = token_at(run, node->end);

	return is_text(after, PX_PHRASE_THAT) ||
	       (is_text(after, PX_PHRASE_AND) && is_text(token_at(run, node->end + 1), PX_PHRASE_THEN));
}

/* "two Mondays" are not every Monday. */
static bool follows_number(const struct run *run, const struct px_time_node *node)
{
	const struct px_token *before = token_at(run, (ptrdiff_t)node->begin - 1);

	return before->kind == PX_TOKEN_NUMBER || is_one_of(before, PX_TEXTS_AMOUNT_WORDS);
}

/* "233 S. Wacker": a capital letter apart from its number abbreviates a word, not a unit. */
static bool ends_in_initial(const struct run *run, const struct px_time_node *node)
{
	const struct px_token *last = token_at(run, (ptrdiff_t)node->end - 1);

	if ((node->symbol != S_LENGTH && node->symbol != S_SHIFT) || last->kind != PX_TOKEN_WORD || last->size != 1)
		return false;
	return last->capital && is_mark(token_at(run, (ptrdiff_t)node->end), ".") &&
	       token_at(run, (ptrdiff_t)node->end + 1)->capital;
}

/* Whether a value may stand on its own. */
static bool acceptable(const struct run *run, const struct px_time_node *node)
{
	if (node->symbol < S_DAY || node->symbol > S_SET)
		return false;
	if (!starts_cleanly(run, node->begin) || !ends_cleanly(run, node->end))
		return false;
	if ((node->flags & F_WEAK) && !whole_text(run, node) && !is_adverb(run, node) &&
	    !this_month_at_end(run, node))
		return false;
	if (node->symbol == S_PART && !(node->flags & F_PREP) && !whole_text(run, node) &&
	    !part_at_end(run, node))
		return false;
	if (is_persons_name(run, node) || ends_in_initial(run, node))
		return false;
	if ((node->flags & F_NOW) && is_idiom(run, node))
		return false;
	if (node->symbol == S_SET && node->end - node->begin == 1 && follows_number(run, node))
		return false;
	return !(node->flags & F_BARE) || bare_is_plausible(run, node);
}

static int worth(const struct px_time_node *node)
{
	return 16 * (node->end - node->begin) + 2 * node->weight - 12;
}

size_t px_time_select(const struct px_time_chart *chart, const struct px_time_around *around,
		      size_t limit, const struct px_time_node *picks[PX_TIME_PICKS])
{
	struct run run = { chart, around };
	int best[PX_TIME_TOKENS + 1];
	int16_t choice[PX_TIME_TOKENS + 1];

	best[chart->tokens] = 0;
	for (size_t at = chart->tokens; at-- > 0;) {
		best[at] = best[at + 1];
		choice[at] = -1;
		if (at >= limit)
			continue;
		for (int i = chart->head[at]; i >= 0; i = chart->node[i].next) {
			const struct px_time_node *node = &chart->node[i];
			if (node->symbol < S_DAY)
				continue;
			int total = worth(node) + best[node->end];
			if (total > best[at] && acceptable(&run, node)) {
				best[at] = total;
				choice[at] = (int16_t)i;
			}
		}
	}
	size_t count = 0;
	for (size_t at = 0; at < chart->tokens && count < PX_TIME_PICKS;) {
		if (choice[at] < 0) {
			at++;
			continue;
		}
		picks[count++] = &chart->node[choice[at]];
		at = chart->node[choice[at]].end;
	}
	return count;
}
