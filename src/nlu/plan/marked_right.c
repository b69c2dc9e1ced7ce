/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the words of a request say more surely than the reader does: asks, announces, is an errand or is over.
 */
#include "nlu/plan/marked_right.h"

#include "nlu/act/marked.h"
#include "nlu/act/kind.h"
#include "nlu/act/marked_target.h"
#include "nlu/act/marked_title.h"
#include "nlu/act/withheld.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/marked.h"

bool px_marked_is_made(enum px_mark_intent intent)
{
	return intent == PX_MARK_CREATE_EVENT || intent == PX_MARK_CREATE_TASK || intent == PX_MARK_REMIND;
}

/* A rule says so, where the reader is less sure. */
static void as_by_rule(struct px_marked *one)
{
	static const float by_rule = 0.6F;

	if (one->confidence < by_rule)
		one->confidence = by_rule;
}

static bool is_change(enum px_mark_intent intent)
{
	return intent == PX_MARK_COMPLETE || intent == PX_MARK_MOVE || intent == PX_MARK_UPDATE ||
	       intent == PX_MARK_SKIP || intent == PX_MARK_DELETE;
}

/* "Reviewer 2 ist echt ein Idiot": says what it is, not that it is done. */
static bool says_what_it_is(const struct px_words *w)
{
	bool is = false;

	for (size_t i = 0; i < w->count; i++) {
		if (is && px_word_in(&w->at[i], PX_WORDS_INDEFINITE))
			return true;
		is |= px_word_in(&w->at[i], PX_WORDS_STATES);
	}
	return false;
}

/* "das alles bitte auf die Baumarktliste": put there, and not done. */
static bool goes_on_list(const struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i < w->count; i++) {
		if (px_parse_is_participle(request->text, &w->at[i]) || px_word_in(&w->at[i], PX_WORDS_DONE_PARTICIPLE))
			return false;
	}
	return px_matches(PX_PATTERN_GOES_ON_LIST, w->at, w->count);
}

/* An end of something, or of what was done, without a word for it: "der Zahnarzt war so nett", "das wars erstmal". */
static bool ends_without_word(const struct px_words *w, enum px_mark_intent intent)
{
	switch (intent) {
	case PX_MARK_FORGET: /* "sag mal die Pachtnummer" */
		return px_words_have(w, PX_WORDS_NEGATION)
			       ? !px_words_have(w, PX_WORDS_SAYS_REMOVED)
			       : !px_words_have(w, PX_WORDS_MARKED_SAYS_OFF) && !px_words_have(w, PX_WORDS_SAYS_FORGET);
	case PX_MARK_DELETE: case PX_MARK_SKIP:
		return !px_words_have(w, PX_WORDS_MARKED_SAYS_OFF);
	case PX_MARK_UNDO:
		return !px_words_have(w, PX_WORDS_MARKED_SAYS_UNDO);
	case PX_MARK_COMPLETE:
		return px_words_have(w, PX_WORDS_MARKED_RUN_OUT) || says_what_it_is(w) ||
		       (px_words_have(w, PX_WORDS_NOT_YET) && !px_words_have(w, PX_WORDS_NEGATION) &&
			!px_words_have(w, PX_WORDS_TICKS_OFF));
	case PX_MARK_MOVE: /* "der Film um acht war langweilig" */
		return px_words_have(w, PX_WORDS_PAST_AUXILIARY) && !px_words_have(w, PX_WORDS_TAKES_BACK_STRONG);
	default:
		return false;
	}
}

/* "{Zaun} Bericht": a noun alone behind the name makes it that of another thing, and says of none that it is done. */
static bool names_more(const struct px_request *request, const struct px_marked *one)
{
	const struct px_mark *named = px_marked_span(one, PX_MARK_TARGET, 0);

	if (one->intent != PX_MARK_COMPLETE || !named || !request->words.count ||
	    named->begin != request->words.at[0].begin)
		return false;
	const struct px_words w = px_words_of(request->text, named->end, one->end, request->arena);
	return w.count == 1 && w.at[0].begin == named->end + 1 &&
	       (px_parse_is_capital(request->text, w.at[0].begin) || px_word_in(&w.at[0], PX_WORDS_NO_DONE_WORD));
}

/* Nothing that is there is named. */
static bool names_none(const struct px_request *request, const struct px_nlu_session *session,
		       const struct px_marked *one)
{
	const struct px_mark *named = px_marked_span(one, PX_MARK_TARGET, 0);
	struct px_proposal none = { 0 };
	struct px_target target;

	return !named || !px_marked_target(request, session, &none, one, named, PX_TARGET_TASK | PX_TARGET_EVENT,
					   &target);
}

static bool has_capital(const struct px_request *request)
{
	for (size_t i = 0; i < request->full.count; i++) {
		if (px_parse_is_capital(request->text, request->full.at[i].begin))
			return true;
	}
	return false;
}

/* "Mia hat um fünf Ballett": a noun is had, and no "abgesagt", "keine Zeit" or "zu". */
static bool has_then(const struct px_request *request, struct px_match *match)
{
	const struct px_words *w = &request->full;

	if (!px_match(PX_PATTERN_HAS_THEN, w->at, w->count, match))
		return false;
	const struct px_capture *had = px_match_get(match, 't', 0), *who = px_match_get(match, 'x', 0);
	struct px_target known;
	px_target_find(request, w->at + who->from, who->to - who->from, PX_TARGET_TASK | PX_TARGET_EVENT, &known);
	if (known.item && known.exact)
		return false; /* "der Zahnarzt hat um 10 Notdienst" */
	const size_t from = had->from + (had->from + 1 < had->to && px_word_in(&w->at[had->from], PX_WORDS_INDEFINITE));
	const struct px_words said = { w->at + from, had->to - from };
	if (!said.count || px_words_have(&said, PX_WORDS_NEGATION) ||
	    px_parse_is_participle(request->text, &said.at[said.count - 1]))
		return false;
	if (!has_capital(request))
		return !px_word_in(&said.at[0], PX_WORDS_MARKED_DANGLER); /* dictated: "die mia hat um 5 schwimmen" */
	return px_parse_is_capital(request->text, said.at[0].begin) &&
	       !px_parse_ends_in_verb(request->text, said.at, said.count);
}

/* "Tom hat um 8 angerufen", "Tom hat am Freitag keine Zeit": told, and neither had then nor moved. */
static bool tells_other(const struct px_request *request)
{
	struct px_match match;

	return px_match(PX_PATTERN_HAS_THEN, request->full.at, request->full.count, &match) &&
	       !has_then(request, &match) && !px_words_have(&request->words, PX_WORDS_MOVER);
}

/*
 * "abends um sechs ist Elternabend", "um 5 kommt das Mehl", "Mia hat um fünf Ballett": what is then
 * is not known yet.
 */
static bool tells_new(const struct px_request *request)
{
	const struct px_words *w = &request->full;
	struct px_target target;
	struct px_match match;

	if (px_words_ask(request->text, &request->words) ||
	    (!px_match(PX_PATTERN_TELLS_OF_TIME, w->at, w->count, &match) && !has_then(request, &match)))
		return false;
	const struct px_capture *name = px_match_get(&match, 't', 0);
	px_target_find(request, w->at + name->from, (size_t)(name->to - name->from), PX_TARGET_TASK | PX_TARGET_EVENT,
		       &target);
	return !target.item && !target.candidate_count;
}

/* "Der Hausarzt ist am Montag um elf": said of what isn't there yet, and nothing of a change. */
static bool is_announced(const struct px_request *request, const struct px_marked *one)
{
	const struct px_mark *named = px_marked_span(one, PX_MARK_TARGET, 0);

	if (!named || !request->time_count || px_words_ask(request->text, &request->words))
		return false;
	const struct px_words after = px_words_of(request->text, named->end, one->end, request->arena);
	return after.count && px_word_in(&after.at[0], PX_WORDS_STATES) &&
	       !px_words_have(&request->words, PX_WORDS_MOVER) && !px_words_have(&request->words, PX_WORDS_NOW) &&
	       !px_words_have(&request->words, PX_WORDS_TAKES_BACK_STRONG);
}

/* What the reader took for something that is there gives what is new its name. */
static void name_what_is_new(struct px_marked *one)
{
	if (px_marked_span(one, PX_MARK_TITLE, 0))
		return;
	for (size_t i = 0; i < one->mark_count; i++) {
		if (one->marks[i].tag == PX_MARK_TARGET)
			one->marks[i].tag = PX_MARK_TITLE;
	}
}

/* Somebody, "die Mia" by the name alone. */
static struct px_mark without_article(const struct px_request *request, const struct px_mark *mark)
{
	const struct px_words w = px_words_of(request->text, mark->begin, mark->end, request->arena);
	const bool article = w.count > 1 && px_word_in(&w.at[0], PX_WORDS_MARKED_ARTICLE);

	return (struct px_mark){ PX_MARK_PERSON, article ? (uint32_t)w.at[1].begin : mark->begin, mark->end,
				 mark->confidence };
}

/* "{die Mia} hat {um fünf} Ballett": what is then is the name, and who has it is somebody. */
static void name_what_is_had(const struct px_request *request, struct px_marked *one)
{
	const struct px_words *w = &request->full;
	struct px_match match;

	if (!has_then(request, &match))
		return;
	const struct px_capture *name = px_match_get(&match, 't', 0);
	const struct px_mark title = { PX_MARK_TITLE, (uint32_t)w->at[name->from].begin,
				       (uint32_t)w->at[name->to - 1].end, one->confidence };
	for (size_t i = one->mark_count; i-- > 0;) {
		if (one->marks[i].end > title.begin)
			px_marked_drop(one, i);
		else if (one->marks[i].tag == PX_MARK_TARGET)
			one->marks[i] = without_article(request, &one->marks[i]);
	}
	px_marked_insert(one, &title);
}

/* "GA verlängern bis Ende des Monats": a verb at the end of what is to be done. */
static bool is_deed(const struct px_request *request)
{
	const struct px_words *w = &request->bare;

	return w->count > 1 && px_parse_ends_in_verb(request->text, w->at, w->count) &&
	       !px_words_ask(request->text, w);
}

/* "Jobticket kündigen spätestens am 10.10." is to be done; "Samstag grillen" takes place. */
static bool is_errand(const struct px_request *request)
{
	const struct px_words *w = &request->bare;

	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *value = &request->times[i].value;
		if (value->kind == PX_TIME_SET || value->kind == PX_TIME_DURATION || value->start.second >= 0)
			return false;
	}
	return !px_word_in(&w->at[w->count - 1], PX_WORDS_PASTIME) &&
	       !px_word_in(&w->at[0], PX_WORDS_MARKED_PERSON_LEAD);
}

/*
 * "Mittwoch ganztägig Lehrgang", "Frau Weber morgen viertel vor zehn": something new, of which the reader thinks as a
 * change of what was spoken of last.
 */
static bool is_new(const struct px_request *request, const struct px_nlu_session *session, const struct px_marked *one)
{
	switch (one->intent) {
	case PX_MARK_MOVE: case PX_MARK_UPDATE: case PX_MARK_COPY: case PX_MARK_CORRECT: case PX_MARK_SETTINGS:
		return ((px_kind_is_named_time(request) || px_kind_is_timed_deed(request)) &&
			names_none(request, session, one)) ||
		       tells_new(request) || (is_announced(request, one) && names_none(request, session, one));
	default:
		return false;
	}
}

/* "wogegen ist Jana allergisch": asks, and by its words neither after the calendar nor after tasks. */
static bool asks_what_was_told(const struct px_request *request)
{
	const struct px_words *w = &request->words;
	const bool led = w->count > 1 && (px_word_in(&w->at[0], PX_WORDS_QUESTION_LEAD) ||
					  (px_word_in(&w->at[0], PX_WORDS_MARKED_DANGLER) &&
					   px_word_in(&w->at[1], PX_WORDS_QUESTION_LEAD)));

	return led && !request->time_count && !px_words_have(w, PX_WORDS_ASKS_OF_PLANS) &&
	       !px_words_have(w, PX_WORDS_FREE_SIGN);
}

/* Questions, of which the reader knows little in such a language, by their words. */
static void ask_right(const struct px_request *request, struct px_marked *one)
{
	const struct px_words *w = &request->words;
	enum px_mark_intent meant = one->intent;

	switch (one->intent) {
	case PX_MARK_ASK_AGENDA: case PX_MARK_ASK_TASKS: case PX_MARK_ASK_FREE:
		if (!px_marked_span(one, PX_MARK_TARGET, 0) && !px_marked_span(one, PX_MARK_LIST, 0) &&
		    asks_what_was_told(request))
			meant = PX_MARK_ASK_MEMORY;
		break;
	case PX_MARK_NONE: case PX_MARK_CHAT: case PX_MARK_ASK_MEMORY:
		if (w->count > 1 && w->count < 7 && px_word_in(&w->at[0], PX_WORDS_SHOWS))
			meant = px_words_have(w, PX_WORDS_SHOWN_PLANS) ? PX_MARK_ASK_AGENDA : PX_MARK_ASK_TASKS;
		else if (asks_what_was_told(request))
			meant = PX_MARK_ASK_MEMORY;
		break;
	default:
		break;
	}
	if (meant == one->intent)
		return;
	one->intent = meant;
	as_by_rule(one);
}

/* "alles von Mittwoch auf Donnerstag": the first is when it was. */
static void move_from(const struct px_request *source, struct px_marked *one)
{
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);
	struct px_mark *times[2] = { NULL, NULL };
	size_t count = 0;

	for (size_t i = 0; i < one->mark_count; i++) {
		if (one->marks[i].tag == PX_MARK_WHEN && count < 2)
			times[count++] = &one->marks[i];
	}
	if (one->intent != PX_MARK_MOVE || count < 2)
		return;
	for (size_t i = 0; i + 3 < w.count; i++) {
		if (px_word_in(&w.at[i], PX_WORDS_MOVED_FROM) && w.at[i].begin <= times[0]->begin &&
		    w.at[i + 1].end >= times[0]->begin && px_word_in(&w.at[i + 2], PX_WORDS_MOVED_TO) &&
		    !px_word_in(&w.at[i + 2], PX_WORDS_UNTIL_WORD) &&
		    w.at[i + 2].begin >= times[0]->end)
			times[0]->tag = PX_MARK_OLD;
	}
}

/* A length of time ends right before: "eine Woche | vor". */
static bool lasts(const struct px_request *source, const struct px_words *w, size_t before)
{
	struct px_time_expr time;

	return px_times_sure_in(source, w->at[before > 1 ? before - 2 : 0].begin, w->at[before - 1].end, &time) &&
	       time.value.kind == PX_TIME_DURATION;
}

/* "Vorfrist eine Woche vor Fristablauf": by what nobody knows, and no week earlier. */
static bool counts_from_unknown(const struct px_request *source, const struct px_marked *one)
{
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);
	struct px_target target;

	for (size_t i = 1; i + 1 < w.count; i++) {
		if (!px_word_in(&w.at[i], PX_WORDS_BEFORE) || !lasts(source, &w, i) || w.at[i + 1].time >= 0 ||
		    w.at[i + 1].flags & PX_WORD_BREAK ||
		    !px_parse_is_capital(source->text, w.at[i + 1].begin))
			continue;
		px_target_find(source, &w.at[i + 1], 1, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
		return !target.item && !target.candidate_count;
	}
	return false;
}

static bool begins_with_both(const struct px_request *source, const struct px_mark *title)
{
	const struct px_words w = px_words_of(source->text, title->begin, title->end, source->arena);

	return w.count > 1 && px_word_in(&w.at[0], PX_WORDS_DEED_BOTH);
}

/* The clause that names the thing, and in `after` what stands behind the name. */
static struct px_words clause_of(const struct px_request *source, const struct px_marked *one, struct px_words *after)
{
	const struct px_mark *named = px_marked_span(one, PX_MARK_TARGET, 0);
	const struct px_words w = px_words_of(source->text, one->begin, one->end, source->arena);
	size_t from = 0, to = 0, behind = 0;

	while (named && to < w.count && (w.at[to].begin < named->end || !(w.at[to].flags & PX_WORD_BREAK))) {
		if (w.at[to].flags & PX_WORD_BREAK && w.at[to].begin <= named->begin)
			from = to;
		behind += w.at[to].begin < named->end;
		to++;
	}
	*after = (struct px_words){ w.at + behind, to - behind };
	return (struct px_words){ w.at + from, to - from };
}

/* "Spüli hat Jonas nicht geholt", "Milch hab ich keine mehr": wanted all the more, and struck off by nobody. */
static bool is_lacking(const struct px_request *source, const struct px_marked *one)
{
	struct px_words after;
	const struct px_words clause = clause_of(source, one, &after);

	return one->intent == PX_MARK_DELETE && px_words_have(&clause, PX_WORDS_NEGATION) &&
	       !px_words_have(&clause, PX_WORDS_SAYS_REMOVED) &&
	       (px_words_have(&clause, PX_WORDS_BOUGHT) || px_words_have(&clause, PX_WORDS_WAS_THERE) ||
		px_matches(PX_PATTERN_HAD_BEHIND, after.at, after.count));
}

/* "Klopapier ist besorgt": said of the thing itself; what is got in another clause may be anything. */
static bool is_got(const struct px_request *source, const struct px_marked *one)
{
	struct px_words after;
	const struct px_words clause = clause_of(source, one, &after);

	return one->intent == PX_MARK_DELETE && px_words_have(&clause, PX_WORDS_BOUGHT) &&
	       !px_words_have(&clause, PX_WORDS_MARKED_SAYS_OFF);
}

/* "Oma hat angerufen": who did something is no task, and none is done by it. */
static bool tells_of_somebody(const struct px_request *source, const struct px_marked *one)
{
	struct px_words after;
	struct px_match match;
	const struct px_words clause = clause_of(source, one, &after);

	if (one->intent != PX_MARK_COMPLETE || !px_match(PX_PATTERN_HAS_DONE, after.at, after.count, &match))
		return false;
	const bool article = px_word_in(&clause.at[0], PX_WORDS_MARKED_ARTICLE);
	const struct px_capture *deed = px_match_get(&match, 'v', 0);
	const bool leads = px_marked_span(one, PX_MARK_TARGET, 0)->begin <= clause.at[article].begin;
	return leads && deed->to == deed->from + 1 &&
	       px_parse_is_participle(source->text, &after.at[deed->from]);
}

void px_marked_set_right(const struct px_request *source, const struct px_nlu_session *session, struct px_marked *one)
{
	const struct px_request *request = px_marked_request(source, session, one);
	const struct px_mark *title = px_marked_span(one, PX_MARK_TITLE, 0);

	if (one->intent == PX_MARK_FORGET && px_word_in(&request->words.at[0], PX_WORDS_ASKS_TO_BE_TOLD) &&
	    !px_words_have(&request->words, PX_WORDS_SAYS_FORGET))
		one->intent = PX_MARK_ASK_MEMORY;
	if (ends_without_word(&request->words, one->intent) || names_more(request, one) || is_lacking(source, one) ||
	    tells_of_somebody(source, one) || (one->intent == PX_MARK_COMPLETE && goes_on_list(request))) {
		one->intent = PX_MARK_NONE;
		return;
	}
	if ((one->intent == PX_MARK_MOVE || one->intent == PX_MARK_UPDATE) && px_marked_span(one, PX_MARK_TARGET, 0) &&
	    px_words_have(&request->words, PX_WORDS_SAYS_REMOVED) && !px_words_have(&request->words, PX_WORDS_MOVER))
		one->intent = PX_MARK_SKIP; /* "er nimmt mir den Samstag ab, streich die Schicht" */
	if (is_got(source, one) && !px_words_have(&request->words, PX_WORDS_SAYS_REMOVED)) {
		one->intent = PX_MARK_COMPLETE; /* "Seife und Tee sind besorgt, nur der Kaffee noch nicht" */
		as_by_rule(one);
	}
	if (one->intent == PX_MARK_MOVE && (counts_from_unknown(source, one) || tells_other(request))) {
		one->intent = PX_MARK_NONE;
		return;
	}
	if (one->intent == PX_MARK_CREATE_EVENT && title && begins_with_both(source, title) &&
	    px_words_have(&request->words, PX_WORDS_COMES_SOONER_OR_LATER)) {
		one->intent = PX_MARK_MOVE; /* "beide Freitagstermine einen Tag früher" */
		for (size_t i = 0; i < one->mark_count; i++)
			one->marks[i].tag = one->marks[i].tag == PX_MARK_TITLE ? PX_MARK_TARGET : one->marks[i].tag;
	}
	ask_right(request, one);
	move_from(source, one);
	if (one->intent == PX_MARK_COMPLETE && px_done_asked(request->words.at, request->words.count)) {
		one->intent = PX_MARK_ASK_TASKS;
		return;
	}
	if (one->intent == PX_MARK_CREATE_EVENT && is_deed(request) && is_errand(request))
		one->intent = PX_MARK_CREATE_TASK;
	if (px_marked_is_made(one->intent) && request->time_count && is_deed(request))
		as_by_rule(one);
	if (is_new(request, session, one)) {
		name_what_is_had(request, one);
		name_what_is_new(one);
		one->intent = px_kind_is_timed_deed(request) ? PX_MARK_CREATE_TASK : PX_MARK_CREATE_EVENT;
		as_by_rule(one);
		return;
	}
	if (one->intent == PX_MARK_COMPLETE && request->slots.priority && px_marked_span(one, PX_MARK_TARGET, 0))
		one->intent = PX_MARK_UPDATE; /* "das Referat ist sehr wichtig" */
	if (is_change(one->intent) && title && !px_marked_span(one, PX_MARK_TARGET, 0)) {
		const struct px_marked whole = px_marked_with_title(request, one);
		const struct px_words w = px_marked_words(source, px_marked_span(&whole, PX_MARK_TITLE, 0));
		if (w.count > 1 && px_parse_ends_in_verb(source->text, w.at, w.count)) {
			one->intent = PX_MARK_CREATE_TASK; /* "Rechnung vom Klempner überweisen" */
			as_by_rule(one);
		}
	}
	if (one->intent == PX_MARK_REMIND && !px_marked_span(one, PX_MARK_TARGET, 0) && !title &&
	    px_words_have(&request->words, PX_WORDS_MARKED_EXTENDS))
		one->intent = PX_MARK_UPDATE; /* "…, dauert etwa zwei Stunden" */
	for (size_t i = 0; i < one->mark_count; i++) {
		if (one->marks[i].tag == PX_MARK_LEAD && one->intent != PX_MARK_REMIND &&
		    !px_words_have(&request->words, PX_WORDS_LEAD_TAIL))
			one->marks[i].tag = PX_MARK_DUR; /* "dauert zwei Stunden" */
	}
}
