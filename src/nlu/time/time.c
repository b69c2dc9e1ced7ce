/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The driver: reads tokens, cuts the text into runs of time words (an unknown
 * word can be in no expression), gives each run to the chart, takes the values
 * that are meant as times, joins those that belong together, and reports
 * spans.  Runs are bounded, so the work is linear in the text.
 */
#include "nlu/time/time.h"

#include "nlu/language.h"
#include "nlu/time/grammar.h"

enum { WINDOW = 2 * PX_TIME_TOKENS + 17, OVERLAP = PX_TIME_TOKENS / 2 };

struct scan {
	struct px_time_parse parse;
	size_t at; /* bytes read */
	struct px_token token[WINDOW];
	size_t first, count; /* those not yet done with */
	struct px_token before; /* the last one done with */
	bool anything_before;   /* a word or number was done with */
	struct px_time_chart chart;
	struct px_time_expr *found;
	struct px_time_node node[PX_TIME_MAX]; /* of each of found */
	size_t found_count, max;
};

static bool is_one_of(const char *text, const char *const *words)
{
	while (*words && strcmp(*words, text) != 0)
		words++;
	return *words != NULL;
}

/* Whether the token is two words of the language written as one; cuts it, and the rest is the token after it. */
static bool cut_compound(struct px_token *token, struct px_token *rest)
{
	const struct px_time_lexicon *lexicon = px_language()->time;

	if (!lexicon->heads || token->kind != PX_TOKEN_WORD || token->end - token->begin != token->size)
		return false;
	for (const char *const *head = lexicon->heads; *head; head++) {
		size_t n = strlen(*head);
		if (n >= token->size || memcmp(token->text, *head, n) != 0 ||
		    !is_one_of(token->text + n, lexicon->tails))
			continue;
		*rest = *token;
		rest->size = (uint8_t)(token->size - n);
		memmove(rest->text, token->text + n, rest->size + 1U);
		rest->begin = token->begin + (uint32_t)n;
		rest->glued = true;
		rest->capital = false;
		token->size = (uint8_t)n;
		token->text[n] = '\0';
		token->end = rest->begin;
		return true;
	}
	return false;
}

/* A word that means something else after the word before it. */
static void turn(struct px_token *token, const struct px_token *before)
{
	const struct px_time_lexicon *lexicon = px_language()->time;

	for (size_t i = 0; i < lexicon->turn_count; i++) {
		const struct px_time_turn *t = &lexicon->turns[i];
		if (strcmp(t->word, token->text) != 0 || !is_one_of(before->text, t->after))
			continue;
		token->size = (uint8_t)strlen(t->as);
		memcpy(token->text, t->as, token->size + 1U);
		return;
	}
}

static void fill(struct scan *scan)
{
	if (scan->count >= PX_TIME_TOKENS + 8)
		return;
	memmove(scan->token, scan->token + scan->first, scan->count * sizeof *scan->token);
	scan->first = 0;
	while (scan->count + 1 < WINDOW) {
		struct px_token *token = &scan->token[scan->count];
		px_token_next(scan->parse.text, &scan->at, token);
		if (token->kind == PX_TOKEN_END)
			break;
		scan->count += cut_compound(token, token + 1) ? 2 : 1;
		for (struct px_token *t = token; t < scan->token + scan->count; t++) {
			if (t > scan->token)
				turn(t, t - 1);
		}
	}
}

/* Marks and polite words, which a text that is nothing but a time may have besides. */
static bool says_nothing(const struct px_token *token)
{
	if (px_texts_have(px_texts(PX_TEXTS_BESIDES_TIME), token->text))
		return true;
	return token->kind == PX_TOKEN_MARK;
}

static void drop(struct scan *scan, size_t count)
{
	for (size_t i = 0; i < count; i++)
		scan->anything_before |= !says_nothing(&scan->token[scan->first + i]);
	scan->before = scan->token[scan->first + count - 1];
	scan->first += count;
	scan->count -= count;
}

static bool takes_dot(int symbol)
{
	return symbol == S_MONTH || symbol == S_WEEKDAY || symbol == S_UNIT;
}

/* An abbreviation may end with a full stop; a whole month's name before a number, too. */
static bool dotted(const struct scan *scan, int symbol, size_t end)
{
	const struct px_token *after = &scan->token[scan->first + end + 1];

	if (scan->token[scan->first + end - 1].size <= 5)
		return true;
	return symbol == S_MONTH && end + 1 < scan->count && after->kind == PX_TOKEN_NUMBER && after->glued;
}

/* "10.30 Fr. Keller": who is so titled is no day, but "am Fr. Zahnarzt" names one. */
static bool is_title(const struct scan *scan, int symbol, size_t begin, size_t end)
{
	const struct px_token *token = &scan->token[scan->first + begin], *name = token + 2;
	const struct px_token *before = begin ? token - 1 : &scan->before;
	const struct px_time_word *lead = before->kind == PX_TOKEN_WORD ? px_time_lookup(before) : NULL;

	if (symbol != S_WEEKDAY || end != begin + 1 || end + 1 >= scan->count || token[1].text[0] != '.' ||
	    !token[1].glued || name->kind != PX_TOKEN_WORD || !name->capital ||
	    !px_texts_have(px_texts(PX_TEXTS_PERSON_TITLES), token->text))
		return false;
	return !px_time_lookup(name) && !(lead && (lead->symbol == S_ON || lead->symbol == S_BY ||
						   lead->symbol == S_EVERY || lead->symbol == S_REL));
}

/* Adds a lexical node, and one with the full stop of an abbreviation. */
static void add_word(struct scan *scan, const struct px_time_word *word, size_t begin, size_t end)
{
	struct px_time_node node;

	if (px_language_is_other() && is_title(scan, word->symbol, begin, end))
		return;
	px_time_node_init(&node, word->symbol, begin, end);
	if (word->symbol == S_WEEKDAYS && scan->token[scan->first + begin].possessive)
		node.symbol = S_WEEKDAY; /* "Tuesday's meeting" */
	node.number = word->value;
	node.flags = word->flags;
	if (scan->token[scan->first + begin].possessive)
		node.flags &= ~(uint32_t)F_PLURAL; /* "last week's" */
	node.weight = (int16_t)(end - begin - 1); /* a phrase is more than its words */
	px_time_chart_add(&scan->chart, &node);
	const struct px_token *next = &scan->token[scan->first + end];
	if (takes_dot(word->symbol) && end < scan->count && end < PX_TIME_TOKENS && next->glued &&
	    next->text[0] == '.' && dotted(scan, word->symbol, end)) {
		node.end++;
		px_time_chart_add(&scan->chart, &node);
	}
}

/* Where a row's words end, if the tokens from `at` on are those words; 0 otherwise. */
static size_t match_words(const struct scan *scan, const char *text, size_t at)
{
	for (;;) {
		if (at >= scan->count || at >= PX_TIME_TOKENS)
			return 0;
		const struct px_token *token = &scan->token[scan->first + at];
		size_t n = strcspn(text, " ");
		if (token->size != n || memcmp(token->text, text, n) != 0)
			return 0;
		at++;
		if (!text[n])
			return at;
		text += n + 1;
		if (at < scan->count && scan->token[scan->first + at].glued &&
		    (scan->token[scan->first + at].text[0] == '.' ||
		     scan->token[scan->first + at].text[0] == '-'))
			at++;
	}
}

static bool is_core(int symbol)
{
	return symbol <= S_ONCE || symbol == S_EOX || symbol == S_BOX || symbol == S_YTD ||
	       symbol == S_EVERY;
}

/* Adds what the word at `at` may be; returns the end of the longest, or `at`. */
static size_t lex_word(struct scan *scan, size_t at, bool *core)
{
	const struct px_token *token = &scan->token[scan->first + at];
	const struct px_time_word *word = px_time_lookup(token);
	const struct px_time_word *last = px_language()->time->words + px_language()->time->word_count;
	size_t longest = at;

	if (!word && token->possessive && token->size > 1) {
		/* "June's report" */
		struct px_token bare = *token;
		bare.text[--bare.size] = '\0';
		word = px_time_lookup(&bare);
		if (word && strcmp(word->text, bare.text) == 0 && word->symbol != S_NONE) {
			*core |= is_core(word->symbol);
			add_word(scan, word, at, at + 1);
			return at + 1;
		}
		return at;
	}
	if (!word) {
		word = px_time_guess(token);
		if (!word)
			return at;
		*core = true;
		add_word(scan, word, at, at + 1);
		return at + 1;
	}
	for (; word < last && strncmp(word->text, token->text, token->size) == 0; word++) {
		if (word->text[token->size] != '\0' && word->text[token->size] != ' ')
			break;
		size_t end = match_words(scan, word->text, at);
		if (!end)
			continue;
		add_word(scan, word, at, end);
		*core |= is_core(word->symbol);
		if (end > longest)
			longest = end;
	}
	return longest;
}

/* "19 Uhr 24 Personen": no minutes, as things are counted; "9 Uhr 30 Eier kaufen" has them. */
static bool counts_after_clock(const struct scan *scan, size_t at)
{
	enum { MINUTES_STEP = 5 };
	const struct px_token *token = &scan->token[scan->first + at];
	const struct px_time_word *before = at ? px_time_lookup(token - 1) : NULL;
	const struct px_str ending = px_str(px_phrase(PX_PHRASE_INFINITIVE_ENDING));
	const bool deed = at + 2 < scan->count && px_str_ends(px_str(token[2].text), ending);

	if (deed && token->number % MINUTES_STEP == 0)
		return false;
	return before && before->symbol == S_OCLOCK && at + 1 < scan->count && !px_time_lookup(token + 1) &&
	       px_texts_have(px_texts(PX_TEXTS_COUNTED_THINGS), token[1].text);
}

static size_t lex_number(struct scan *scan, size_t at, bool *core)
{
	const struct px_token *token = &scan->token[scan->first + at];
	struct px_time_node node;

	if (px_language_is_other() && counts_after_clock(scan, at))
		return at;
	if (token->number < 0 || token->number > 1000000000)
		return at;
	px_time_node_init(&node, S_DIGITS, at, at + 1);
	node.number = (int32_t)token->number;
	node.count = token->size;
	node.flags = F_DIGITS | (token->text[0] == '0' ? F_ZERO : 0);
	px_time_chart_add(&scan->chart, &node);
	node.symbol = S_NUM;
	px_time_chart_add(&scan->chart, &node);
	*core = true;
	return at + 1;
}

static size_t lex_mark(struct scan *scan, size_t at)
{
	static const struct {
		char mark;
		uint8_t symbol;
	} marks[] = {
		{ ':', S_COLON }, { '/', S_SLASH }, { '.', S_DOT }, { ',', S_COMMA }, { '-', S_DASH },
		{ '@', S_ATSIGN }, { '\'', S_QUOTE }, { '"', S_DOUBLE_QUOTE }, { '+', S_PLUS }, { '(', S_OPEN_PAREN },
		{ ')', S_CLOSE_PAREN }, { '~', S_AROUND }, { '&', S_AND },
	};
	struct px_time_node node;

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (marks[i].mark != scan->token[scan->first + at].text[0])
			continue;
		px_time_node_init(&node, marks[i].symbol, at, at + 1);
		px_time_chart_add(&scan->chart, &node);
		return at + 1;
	}
	return at;
}

/* Fills the chart with the run at the front; returns its length. */
static size_t lex_run(struct scan *scan, bool *core, bool *cut)
{
	size_t end = 0, at = 0;
	size_t most = scan->count < PX_TIME_TOKENS ? scan->count : PX_TIME_TOKENS;

	px_time_chart_clear(&scan->chart, scan->token + scan->first, most);
	*core = false;
	for (; at < most; at++) {
		size_t reached = at;
		switch (scan->token[scan->first + at].kind) {
		case PX_TOKEN_WORD:
			reached = lex_word(scan, at, core);
			break;
		case PX_TOKEN_NUMBER:
			reached = lex_number(scan, at, core);
			break;
		default:
			reached = lex_mark(scan, at);
			break;
		}
		if (reached > end)
			end = reached;
		if (at >= end)
			break;
	}
	if (end > most)
		end = most;
	*cut = end == PX_TIME_TOKENS && scan->count > end;
	scan->chart.tokens = end;
	return end;
}

static bool strippable(const struct px_token *token)
{
	if (token->kind == PX_TOKEN_MARK)
		return strchr("@,~-", token->text[0]) != NULL;
	if (px_texts_have(px_texts(PX_TEXTS_TIME_PREPOSITIONS), token->text))
		return true;
	return false;
}

/* Where the preposition at `at` ends; `at` itself if there is none. */
static size_t preposition(const struct px_time_chart *chart, size_t at)
{
	size_t end = at;

	for (int i = chart->head[at]; i >= 0; i = chart->node[i].next) {
		const struct px_time_node *node = &chart->node[i];
		switch (node->symbol) {
		case S_AT: case S_ON: case S_BY: case S_FOR: case S_DUE: case S_AROUND: case S_UNTIL:
		case S_BEFORE: case S_AFTER: case S_FROM: case S_SINCE: case S_STARTING: case S_THE:
		case S_ATSIGN: case S_COMMA: case S_DASH:
			if (node->end > end)
				end = node->end;
			break;
		default:
			break;
		}
	}
	return end;
}

/* The byte spans of tokens begin..end of the chart. */
static void set_spans(const struct scan *scan, size_t begin, size_t end, struct px_time_expr *expr)
{
	const struct px_token *token = scan->chart.token;

	while (end > begin + 1 && token[end - 1].kind == PX_TOKEN_MARK && token[end - 1].text[0] != ')')
		end--;
	size_t inner = begin;
	for (size_t next; (next = preposition(&scan->chart, inner)) > inner && next < end; inner = next)
		continue;
	expr->begin = token[inner].begin;
	expr->end = token[end - 1].end;
	while (begin > 0 &&
	       (strippable(&token[begin - 1]) || strcmp(token[begin - 1].text, px_phrase(PX_PHRASE_IN)) == 0))
		begin--;
	expr->cut_begin = token[begin].begin;
	expr->cut_end = expr->end;
}

/* White space goes with the cut; a comma too, if the cut is at the end of a clause. */
static void widen_cut(struct px_str text, struct px_time_expr *expr)
{
	while (expr->cut_begin > 0 && (text.data[expr->cut_begin - 1] == ' ' ||
				       text.data[expr->cut_begin - 1] == ','))
		expr->cut_begin--;
	while (expr->cut_begin == 0 && expr->cut_end < text.size &&
	       (text.data[expr->cut_end] == ' ' || text.data[expr->cut_end] == ','))
		expr->cut_end++;
}

static void report(struct scan *scan, const struct px_time_node *node)
{
	if (scan->found_count >= scan->max)
		return;
	struct px_time_expr *expr = &scan->found[scan->found_count];
	px_time_resolve(&scan->parse, node, expr);
	set_spans(scan, node->begin, node->end, expr);
	widen_cut(scan->parse.text, expr);
	if (node->symbol == S_LENGTH) {
		const char *word = scan->chart.token[node->begin].text;
		if (strcmp(word, px_phrase(PX_PHRASE_FOR)) == 0)
			expr->role = PX_TIME_FOR;
	}
	scan->node[scan->found_count++] = *node;
}

static void step(struct scan *scan)
{
	static const struct px_token nothing = { .kind = PX_TOKEN_END };
	const struct px_time_node *picks[PX_TIME_PICKS];
	bool core, cut;
	size_t length = lex_run(scan, &core, &cut);

	if (length == 0 || !core) {
		drop(scan, length ? length : 1);
		return;
	}
	bool more = scan->count > length;
	struct px_time_around around = {
		.before = &scan->before,
		.after = more ? &scan->token[scan->first + length] : &nothing,
		.whole = !scan->anything_before && !more,
	};
	for (size_t i = length; i < scan->count && !around.whole && !scan->anything_before; i++) {
		if (!says_nothing(&scan->token[scan->first + i]))
			break;
		around.whole = i + 1 == scan->count;
	}
	px_time_chart_run(&scan->chart, &scan->parse);
	size_t used = cut ? OVERLAP : length;
	size_t count = px_time_select(&scan->chart, &around, used, picks);
	for (size_t i = 0; i < count; i++) {
		report(scan, picks[i]);
		if (picks[i]->end > used)
			used = picks[i]->end;
	}
	drop(scan, used);
}

/* Whether one sentence runs from one byte to another without a new clause. */
static bool same_clause(struct px_str text, size_t from, size_t to)
{
	const struct px_texts *joints = px_texts(PX_TEXTS_TIME_PARTERS);

	if (to > from + 80)
		return false;
	for (size_t i = from; i < to; i++) {
		char c = text.data[i];
		if (c == '\n' || c == ';' || c == '!' || c == '?')
			return false;
		if (c == '.' && i + 1 < text.size && text.data[i + 1] == ' ')
			return false;
		struct px_str rest = px_str_n(text.data + i, to - i);
		for (size_t k = 0; k < joints->count; k++) {
			if (px_str_starts(rest, px_str(joints->at[k])) && rest.size > px_str(joints->at[k]).size)
				return false;
		}
	}
	return true;
}

/* Joins a day and a clock (or a week and its day) that stand apart in a clause. */
static void join_apart(struct scan *scan)
{
	for (size_t i = 0; i + 1 < scan->found_count; i++) {
		struct px_time_expr *a = &scan->found[i], *b = &scan->found[i + 1];
		struct px_time_node joined;
		struct px_time_expr value;
		if (!same_clause(scan->parse.text, a->end, b->cut_begin) ||
		    !px_time_join(&scan->parse, &scan->node[i], &scan->node[i + 1], &joined))
			continue;
		px_time_resolve(&scan->parse, &joined, &value);
		value.begin = a->begin;
		value.end = a->end;
		value.cut_begin = a->cut_begin;
		value.cut_end = a->cut_end;
		value.rule = a->rule;
		value.holiday = a->holiday;
		*a = value;
		scan->node[i] = joined;
		b->value.kind = PX_TIME_KIND_NONE;
		b->alternative_count = 0;
		scan->node[i + 1].symbol = S_NONE;
	}
}

static void prepare(struct px_time_parse *parse, const struct px_time_context *context,
		    struct px_str text)
{
	parse->context = context;
	parse->text = text;
	parse->now = px_tz_to_local(context->tz, context->now_utc);
	parse->today = px_civil_ms_day(parse->now);
	parse->clock = (int32_t)((parse->now - parse->today * PX_MS_DAY) / PX_MS_SECOND);
	parse->weekday = px_civil_weekday(parse->today);
	px_civil_from_day(parse->today, &parse->year, &parse->month, &parse->mday);
}

size_t px_time_find(const struct px_time_context *context, struct px_str text,
		    struct px_time_expr *found, size_t max)
{
	struct scan scan;

	if (text.size > PX_TIME_TEXT_MAX)
		text.size = PX_TIME_TEXT_MAX;
	prepare(&scan.parse, context, text);
	scan.at = scan.first = scan.count = 0;
	scan.before.kind = PX_TOKEN_END;
	scan.before.glued = false;
	scan.anything_before = false;
	scan.found = found;
	scan.found_count = 0;
	scan.max = max < PX_TIME_MAX ? max : PX_TIME_MAX;
	fill(&scan);
	while (scan.count > 0 && scan.found_count < scan.max) {
		step(&scan);
		fill(&scan);
	}
	join_apart(&scan);
	return scan.found_count;
}

static int rank(const struct px_time_expr *expr)
{
	static const int by_kind[] = {
		[PX_TIME_KIND_NONE] = 0, [PX_TIME_DURATION] = 20, [PX_TIME_CLOCK] = 30, [PX_TIME_DATE] = 40,
		[PX_TIME_RANGE] = 40,    [PX_TIME_DATETIME] = 50, [PX_TIME_SET] = 60,
	};

	return by_kind[expr->value.kind] ? by_kind[expr->value.kind] + (int)(expr->score * 20) : 0;
}

void px_time_main(const struct px_time_context *context, struct px_str text,
		  struct px_time_expr *found)
{
	struct px_time_expr all[PX_TIME_MAX];
	size_t count = px_time_find(context, text, all, PX_TIME_MAX);
	size_t best = 0;

	memset(found, 0, sizeof *found);
	for (size_t i = 1; i < count; i++)
		if (rank(&all[i]) > rank(&all[best]))
			best = i;
	if (count > 0 && rank(&all[best]) > 0)
		*found = all[best];
}
