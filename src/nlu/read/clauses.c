/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reason is a whole clause (subject and verb) that follows the request, after
 * a comma or because of how it begins.  Blanked bytes become spaces of a copy
 * of the text, so that offsets stay true and nothing later sees them.
 */
#include "nlu/read/clauses.h"

#include "nlu/act/frames.h"
#include "nlu/read/times.h"

/* Reasons of longer requests are left alone. */
enum { SCAN = 40 };

static const char change_heads[] =
	"cancel delete remove drop scrap erase bin trash discard clear kill scratch ditch dump skip call forget take pull "
	"strike cross no move reschedule push postpone delay shift bump bring defer mark tick check complete finish "
	"rearrange swap undo leave";
static const char memory_heads[] =
	"remember note memorize memorise keep bear save store fyi know don't do what what's when when's which who who's how is are "
	"where where's why did any does can could anything tell";
static const char create_heads[] = "remind add put schedule book set create plan block include pencil log";

static const char subjects[] =
	"(so|as|since|because|cause|cos|coz|cuz|bc|sorry|unfortunately|apparently|turns out|it turns out|looks like|seems|"
	"seems like|actually|and|but)? (i'm|i've|i'll|i'd|we're|we've|we'll|he's|she's|they're|they've|he'll|she'll|they'll|"
	"you're|i|we|he|she|they|someone|somebody|nobody|everyone|everybody|no-one)";
static const char things[] =
	"(so|as|since|because|cause|cos|sorry|apparently|turns out)? (it's|that's|there's|it|that|this|there|it'll)";
static const char clause[] =
	"(so|as|since|because|cause|cos|sorry|unfortunately|apparently|turns out|and|but)? (the|my|our|his|her|their|that|this|all)? "
	"{s} (is|are|was|were|isn't|aren't|wasn't|weren't|has|hasn't|have|haven't|had|can|can't|cannot|could|couldn't|will|"
	"won't|would|wouldn't|does|doesn't|did|didn't|done|got|gets|needs|wants|says|said|called|cancelled|canceled|moved|broke|"
	"changed|closed|came|comes|works|burst|died|blew|expired|leaks|leaked|rang|need|want|packed|snapped|cracked|"
	"overheated|flooded|expires|smells|feels|hurts|fell|left|asked|told|prefers|forgot|lost|took|takes|sorted|already)";
static const char because[] = "because|cause|cos|coz|cuz|bc|'cause|due to|seeing as|seeing that|given that|now that|thanks to";

/* After these a comma is not needed: nothing that a request names begins so. */
static const char states[] =
	"(i'm|i am|we're|we are|he's|she's|they're|he is|she is|they are|it's|it is) (not|too|so|really|still|just|feeling|sick|ill|"
	"knackered|tired|exhausted|busy|stuck|unwell|poorly|hungover|broke|completely|absolutely|shattered|wiped|injured|away|"
	"swamped|working late|running late|out of town|off sick|cancelled|canceled|closed|raining|pouring)|"
	"(i|we|he|she|they|it) (can't|cannot|won't|don't|didn't|couldn't|doesn't|have to|has to|feel|feels|hurt|got called|got sick)|"
	"(the|my|our|his|her|their) {s} (can't|cannot|won't|isn't|doesn't|didn't|couldn't|is sick|is ill|is away|is closed|is broken|"
	"cancelled|canceled|got sick|is off|did it|did them|did that|hurts|fell through|has broken)";

static bool matches_prefix(const char *pattern, const struct px_words *w, size_t at, struct px_match *match)
{
	size_t length;

	return at < w->count && px_match_prefix(pattern, w->at + at, w->count - at, match, &length);
}

/* The first time of text[begin, end), if it is sure enough. */
static bool find_time(const struct px_parse *parse, size_t begin, size_t end, struct px_time_expr *found)
{
	return px_parse_time_in(parse, begin, end, found) && found->score >= 0.4F;
}

static char *blank(struct px_parse *parse, size_t begin, size_t end)
{
	char *copy = px_arena_str(parse->arena, parse->text);

	memset(copy + begin, ' ', end - begin);
	parse->text = px_str_n(copy, parse->text.size);
	return copy + begin;
}

/* ---- reasons ---- */

/* "Ben's sick", "the room's taken" */
static bool is_contracted(const struct px_words *w, size_t at)
{
	at += at < w->count && px_word_in(&w->at[at], "the my our his her their");
	for (size_t i = at; i < at + 2 && i + 1 < w->count; i++) {
		size_t n = w->at[i].size;
		if (n > 2 && strcmp(w->at[i].text + n - 2, "'s") == 0)
			return px_word_in(&w->at[i + 1], "sick ill busy away off out taken closed broken gone cancelled canceled late "
							 "full tired not still already got been taking doing having too very so really "
							 "unwell poorly dead stuck booked back backed swamped flooded rammed free shut fine coming going on");
	}
	return false;
}

static bool says_priority(const struct px_words *w, size_t at)
{
	for (size_t i = at; i < w->count; i++) {
		if (px_word_in(&w->at[i], "urgent important critical priority prio asap rush hurry urgently"))
			return true;
	}
	return false;
}

/* A clause of its own begins here; *of_thing if its subject is "it" or "that". */
static bool is_clause(const struct px_words *w, size_t at, bool *of_thing)
{
	struct px_match match;
	const struct px_capture *s;

	*of_thing = matches_prefix(things, w, at, &match);
	if (*of_thing || matches_prefix(subjects, w, at, &match))
		return at + 1 < w->count;
	if (is_contracted(w, at))
		return true;
	if (!matches_prefix(clause, w, at, &match))
		return false;
	s = px_match_get(&match, 's', 0);
	for (size_t i = at + 1; i < at + s->to; i++) {
		if (w->at[i].flags & PX_WORD_BREAK)
			return false;
	}
	bool alone = at + s->to + 1 == w->count && px_word_in(&w->at[at + s->to], "burst broke died blew expired leaks leaked rang called closed "
									       "snapped cracked overheated flooded expires smells fell");
	return s->to - s->from <= 4 && (alone || at + s->to + 1 < w->count);
}

bool px_clauses_begins(const struct px_words *words, size_t at)
{
	bool of_thing;

	return is_clause(words, at, &of_thing);
}

/* The words before `at` ask for a new task or event, or tell something of a known one. */
static bool asks_something(const struct px_parse *parse, const struct px_words *w, size_t at)
{
	struct px_time_expr found;
	struct px_target target;

	if (px_word_in(&w->at[0], create_heads) || px_parse_task_verb(&w->at[0]))
		return true;
	if (find_time(parse, w->at[0].begin, w->at[at - 1].end, &found))
		return true;
	px_target_find(parse, w->at, at, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item != NULL;
}

/* The clause at `at` tells something of another known thing: no aside. */
static bool tells_of_another(const struct px_parse *parse, const struct px_words *w, size_t at)
{
	struct px_target target;
	size_t to = at;

	while (to < w->count && to < at + 6 && !px_word_in(&w->at[to], "is are was were has have can't will won't isn't got"))
		to++;
	px_target_find(parse, w->at + at, to - at, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return to > at && target.item && target.score > 0.7F;
}

/* The words before `at` say that something is off or has changed. */
static bool tells_state(const struct px_words *w, size_t at)
{
	for (size_t i = 1; i < at; i++) {
		if (px_word_in(&w->at[i], "off cancelled canceled moved postponed delayed happening"))
			return true;
	}
	return false;
}

static bool says_clock(const struct px_time_expr *t)
{
	return t->value.start.second >= 0 && !t->value.day_part;
}

/* Begins as what is new does. */
static bool makes_new(const struct px_words *w)
{
	return px_word_in(&w->at[0], create_heads) || px_parse_task_verb(&w->at[0]) ||
	       (px_word_is(&w->at[0], "remember") && w->count > 1 && px_word_is(&w->at[1], "to"));
}

static bool names_known(const struct px_parse *parse, const struct px_words *w, size_t count)
{
	struct px_target target;

	px_target_find(parse, w->at, count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item != NULL || target.candidate_count;
}

/* "…, he can do 7": the time is meant for the request, unlike that of "…, the kids are home at 5". */
static bool offers_time(const struct px_words *w, size_t at)
{
	for (size_t i = at; i < w->count; i++) {
		if (px_word_in(&w->at[i], "can could free available prefers prefer suggested said says wants asked would works coming arriving "
					  "arrives meeting meet starts start doing has have he'd she'd they'd"))
			return true;
	}
	return false;
}

/* "by Friday because it expires on the 30th": a reason with a time, after a request that has its own. */
static bool is_timed_reason(const struct px_parse *parse, const struct px_words *w, size_t at)
{
	struct px_time_expr found;
	bool of_thing;

	return px_word_in(&w->at[at], "because cos cause since as so otherwise") && at + 2 < w->count && makes_new(w) &&
	       is_clause(w, at + 1, &of_thing) && !says_priority(w, at) &&
	       find_time(parse, w->at[at].begin, w->at[w->count - 1].end, &found) &&
	       find_time(parse, w->at[0].begin, w->at[at - 1].end, &found);
}

static bool is_aside(const struct px_parse *parse, const struct px_words *w, size_t at, bool change)
{
	struct px_match match;
	struct px_time_expr found;
	bool of_thing = false, colon = parse->text.data[w->at[at - 1].end] == ':';
	bool broken = (w->at[at].flags & PX_WORD_BREAK) && !(w->at[at].flags & PX_WORD_STOP) && !colon;

	if (!change && is_timed_reason(parse, w, at))
		return true;
	bool cause = px_word_in(&w->at[at], "because cause cos coz cuz bc 'cause due seeing given now thanks");
	if (!cause && !broken && !change)
		return false;
	if (cause && matches_prefix(because, w, at, &match))
		return change || (broken && asks_something(parse, w, at));
	if (change && !broken && px_word_in(&w->at[at - 1], "one thing") && at > 2 && is_clause(w, at, &of_thing))
		return !px_word_in(&w->at[at], "i we that") || matches_prefix(states, w, at, &match);
	if (change && !broken) {
		if (!matches_prefix(states, w, at, &match))
			return false;
		const struct px_capture *s = px_match_get(&match, 's', 0);
		return !match.count || (s && s->to - s->from <= 2);
	}
	if (broken && px_word_is(&w->at[at], "no") && w->count - at >= 2 && w->count - at <= 4 &&
	    !px_word_in(&w->at[at + 1], "wait actually just not sorry it's the make move problem worries rush hurry need i we more longer") &&
	    !find_time(parse, w->at[at].begin, w->at[w->count - 1].end, &found))
		return change || tells_state(w, at); /* ", no babysitter" */
	if (!broken || !is_clause(w, at, &of_thing) || says_priority(w, at))
		return false;
	bool timed = find_time(parse, w->at[at].begin, w->at[w->count - 1].end, &found);
	if (change) /* "move lunch, he can only do Friday": the time is what it is about */
		return !timed || px_word_in(&w->at[0], "cancel delete remove drop scrap skip forget no") ||
		       find_time(parse, w->at[0].begin, w->at[at - 1].end, &found);
	bool needs = matches_prefix("(so|as|since|because)? {s} (needs|need|wants|want|leaves|leave|expires|expire|runs out) {z}", w, at, &match) &&
		     px_match_get(&match, 's', 0)->to <= 4 && !px_word_is(&w->at[at + px_match_get(&match, 'z', 0)->from], "to");
	if (needs && timed) /* "renew my passport by 3 Feb, it needs six months left": its time is not the request's */
		return find_time(parse, w->at[0].begin, w->at[at - 1].end, &found) &&
		       (px_word_in(&w->at[0], create_heads) || px_parse_task_verb(&w->at[0]) || asks_something(parse, w, at));
	struct px_time_expr before;
	bool led = timed && !of_thing && find_time(parse, w->at[0].begin, w->at[at - 1].end, &before);
	if (led && makes_new(w) &&
	    (!says_clock(&found) || says_clock(&before) || !offers_time(w, at))) /* "pick up the keys on Friday, he's away from Saturday" */
		return true;
	if (timed || of_thing || matches_prefix("(we|i|they|he|she)? (meet|meeting|coming)", w, at, &match) ||
	    px_word_in(&w->at[w->count - 1], "coming joining too along") || !asks_something(parse, w, at))
		return false;
	return px_word_in(&w->at[0], create_heads) || px_parse_task_verb(&w->at[0]) || !tells_of_another(parse, w, at);
}

/* "book lunch with Dave on Friday, he's free at 1": of the clause only its time is for Pixie. */
static bool blank_up_to_time(struct px_parse *parse, const struct px_words *w, size_t at)
{
	struct px_time_expr found;
	bool of_thing, broken = (w->at[at].flags & PX_WORD_BREAK) && !(w->at[at].flags & (PX_WORD_STOP | PX_WORD_QUOTED));
	size_t end = w->at[w->count - 1].end, to = at;

	if (!broken || parse->text.data[w->at[at - 1].end] == ':' || !is_clause(w, at, &of_thing) || of_thing || says_priority(w, at) ||
	    !(makes_new(w) || (px_parse_event_noun(w->at, 1) && !names_known(parse, w, at))) ||
	    !find_time(parse, w->at[at].begin, end, &found) || found.end < end || found.role == PX_TIME_SHIFT)
		return false;
	while (to < w->count && w->at[to].begin < found.begin)
		to++;
	while (to > at && px_word_in(&w->at[to - 1], "by for on at before until from the in this next"))
		to--;
	if (to <= at || to >= w->count)
		return false;
	blank(parse, w->at[at - 1].end, w->at[to].begin);
	return true;
}

static bool blank_aside(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;

	if ((px_word_in(&w->at[0], memory_heads) && !makes_new(w)) || (w->count > 2 && px_word_in(&w->at[2], "note comment notes") && px_word_is(&w->at[0], "add")))
		return false;
	struct px_match match;
	bool change = px_word_in(&w->at[0], change_heads) ||
		      matches_prefix("(i|we)? (can't|cannot|won't|can not) (do|make|come|go|attend|be)", w, 0, &match) || (px_word_is(&w->at[0], "put") && px_word_in(&w->at[1], "off back")) ||
		      (px_word_is(&w->at[0], "get") && px_word_is(&w->at[1], "rid"));
	for (size_t i = 2; i + 1 < w->count && i < SCAN; i++) {
		if (w->at[i].flags & PX_WORD_QUOTED)
			continue;
		if (!is_aside(parse, w, i, change)) {
			if (!change && blank_up_to_time(parse, w, i))
				return true;
			continue;
		}
		(void)blank(parse, w->at[i - 1].end, w->at[w->count - 1].end);
		return true;
	}
	return false;
}

/* ---- replaced values ---- */

/* How many words of "instead of Friday" stand at `at`; 0 if none. */
static size_t replaced_length(const struct px_parse *parse, const struct px_words *w, size_t at, struct px_cut *gone)
{
	struct px_match match;
	struct px_time_expr found;
	size_t length;

	if (!px_match_prefix("(and|but)? (instead of|rather than|in place of|not on|not at|not)", w->at + at, w->count - at, &match, &length))
		return 0;
	size_t k = at + length, next = k;
	if (k >= w->count)
		return 0;
	while (next + 1 < w->count && px_word_in(&w->at[next], "on at the from a"))
		next++;
	*gone = (struct px_cut){ w->at[at].begin, w->at[k].end };
	if (find_time(parse, w->at[k].begin, w->at[w->count - 1].end, &found) && found.begin <= w->at[next].begin) {
		gone->end = (uint32_t)found.end;
		return length + 1;
	}
	if (next > k && px_word_number(&w->at[next])) {
		gone->end = w->at[next].end;
		k = next;
	}
	int n = px_word_number(&w->at[k]);
	bool ends = k + 1 == w->count || w->at[k + 1].flags & PX_WORD_BREAK || px_word_in(&w->at[k + 1], "for please because");
	return n >= 1 && (n <= 24 || n % 5 == 0) && ends ? length + 1 : 0;
}

static bool blank_replaced(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	struct px_time_expr found;
	struct px_cut gone;

	for (size_t i = 1; i + 1 < w->count && i < SCAN; i++) {
		if (!px_word_in(&w->at[i], "instead rather in not and but") || w->at[i].flags & PX_WORD_QUOTED ||
		    !replaced_length(parse, w, i, &gone))
			continue;
		bool before = find_time(parse, w->at[0].begin, w->at[i - 1].end, &found);
		size_t last = w->at[w->count - 1].end;
		if (!before && !find_time(parse, gone.end, last, &found))
			continue;
		(void)blank(parse, w->at[i - 1].end, gone.end);
		parse->ongoing = true;
		return true;
	}
	return false;
}

/* "isn't due on Wednesday, it's due on Friday": is due on Friday. */
static bool blank_denied(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	struct px_match match;
	struct px_time_expr found;
	size_t length;

	for (size_t i = 1; i + 3 < w->count && i < SCAN; i++) {
		if (!px_word_in(&w->at[i], "isn't aren't is are not won't doesn't") || w->at[i].flags & PX_WORD_QUOTED ||
		    !px_match_prefix("(isn't|aren't|is not|are not|not|won't be|doesn't start) (due|on|at|to|for|until|due on|due by)? (the)? {z}", w->at + i,
				     w->count - i, &match, &length))
			continue;
		size_t k = i + px_match_get(&match, 'z', 0)->from;
		if (!find_time(parse, w->at[k].begin, w->at[w->count - 1].end, &found) || found.begin > w->at[k].begin)
			continue;
		for (k++; k < w->count && w->at[k].begin < found.end; )
			k++;
		if (k >= w->count ||
		    !px_match_prefix("(but)? (it's|it is|they're|they are|it's now|it starts)|but", w->at + k, w->count - k, &match, &length) ||
		    k + length >= w->count || !find_time(parse, w->at[k + length].begin, w->at[w->count - 1].end, &found))
			continue;
		bool starts = px_word_in(&w->at[k + length - 1], "starts");
		char *gap = blank(parse, w->at[i - 1].end, w->at[k + length - 1].end);
		if (!px_word_is(&w->at[i], "not")) /* "move it not to Friday but to Thursday" goes on as it is */
			memcpy(gap + 1, starts ? "on" : "is", 2);
		return true;
	}
	return false;
}

/* "put the party in the calendar, it is on the 14th": as if only the time followed. */
static bool blank_copula(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	struct px_time_expr found;
	struct px_match match;
	size_t length;

	if (!px_word_in(&w->at[0], create_heads) && !px_parse_task_verb(&w->at[0]))
		return false;
	for (size_t i = 2; i + 1 < w->count && i < SCAN; i++) {
		if (!(w->at[i].flags & PX_WORD_BREAK) || w->at[i].flags & PX_WORD_QUOTED ||
		    !px_match_prefix("(it's|that's|it is|that is|this is|it'll be|it will be|it takes place|it starts|which is)", w->at + i,
				     w->count - i, &match, &length) || i + length >= w->count)
			continue;
		size_t k = i + length, next = k;
		while (next + 1 < w->count && px_word_in(&w->at[next], "on at the from a"))
			next++;
		if (!find_time(parse, w->at[k].begin, w->at[w->count - 1].end, &found) || found.begin > w->at[next].begin)
			continue;
		(void)blank(parse, w->at[i - 1].end, w->at[k - 1].end);
		return true;
	}
	return false;
}

bool px_clauses_blank(struct px_parse *parse)
{
	bool changed = false;

	if (parse->words.count < 4 || parse->words.count > SCAN)
		return false;
	changed |= blank_denied(parse) || blank_replaced(parse);
	if (changed) {
		struct px_words again = px_words_of(parse->text, parse->words.at[0].begin, parse->end, parse->arena);
		if (again.count < 2)
			return true;
		parse->words = again;
	}
	return blank_copula(parse) || blank_aside(parse) || changed;
}

/* ---- changes that follow their reason ---- */

/* "I have the 29th off, so no night shift": not the one of the 22nd. */
static bool other_day(const struct px_parse *parse, const struct px_words *all, size_t at)
{
	struct px_time_expr said;
	struct px_target target;

	for (size_t i = at; i < all->count; i++) {
		if (all->at[i].time >= 0)
			return false; /* the change has a day of its own */
	}
	if (!find_time(parse, all->at[0].begin, all->at[at - 1].end, &said) || said.value.start.day == PX_DAY_NONE)
		return false;
	px_target_spot(parse, parse->full.at, parse->full.count, PX_TARGET_EVENT, &target);
	return target.item && target.item->start != PX_TIME_NONE && px_civil_ms_day(target.item->start) != said.value.start.day;
}

bool px_clauses_after_reason(struct px_parse *parse)
{
	struct px_words all = parse->words;
	struct px_target target;

	if (all.count < 5 || all.count > SCAN || px_word_in(&all.at[0], memory_heads) || px_word_in(&all.at[0], create_heads))
		return false;
	for (size_t i = 2; i + 2 < all.count && i < SCAN; i++) {
		bool so = px_word_in(&all.at[i], "so therefore hence");
		bool of_thing, broken = all.at[i].flags & PX_WORD_BREAK && is_clause(&all, 0, &of_thing);
		if ((!so && !broken) || all.at[i].flags & PX_WORD_QUOTED)
			continue;
		parse->words = (struct px_words){ all.at + i + so, all.count - i - so };
		px_parse_streams(parse);
		px_target_spot(parse, parse->full.at, parse->full.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
		size_t calls = parse->result->call_count;
		if (other_day(parse, &all, i))
			continue;
		if ((so || target.item) && px_parse_change(parse) && parse->result->call_count > calls)
			return true;
	}
	parse->words = all;
	px_parse_streams(parse);
	return false;
}

/* ---- "it" of the same message ---- */

bool px_clauses_mention(struct px_parse *parse, const struct px_segment *segment, const struct px_segment *next)
{
	if (next->end - next->begin > 12 * SCAN || segment->end - segment->begin > 12 * SCAN)
		return false;
	struct px_words it = px_words_of(parse->text, next->begin, next->end, parse->arena);
	struct px_words w = px_words_of(parse->text, segment->begin, segment->end, parse->arena);
	struct px_dialogue *d = &parse->dialogue;
	struct px_match match;
	struct px_target target;
	size_t length;

	if (!px_match_prefix("(please|just|so|then|can you|could you)? (please|just)? (take|cancel|delete|remove|move|push|"
			     "reschedule|postpone|mark|tick|check|cross|drop|scrap|skip|bin|strike|shift|bring|delay|call) "
			     "(it|that|them|this)", it.at, it.count, &match, &length) ||
	    w.count < 2 || w.count > SCAN || px_word_in(&w.at[0], create_heads) || px_word_in(&w.at[0], change_heads) ||
	    px_parse_task_verb(&w.at[0]))
		return false;
	px_target_spot(parse, w.at, w.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (!target.item)
		return false;
	d->touched[0] = *target.item;
	d->touched_count = 1;
	d->tool = d->arguments = NULL;
	return true;
}

/* ---- two statements ---- */

static bool states_known(const struct px_parse *parse, const struct px_word *words, size_t count)
{
	struct px_match match;
	struct px_target target;

	if (!px_match("(also)? {x} (is|are|was|were|has been|have been|got|is now|are now) (all|now|already|finally|also|too)? {v} (off|out|in|up|for|too|now)?",
		      words, count, &match))
		return false;
	const struct px_capture *x = px_match_get(&match, 'x', 0), *v = px_match_get(&match, 'v', 0);
	px_target_find(parse, words + x->from, (size_t)(x->to - x->from), PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return v->to - v->from == 1 && target.item;
}

/* "i called the inspector so that's done" */
static bool tells_done(const struct px_parse *parse, const struct px_word *words, size_t count)
{
	struct px_match match;
	struct px_target target;
	const struct px_capture *x;

	if (!px_match("(i|i've|we|we've|just|ok)? (just|already|finally)? {x} (so|and)? (that's|that is|it's|which is|that one's) (now|all)? $done", words, count, &match))
		return false;
	x = px_match_get(&match, 'x', 0);
	px_target_find(parse, words + x->from, (size_t)(x->to - x->from), PX_TARGET_TASK, &target);
	return target.item && target.score > 0.6F;
}

size_t px_clauses_second(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;

	for (size_t i = 3; i + 3 < w->count && i < SCAN; i++) {
		if (px_word_is(&w->at[i], "and") && !(w->at[i].flags & PX_WORD_QUOTED) &&
		    (states_known(parse, w->at, i) || tells_done(parse, w->at, i)) &&
		    states_known(parse, w->at + i + 1, w->count - i - 1))
			return w->at[i + 1].begin;
	}
	return 0;
}

/* ---- one creation instead of a creation and its changes ---- */

static bool same_kind(const char *create, const char *update)
{
	return (strcmp(create, "create_task") == 0 && strcmp(update, "update_task") == 0) ||
	       (strcmp(create, "create_event") == 0 && strcmp(update, "update_event") == 0);
}

static int64_t instant(const char *text)
{
	int64_t ms;
	bool offset;

	return text && strlen(text) >= 16 && px_civil_parse_ms(px_str(text), &ms, &offset) ? ms : PX_TIME_NONE;
}

static const char *instant_text(const struct px_parse *parse, int64_t ms)
{
	int32_t day = px_civil_ms_day(ms);

	return px_parse_point(parse, (struct px_time_point){ day, (int32_t)((ms - (int64_t)day * PX_MS_DAY) / 1000) });
}

/* Hours and minutes of "PT1H30M"; 0 for anything else. */
static int64_t length_ms(const char *text)
{
	int64_t minutes = 0, number = 0;

	if (!text || strncmp(text, "PT", 2) != 0)
		return 0;
	for (const char *p = text + 2; *p; p++) {
		if (*p >= '0' && *p <= '9' && number < 100000) {
			number = number * 10 + (*p - '0');
			continue;
		}
		if (*p != 'H' && *p != 'M')
			return 0;
		minutes += *p == 'H' ? number * 60 : number;
		number = 0;
	}
	return minutes * 60000;
}

/* Who comes as well, and one more tag: added to those there are. */
static bool join_list(const struct px_parse *parse, struct px_args *made, const struct px_arg *more)
{
	for (size_t i = 0; i < made->count; i++) {
		struct px_arg *a = &made->at[i];
		if (strcmp(a->key, more->key) != 0 || a->raw.size < 3 || more->raw.size < 3 || a->raw.data[0] != '[' || more->raw.data[0] != '[')
			continue;
		a->raw = px_str(px_arena_printf(parse->arena, "%.*s,%.*s", (int)a->raw.size - 1, a->raw.data, (int)more->raw.size - 1,
						more->raw.data + 1));
		return true;
	}
	return false;
}

/* False if the change can't be said within a creation. */
static bool merge(const struct px_parse *parse, struct px_args *made, const struct px_args *change)
{
	int64_t start = instant(px_args_get(made, "start")), end = instant(px_args_get(made, "end"));
	int64_t new_start = instant(px_args_get(change, "start")), length = length_ms(px_args_get(change, "duration"));

	if (px_args_has(change, "shift") || px_args_has(change, "status") || px_args_has(change, "occurrence") ||
	    (px_args_has(change, "duration") && (!length || (start == PX_TIME_NONE && new_start == PX_TIME_NONE))))
		return false;
	for (size_t i = 0; i < change->count; i++) {
		const struct px_arg *a = &change->at[i];
		if (strcmp(a->key, "target") == 0 || strcmp(a->key, "duration") == 0)
			continue;
		if (join_list(parse, made, a))
			continue;
		px_args_drop(made, a->key);
		if (made->count < PX_ARGS_MAX)
			made->at[made->count++] = *a;
	}
	if (new_start != PX_TIME_NONE)
		px_args_drop(made, "all_day");
	if (length)
		px_args_set(made, "end", instant_text(parse, (new_start != PX_TIME_NONE ? new_start : start) + length));
	else if (new_start != PX_TIME_NONE && !px_args_has(change, "end") && start != PX_TIME_NONE && end != PX_TIME_NONE)
		px_args_set(made, "end", instant_text(parse, new_start + end - start));
	return true;
}

void px_clauses_merge(struct px_parse *parse)
{
	struct px_nlu_result *result = parse->result;

	for (size_t i = 0; i < result->call_count; i++) {
		for (size_t k = i + 1; k < result->call_count; ) {
			struct px_args made, change;
			if (!same_kind(result->calls[i].tool, result->calls[k].tool)) {
				k++;
				continue;
			}
			px_args_read(&made, result->calls[i].arguments, parse->arena);
			px_args_read(&change, result->calls[k].arguments, parse->arena);
			const char *title = px_args_get(&made, "title"), *target = px_args_get(&change, "target");
			if (!title || !target || strcmp(title, target) != 0 || !merge(parse, &made, &change)) {
				k++;
				continue;
			}
			result->calls[i].arguments = px_args_write(&made, parse->arena);
			memmove(&result->calls[k], &result->calls[k + 1], (--result->call_count - k) * sizeof(result->calls[0]));
		}
	}
}
