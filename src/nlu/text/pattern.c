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

static const struct { char name[12]; const char *words; } sets[] = {
	{ "add", "add|put|include|stick|throw|pop|note|write|jot|place|insert|enter|adding" },
	{ "make", "set up|setting up|create|make|start|open|set|new|schedule|plan|creating" },
	{ "book", "set up|pencil in|setting up|schedule|book|plan|arrange|organize|organise|"
	  "create|make|reserve|scheduling|booking|set" },
	{ "show", "let me see|can i see|show me|give me|get me|tell me|read me|read out|pull up|"
	  "bring up|what are|what is|which are|what were|what was|show|list|display|read|"
	  "see|view|check|open|find|get|fetch|print|what's" },
	{ "done", "checked off|ticked off|over with|dealt with|done|complete|completed|finished|"
	  "finish|closed|resolved|sorted" },
	{ "complete", "check off|tick off|cross off|cross out|strike off|close out|wrap up|complete|"
	  "finish|close|tick|check|resolve|completing|finishing|cross" },
	{ "delete", "get rid of|call off|forget about|delete|remove|cancel|drop|scrap|erase|bin|"
	  "trash|discard|clear|kill|nuke|scratch|deleting|removing|cancelling|canceling|"
	  "ditch|dump|strike|wipe|eliminate|axe" },
	{ "move", "hold off on|push back|push out|push off|put off|bring forward|pull forward|"
	  "move back|move forward|move up|move out|carry over|move|reschedule|shift|"
	  "change|bump|rearrange|push|switch|moving|rescheduling|postpone|delay|defer|"
	  "slide|bring|pull|re-schedule|update|set|make|adjust|postponing|snooze|prepone|"
	  "advance|swap|drag|hold" },
	{ "task", "to do item|thing to do|to do|todo item|action item|list item|to dos|task|todo|"
	  "reminder|item|note|chore|entry|tasks|todos|reminders|items|thing" },
	{ "tasks", "things i have to do|to do list|things to do|to do items|to do lists|to dos|"
	  "todo list|task list|to do|action items|todo items|todo lists|tasks|todos|"
	  "reminders|items|list|todo|things|stuff|chores|work|entries|lists|task|"
	  "reminder|assignments" },
	{ "event", "calendar event|calendar entry|calendar item|event|meeting|appointment|entry|"
	  "session|invite|booking|slot" },
	{ "events", "calendar events|calendar entries|events|meetings|appointments|calendar|"
	  "schedule|agenda|bookings|plans|event|meeting|appointment|engagements|"
	  "commitments|calls|diary|day|planner|call" },
	{ "cal", "calendar|schedule|agenda|diary|planner|calendars|cal" },
	{ "the", "all my|all the|the|my|a|an|our|this|that|these|those|his|her|their|some|all" },
	{ "my", "my|the|our" },
	{ "it", "the last one|the last task|the last event|the last thing|that one|this one|"
	  "that task|that event|this task|this event|the task|the event|that meeting|"
	  "the meeting|the same|that reminder|the reminder|the appointment|"
	  "that appointment|that item|the item|this item|this meeting|this reminder|it|"
	  "that|this|them|those|these" },
	{ "called", "with the title|with the name|with title|with name|that says|called|named|"
	  "titled|entitled|labeled|labelled|saying" },
	{ "need", "have got to|i've got to|would like to|'d like to|need to|have to|ought to|"
	  "needs to|want to|had better|must|should|got-to|want-to|need|gotta" },
	{ "iwant", "i have got to|i would like to|i really need to|i really have to|"
	  "i also need to|i also have to|i still need to|i still have to|i will need to|"
	  "i need you to|i am going to|i was supposed to|i need to|i have to|i've got to|"
	  "i ought to|i want to|i'd like to|we need to|we have to|we've got to|"
	  "i should really|i really should|i'm going to|i had better|i'll need to|"
	  "i'll have to|i plan to|i'm supposed to|i'm planning to|i also should|"
	  "i should also|i must|i should|i got-to|i want-to|i need|we must|we should|"
	  "we got-to|i'm going-to|i'd better|i gotta|need to|have to|we need|i better|"
	  "i ought|got-to|must|i should probably|should probably|i probably should|probably should|i could do with|"
	  "i've still got to|still need to|still have to|i might need to|i may need to" },
	{ "at", "at|in|@" },
	{ "please", "thank you|please|kindly|thanks|cheers" },
	{ "num", "1|2|3|4|5|6|7|8|9|10|11|12|one|two|three|four|five|six|seven|eight|nine|ten" },
};

static const char set_letters[] = "abcdefghijklmnopqrstuvwxyz";

static bool run_here(struct run *run, const char *p, size_t i, const struct rest *rest);

const char *px_match_set(const char *name, size_t size)
{
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		const char *own = sets[i].name;
		if (own[0] == name[0] && memcmp(own, name, size) == 0 && own[size] == '\0')
			return sets[i].words;
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

bool px_match(const char *pattern, const struct px_word *words, size_t count, struct px_match *match)
{
	return start(pattern, words, count, false, match, NULL);
}

bool px_match_prefix(const char *pattern, const struct px_word *words, size_t count,
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

static int listed_index(const char *text, const char *const *list)
{
	for (int i = 0; list[i]; i++) {
		if (strcmp(text, list[i]) == 0)
			return i + 1;
	}
	return 0;
}

int px_word_number(const struct px_word *word)
{
	static const char *const names[] = { "one", "two", "three", "four", "five", "six", "seven",
					     "eight", "nine", "ten", "eleven", "twelve", NULL };
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
	static const char *const names[] = { "first", "second", "third", "fourth", "fifth", "sixth",
					     "seventh", "eighth", "ninth", "tenth", NULL };
	static const char *const figures[] = { "1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th",
					       "9th", "10th", NULL };
	int value = listed_index(word->text, names);

	return value ? value : listed_index(word->text, figures);
}
