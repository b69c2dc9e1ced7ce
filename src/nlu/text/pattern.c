/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A backtracking matcher that interprets the pattern text; continuations live
 * on the C stack, depth is bounded by the pattern's own length.
 *
 * A request is tried against some hundreds of patterns, and most can't match
 * for what its first word begins with.  What a pattern or a set can begin with
 * is found out once per thread and kept by its address.
 */
#include "nlu/text/pattern.h"

/* Commands are short: from LONG words on, each pattern gets fewer steps, so that the whole stays linear. */
enum { STEPS = 4000, LONG = 64 };

/*
 * What follows once the current alternative is used up: `pattern`, or with
 * NULL what stands behind the parenthesis that the alternative stands in.
 */
struct rest {
	const char *pattern;
	const struct rest *next;
};

struct run {
	const struct px_word *words;
	size_t count;
	struct px_match *match;
	size_t steps, budget;
	bool prefix;
	size_t length;
};

static const char set_letters[] = "abcdefghijklmnopqrstuvwxyz";

static bool run_here(struct run *run, const char *p, size_t i, const struct rest *rest);

const char *px_match_set(const char *name, size_t size)
{
	for (size_t i = 0; i < px_english.sets->count; i++) {
		const char *own = px_english.sets->at[i].name;
		if (own[0] == name[0] && memcmp(own, name, size) == 0 && own[size] == '\0')
			return px_english.sets->at[i].words;
	}
	return "";
}

/* The end of this alternative: '|', ')' or the end of the pattern at depth 0. */
static const char *alternative_end(const char *p)
{
	static const bool marks[256] = { ['\0'] = true, ['('] = true, [')'] = true, ['|'] = true };

	for (int depth = 0;; p++) {
		while (!marks[(unsigned char)*p])
			p++;
		if (*p == '(')
			depth++;
		else if (*p == '\0' || (*p == ')' && depth-- == 0) || (*p == '|' && depth == 0))
			return p;
	}
}

/* Behind the parenthesis whose inside `p` is in, and behind its '?'. */
static const char *group_end(const char *p)
{
	while (*(p = alternative_end(p)) == '|')
		p++;
	p += *p == ')';
	return p + (*p == '?');
}

/*
 * What a word must be for a pattern to match from there: a bit for its first
 * two letters (which share it with others), one for everything that doesn't
 * begin with a letter, one for a time expression.
 */
typedef uint64_t begins_t;

enum { LETTER_BITS = 62 };

static const begins_t BEGINS_OTHER = 1ULL << 62, BEGINS_TIME = 1ULL << 63, BEGINS_ANY = ~0ULL;

static inline bool ends_word(char c)
{
	return c == ' ' || c == '|' || c == ')' || c == '?' || c == '\0';
}

static inline begins_t letters_bit(const char *word)
{
	if (word[0] < 'a' || word[0] > 'z')
		return BEGINS_OTHER;
	unsigned second = ends_word(word[1]) ? 0 : (unsigned char)word[1];
	return 1ULL << (((unsigned char)word[0] * 37U + second) % LETTER_BITS);
}

static begins_t begins_here(const char *p, const struct rest *rest);

/* Of all alternatives together; one that may be empty could be followed by anything. */
static begins_t begins_alternatives(const char *p, const char **end)
{
	begins_t mask = 0;

	for (;; p++) {
		mask |= begins_here(p, NULL);
		p = alternative_end(p);
		if (*p != '|')
			break;
	}
	*end = p + (*p == ')');
	return mask;
}

/* The same of a whole pattern or set, from what was found before: two places for each hash, the later one first. */
static begins_t begins_known(const char *pattern)
{
	enum { BITS = 10 };
	struct place { const char *pattern; begins_t mask; };
	static _Thread_local struct place known[1 << BITS][2];
	struct place *at = known[(uintptr_t)pattern * 0x9e3779b97f4a7c15ULL >> (64 - BITS)];
	const char *unused;

	if (at[0].pattern == pattern)
		return at[0].mask;
	struct place place = at[1];
	if (place.pattern != pattern)
		place = (struct place){ pattern, begins_alternatives(pattern, &unused) };
	at[1] = at[0];
	at[0] = place;
	return place.mask;
}

static begins_t begins_here(const char *p, const struct rest *rest)
{
	const char *after;
	begins_t mask;

	while (*p == ' ')
		p++;
	switch (*p) {
	case '\0': case '|': case ')':
		if (!rest)
			return BEGINS_ANY;
		return begins_here(rest->pattern ? rest->pattern : group_end(p), rest->next);
	case '(':
		mask = begins_alternatives(p + 1, &after);
		break;
	case '$':
		after = p + 1 + strspn(p + 1, set_letters);
		mask = begins_known(px_match_set(p + 1, (size_t)(after - p - 1)));
		break;
	case '<':
		return p[1] == 't' ? BEGINS_TIME : BEGINS_ANY;
	case '{':
		return BEGINS_ANY;
	default:
		mask = letters_bit(p);
		for (after = p; !ends_word(*after); )
			after++;
	}
	return *after == '?' ? mask | begins_here(after + 1, rest) : mask;
}

static inline bool may_begin(const struct run *run, begins_t mask, size_t i)
{
	if (mask == BEGINS_ANY)
		return true;
	if (i >= run->count)
		return false;
	return mask & (run->words[i].time >= 0 ? BEGINS_TIME : letters_bit(run->words[i].text));
}

/* `p` is where the alternative ends. */
static bool run_end(struct run *run, const char *p, size_t i, const struct rest *rest)
{
	if (rest)
		return run_here(run, rest->pattern ? rest->pattern : group_end(p), i, rest->next);
	if (i != run->count && !run->prefix)
		return false;
	run->length = i;
	return true;
}

static inline bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Most alternatives fail at the first letter of their first word; see that without a call. */
static bool worth_trying(const struct run *run, const char *p, size_t i)
{
	while (*p == ' ')
		p++;
	if (!is_plain(*p) || (i < run->count && run->words[i].time < 0 && run->words[i].text[0] == *p))
		return true;
	while (!ends_word(*p))
		p++;
	return *p == '?';
}

/* *end is where the last one ends; not set if one matches. */
static bool run_alternatives(struct run *run, const char *p, size_t i, const struct rest *rest,
			     const char **end)
{
	for (;;) {
		if (worth_trying(run, p, i) && run_here(run, p, i, rest))
			return true;
		p = alternative_end(p);
		if (*p != '|')
			break;
		p++;
	}
	*end = p;
	return false;
}

static bool run_group(struct run *run, const char *inside, size_t i, const struct rest *rest)
{
	struct rest here = { NULL, rest };
	const char *end;

	if (run_alternatives(run, inside, i, &here, &end))
		return true;
	end += *end == ')';
	return *end == '?' && run_here(run, end + 1, i, rest);
}

static bool run_set(struct run *run, const char *p, size_t i, const struct rest *rest)
{
	const char *after = p + 1 + strspn(p + 1, set_letters), *end;
	bool optional = *after == '?';
	struct rest here = { after + optional, rest };
	const char *set = px_match_set(p + 1, (size_t)(after - p - 1));

	if (may_begin(run, begins_known(set), i) && run_alternatives(run, set, i, &here, &end))
		return true;
	return optional && run_here(run, after + 1, i, rest);
}

static bool run_capture(struct run *run, const char *p, size_t i, const struct rest *rest)
{
	char name = p[1];
	bool greedy = p[2] == '+', empty = p[2] == '?';
	const char *after = strchr(p, '}');
	size_t least = empty ? 0 : 1, slot = run->match->count;

	if (!after || slot >= PX_MATCH_CAPTURES || i + least > run->count)
		return false;
	after++;
	run->match->count++;
	/* The last thing in a pattern takes what is left: shorter tries can't reach the end. */
	bool last = !greedy && !run->prefix && !rest && *after == '\0';
	begins_t begins = last ? BEGINS_ANY : begins_here(after, rest);
	for (size_t k = last ? run->count - i - least : 0; i + least + k <= run->count; k++) {
		size_t to = greedy ? run->count - k : i + least + k;
		if (greedy && to < i + least)
			break;
		if (!may_begin(run, begins, to))
			continue;
		run->match->at[slot] = (struct px_capture){ name, (uint16_t)i, (uint16_t)to };
		if (run_here(run, after, to, rest))
			return true;
		if (run->steps >= run->budget)
			break;
	}
	run->match->count = slot;
	return false;
}

static bool run_special(struct run *run, const char *p, size_t i, const struct rest *rest)
{
	const char *after = strchr(p, '>');
	size_t slot = run->match->count;

	if (!after || i >= run->count || slot >= PX_MATCH_CAPTURES)
		return false;
	bool time = strncmp(p, "<time>", 6) == 0;
	if (time ? run->words[i].time < 0 : px_word_number(&run->words[i]) == 0)
		return false;
	run->match->at[slot] = (struct px_capture){ time ? 'T' : 'N', (uint16_t)i, (uint16_t)(i + 1) };
	run->match->count++;
	if (run_here(run, after + 1, i + 1, rest))
		return true;
	run->match->count = slot;
	return false;
}

static bool run_word(struct run *run, const char *p, size_t i, const struct rest *rest)
{
	const char *w = i < run->count && run->words[i].time < 0 ? run->words[i].text : "";

	while (!ends_word(*p) && *p == *w)
		p++, w++;
	bool same = ends_word(*p) && *w == '\0' && i < run->count && run->words[i].time < 0;
	while (!ends_word(*p))
		p++;
	if (same && run_here(run, p + (*p == '?'), i + 1, rest))
		return true;
	return *p == '?' && run_here(run, p + 1, i, rest);
}

static bool run_here(struct run *run, const char *p, size_t i, const struct rest *rest)
{
	if (++run->steps > run->budget)
		return false;
	while (*p == ' ')
		p++;
	switch (*p) {
	case '\0': case '|': case ')':
		return run_end(run, p, i, rest);
	case '(':
		return run_group(run, p + 1, i, rest);
	case '$':
		return run_set(run, p, i, rest);
	case '{':
		return run_capture(run, p, i, rest);
	case '<':
		return run_special(run, p, i, rest);
	default:
		return run_word(run, p, i, rest);
	}
}

static bool start(const char *pattern, const struct px_word *words, size_t count, bool prefix,
		  struct px_match *match, size_t *length)
{
	struct run run = { .words = words, .count = count < UINT16_MAX ? count : UINT16_MAX, .match = match,
			   .budget = count > LONG ? STEPS * LONG / count : STEPS, .prefix = prefix };
	const char *end;

	match->count = 0;
	if (!may_begin(&run, begins_known(pattern), 0) || !run_alternatives(&run, pattern, 0, NULL, &end))
		return false;
	if (length)
		*length = run.length;
	return true;
}

bool px_match_text(const char *pattern, const struct px_word *words, size_t count, struct px_match *match)
{
	return start(pattern, words, count, false, match, NULL);
}

bool px_match_text_prefix(const char *pattern, const struct px_word *words, size_t count,
		     struct px_match *match, size_t *length)
{
	return start(pattern, words, count, true, match, length);
}

const struct px_capture *px_match_get(const struct px_match *match, char name, size_t nth)
{
	for (size_t i = 0; i < match->count; i++) {
		if (match->at[i].name == name && nth-- == 0)
			return &match->at[i];
	}
	return NULL;
}

static int listed_index(const char *text, const struct px_texts *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(text, list->at[i]) == 0)
			return (int)i + 1;
	}
	return 0;
}

int px_word_number(const struct px_word *word)
{
	const struct px_texts *names = px_texts(PX_TEXTS_NUMBER_NAMES);
	int value = 0;

	if (word->size > 4 || word->text[0] < '0' || word->text[0] > '9')
		return listed_index(word->text, names);
	for (size_t i = 0; i < word->size; i++) {
		if (word->text[i] < '0' || word->text[i] > '9')
			return 0;
		value = value * 10 + (word->text[i] - '0');
	}
	return value;
}

int px_word_ordinal(const struct px_word *word)
{
	const struct px_texts *names = px_texts(PX_TEXTS_ORDINAL_NAMES);
	const struct px_texts *figures = px_texts(PX_TEXTS_ORDINAL_FIGURES);
	int value = listed_index(word->text, names);

	return value ? value : listed_index(word->text, figures);
}
