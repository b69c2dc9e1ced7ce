/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about tasks and events.  How they are worded varies too much for
 * patterns, so cues decide: how the request begins, which nouns it has, and
 * what is left once those are gone (the query).
 */
#include "nlu/act/acts.h"
#include "nlu/act/emit.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/when.h"
#include "nlu/refer/opinion.h"
#include "nlu/refer/target.h"

static const char leads[] =
	"$show|what|which|how many|how much|do i have|do i|have i got|have i|are there|is there|any|anything|"
	"when is|when's|when are|when do|when does|when am|when will|what time|what time's|where is|where's|where are|where am|"
	"where do|who is|who's|who am|am i|is my|is the|are my|did i|does my|how's|how does|how busy|how long|how is|"
	"could you show|i want to see|i'd like to see|i need to see|let's see|remind me what|tell me what|"
	"tell me about|tell me when|tell me if|tell me which|tell me how|let me know what|let me know when|"
	"let me know if|find out|go over|go through|run through|"
	"whose|will i|has my|has the|have there|what've|what'd|whats|does anything|is anything|is there anything|"
	"does <time>|is <time>|is there|can i fit|could i fit|can you fit|would i have|have we got|do we have|am i still";

static const char task_nouns[] =
	"task tasks todo todos reminder reminders list lists plate overdue due pending deadline deadlines "
	"chores chore jobs errand to-do assignments unfinished outstanding checklist finish finished complete completed "
	"errands incomplete backlog priorities undone urgent";
static const char event_nouns[] =
	"calendar schedule agenda meeting meetings event events appointment appointments busy free available "
	"availability diary booked scheduled planned plans coming upcoming conflict conflicts calls "
	"slots engagements commitments meet meeting's reservation reservations gap gaps clear clash clashes clashing "
	"conflicting overlap overlaps overlapping double-booked busiest quietest";

static bool has_word(const struct px_words *words, const char *list)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->at[i].time < 0 && px_word_in(&words->at[i], list))
			return true;
	}
	return false;
}

static bool has_phrase(const struct px_words *words, const char *pattern)
{
	struct px_match match;
	size_t length;

	for (size_t i = 0; i < words->count && i < 40; i++) {
		if (px_match_prefix(pattern, words->at + i, words->count - i, &match, &length))
			return true;
	}
	return false;
}

static bool begins(const struct px_words *words, const char *pattern)
{
	struct px_match match;
	size_t length;

	return px_match_prefix(pattern, words->at, words->count, &match, &length);
}

/* "get hold of a plumber", "check the boiler": what to do, not what to show. */
static bool is_errand(const struct px_words *w)
{
	return begins(w, "(get|find|check|open|read|see|view|fetch|print) {z}") &&
	       !begins(w, "(get|find|read|print|fetch) (me|my|all|any|every|everything)|check (my|what|if|whether|when)|"
			  "(open|read|view|see|check) (the|all|everything|any)? {z?} (list|project|calendar|schedule|agenda|diary)") &&
	       !has_word(w, "tasks todos todo reminders list lists overdue deadlines chores calendar schedule agenda meetings events "
			    "appointments free available availability diary backlog plans conflicts priorities errands everything");
}

/* Nothing but nouns of lists, filters and times: "overdue tasks", "agenda for tomorrow". */
static bool is_headline(const struct px_parse *parse)
{
	static const char rest[] =
		"my the for on in all of and today's tomorrow's next upcoming current open pending high low "
		"completed active this week's day's at please remaining latest recent todays first last priority to do";
	const struct px_words *w = &parse->full;
	bool noun = false, single = false, clock = false;

	if (w->count > 7)
		return false;
	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].time >= 0) {
			clock |= parse->times[w->at[i].time].value.start.second >= 0 &&
				 !parse->times[w->at[i].time].value.day_part;
			continue;
		}
		single |= px_word_in(&w->at[i], "meeting appointment event schedule");
		bool is_noun = px_word_in(&w->at[i], "tasks todos reminders list lists overdue calendar schedule agenda "
						     "meetings events appointments todo deadlines meeting appointment event");
		bool filter = i > 0 && px_word_in(&w->at[i], "due before after by until");
		if (filter)
			continue;
		bool known = i + 1 < w->count && px_word_in(&w->at[i + 1], "list tasks todos") &&
			     parse->words.count <= 4;
		noun |= is_noun;
		if (!is_noun && !known && !px_word_in(&w->at[i], rest))
			return false;
	}
	if (single && (clock || px_word_is(&w->at[0], "schedule")))
		return false;
	return noun && !(w->count == 1 && px_word_in(&w->at[0], "meeting appointment event"));
}

static const char stop_words[] =
	"what what's which how many much do i have got are there is any anything when when's where where's who "
	"who's am my the a an did does how's show me list display give get tell read out view pull up check see let "
	"i'd i've like want need to know of on in for at with by about from and or all everything stuff things thing "
	"task tasks todo todos reminder reminders item items lists plate overdue due pending deadline deadlines chores "
	"to-do done finished complete completed finish calendar schedule agenda meeting meetings event events "
	"appointment appointments busy free available availability diary booked scheduled planned plans coming "
	"upcoming going happening today today's now next last first left still not that need must should be been has "
	"was were will can could would you please time long looking look looks like currently right so far remaining "
	"open active unfinished outstanding high low urgent important priority most more else you me us our we it this "
	"that those these up off ok okay some someone anybody anyone it's soon later day days week weekend month "
	"scheduled set put add added created create make made tagged tag forgetting forget working work progress "
	"cancelled canceled only just ones one's late past before after between until till since date new old "
	"your his her their every each other also again one then than too very really conflicts conflict overlap "
	"overlapping number there's time's have-to got-to go through over run take takes start starts end ends begin begins "
	"name names project projects own assigned count total info information details detail hello hi hey pixie "
	"or if lined slots slot calls engagements commitments doing supposed want-to haven't yet isn't aren't "
	"don't as remember order current latest recent recently shall during around within behind missed tackle focus "
	"remind attend attending invited planning entries entry undone incomplete backlog checklist them "
	"mine i'm we're i'll running behind that's they're without no find anywhere somewhere be there were accomplish accomplished close closed miss forgot forget alphabetical into mean means "
	"assignment assignments homework seeing already ever use bring anything's something worry concentrate prioritize prioritise "
	"what've what'll what'd who've has-to does doing's";

/* These say how a thing is, not which; but a title may have them ("the big shop"). */
static const char describing[] =
	"earliest latest soonest clear double double-booked clash clashes clashing conflicting overlaps marked flagged rated labelled "
	"labeled absolutely really definitely actually exactly basically honestly desperately gap gaps spare room space hole holes "
	"opening openings window windows fit squeeze kind sort type big biggest main major critical pressing crucial essential worst "
	"hardest easiest shortest longest oldest newest quick small bit lot lots many few couple several most both half roughly "
	"least thing's everyone everybody nothing sitting waiting hanging lying around jobs job pile deal handle sorted lately "
	"ahead away ago early gets comes come having happened needs wanting shape state crazy packed full hectic quiet tight "
	"bookings booking another hour hours minutes nice free-time needing evening evenings morning mornings afternoon afternoons "
	"night nights lunchtime lunchtimes slot bits pieces slide slipped "
	"cards horizon putting story plan craic deal situation score busiest quietest good forgotten point";

/* What follows only bounds the question: "what's on tomorrow besides the staff briefing". */
static const char asides[] =
	"(besides|apart from|other than|aside from|except|except for|excluding|not counting|as well as|on top of|clashing with|clash with|"
	"clashes with|conflicting with|conflict with|conflicts with|overlapping with|overlap with|overlaps with|in the way of|"
	"double booked with|getting in the way of|running into|near|next to|close to|time for|room for|space for|gap for|slot for|"
	"window for|fit in|squeeze in|(free|good|around|available) for)";

/* A title of the user's has this very word. */
static bool is_titled(const struct px_parse *parse, const struct px_word *word)
{
	for (size_t i = 0; i < parse->context->item_count; i++) {
		const char *title = parse->context->items[i].title;
		for (const char *p = title; p && (p = strcasestr(p, word->text)); p += word->size) {
			if ((p == title || p[-1] == ' ') && strchr(" ,:", p[word->size]))
				return true;
		}
	}
	return false;
}

/* What is asked about, in the person's words: the run of words that mean something. */
static const char *query_of(struct px_parse *parse, const struct px_words *w)
{
	struct px_match match;
	size_t from = 0, to = 0, length;

	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].time >= 0)
			continue;
		if (i > 0 && px_match_prefix(asides, w->at + i, w->count - i, &match, &length))
			break;
		bool weak = (px_word_in(&w->at[i], stop_words) || (px_word_in(&w->at[i], describing) && !is_titled(parse, &w->at[i]))) &&
			    !(w->at[i].flags & PX_WORD_QUOTED);
		if (weak)
			continue;
		if (to == 0)
			from = i;
		to = i + 1;
	}
	if (!to)
		return NULL;
	/* "stump grinder due back": its state is no part of its name */
	for (size_t i = from + 1; i < to && w->at[i - 1].time < 0 && is_titled(parse, &w->at[i - 1]); i++) {
		if (px_word_in(&w->at[i], "due done open overdue booked scheduled supposed happening starting") && !is_titled(parse, &w->at[i]))
			to = i;
	}
	/* "design review", "sam's party": keep what stands right before or between. */
	for (size_t i = from; i < to; i++) {
		if (w->at[i].time >= 0)
			return NULL;
	}
	if (to < w->count && px_word_in(&w->at[to], "review call session class meeting party") &&
	    w->at[to].begin <= w->at[to - 1].end + 1 && !px_word_is(&w->at[to - 1], "with"))
		to++;
	px_parse_name(parse, w->at + from, to - from);
	const char *text = px_parse_surface(parse, w->at, from, to);
	return text[0] && strlen(text) < 80 ? text : NULL;
}

/* A known project said as a plain word: "Avenue tasks", "what's left on Avenue". */
static void find_plain_project(struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 0; i < w->count && !parse->slots.project; i++) {
		for (size_t n = w->count - i < 3 ? w->count - i : 3; n > 0 && !parse->slots.project; n--) {
			bool timed = false;
			for (size_t k = i; k < i + n; k++)
				timed |= w->at[k].time >= 0;
			if (timed || (n == 1 && px_word_in(&w->at[i], "task tasks list on in for to do my the")))
				continue;
			const struct px_nlu_item *known = px_slots_find_project(
				parse, px_str_n(parse->text.data + w->at[i].begin, w->at[i + n - 1].end - w->at[i].begin));
			bool verb = px_word_is(&w->at[i], "work") && i > 0 && px_word_in(&w->at[i - 1], "i to");
			if (!known || verb)
				continue;
			parse->slots.project = known->title;
			parse->slots.project_known = true;
			px_parse_cut(parse, w->at[i].begin, w->at[i + n - 1].end);
		}
	}
	if (parse->slots.project)
		px_parse_streams(parse);
}

/* "my shopping list": a list that isn't known yet is still what was asked for. */
static void find_named_list(struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 1; i < w->count && !parse->slots.project; i++) {
		const struct px_word *name = &w->at[i - 1];
		if (!px_word_in(&w->at[i], "list project") || name->time >= 0 || px_word_in(name, stop_words) ||
		    px_word_in(name, "todo do task this names name"))
			continue;
		char *text = px_arena_str(parse->arena, px_parse_said(parse, name->begin, name->end));
		const struct px_nlu_item *known = px_slots_find_project(parse, px_str(text));
		if (text[0] >= 'a' && text[0] <= 'z')
			text[0] = (char)(text[0] - 32);
		parse->slots.project = known ? known->title : text;
		px_parse_span_add(parse, "list_name", name->begin, name->end);
		px_parse_cut(parse, name->begin, w->at[i].end);
	}
	if (parse->slots.project)
		px_parse_streams(parse);
}

/* "what's on that list?" */
static void find_that_list(struct px_parse *parse)
{
	const struct px_nlu_item *last = &parse->dialogue.touched[0];

	if (!parse->slots.project && parse->dialogue.touched_count && last->project &&
	    has_phrase(&parse->words, "(that|this) (list|project)|in it|on it"))
		parse->slots.project = last->project;
}

static const char *status_of(const struct px_words *w)
{
	if (has_phrase(w, "in progress|in-progress|working on|under way|ongoing"))
		return "in_progress";
	if (has_word(w, "cancelled canceled"))
		return "cancelled";
	if (has_phrase(w, "(not|haven't|isn't|aren't|unfinished|yet to) {z} (done|finished|completed|complete)") ||
	    has_phrase(w, "(not|isn't|aren't) (done|finished|completed|complete)"))
		return "pending";
	if (has_word(w, "completed finished accomplished accomplish") ||
	    has_phrase(w, "(did|have) i (finish|complete|close|closed|done|already done|finished|completed|get done|accomplish|do)|"
			  "(is|are|been|tasks|todos|already|got|marked|stuff|things|items) done|done (tasks|items|things|todos)"))
		return "completed";
	if (has_word(w, "pending unfinished outstanding incomplete undone"))
		return "pending";
	return NULL;
}

/* "is the cake ordered", "have I paid the rent": what is asked about without what was done to it. */
static const char *without_verb(struct px_parse *parse, const char *query)
{
	static const char done[] = "paid bought sent booked done written ordered signed called rung submitted cleaned washed fixed "
				   "send pay buy book write order sign call ring submit clean wash fix finish email";

	if (!query || !begins(&parse->words, "is|are|have (i|we)|did (i|we)|has"))
		return query;
	size_t n = strlen(query), first = strcspn(query, " "), last = n;
	while (last > 0 && query[last - 1] != ' ')
		last--;
	if (last && px_word_listed(query + last, n - last, done))
		return px_arena_strn(parse->arena, query, last - 1);
	if (query[first] && px_word_listed(query, first, done)) {
		query += first + 1;
		return strncmp(query, "the ", 4) == 0 ? query + 4 : query;
	}
	return query;
}

/* "when's my next long day", "is the council tax still open": a thing most of whose title was said. */
static const struct px_nlu_item *named_item(const struct px_parse *parse)
{
	struct px_target target;

	if (!parse->bare.count ||
	    !begins(&parse->words, "when|when's|where|where's|what time|how long|is|are|did|have|has"))
		return NULL;
	px_target_spot(parse, parse->bare.at, parse->bare.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.6F ? target.item : NULL;
}

/* What the named thing is, if the question is about one: a task has a due date, an event a start. */
static const struct px_nlu_item *asked_item(const struct px_parse *parse)
{
	struct px_target target;

	const struct px_words *w = &parse->bare;
	size_t from = 0;
	while (from + 1 < w->count && px_word_in(&w->at[from], "when when's where where's what what's who who's how long time time's is are does "
								"the my our do will starts did have has i we already yet finish finished "
								"done pay paid send sent called book booked complete completed close closed "
								"submit submitted order ordered buy bought fix fixed renew renewed"))
		from++;
	size_t to = w->count;
	while (to > from + 1 && px_word_in(&w->at[to - 1], "done due finished complete completed overdue open again yet still"))
		to--;
	px_target_find(parse, w->at + from, to - from, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.6F ? target.item : named_item(parse);
}

/* "did I finish the postmortem": about an open task. */
static bool done_already(const struct px_parse *parse)
{
	if (!begins(&parse->words, "(did|have) (i|we) (already|ever)? (finish|finished|do|done|pay|paid|send|sent|call|called|book|booked|email|emailed|"
				   "complete|completed|close|closed|submit|submitted|order|ordered|buy|bought|fix|fixed|renew|renewed)"))
		return false;
	const struct px_nlu_item *item = asked_item(parse);
	return item && item->kind == PX_NLU_TASK;
}

static void list_tasks(struct px_parse *parse, float confidence, const char *why)
{
	struct px_args args = { 0 };
	struct px_when when;

	find_plain_project(parse);
	find_named_list(parse);
	find_that_list(parse);
	const struct px_words *w = &parse->full;
	when = px_parse_when(parse, NULL, 0);
	px_args_set(&args, "project", parse->slots.project);
	px_args_set(&args, "status", done_already(parse) ? NULL : status_of(w));
	px_args_set(&args, "priority", parse->slots.priority ? parse->slots.priority :
		    has_word(w, "urgent critical") ? "urgent" :
		    has_word(w, "important") || has_phrase(w, "(marked|flagged|rated|set) (as|to)? high") ? "high" : NULL);
	if (parse->slots.tag_count)
		px_args_set(&args, "tag", parse->slots.tags[0]);
	px_parse_set_window(parse, &args, &when, "due_after", "due_before");
	if (has_word(w, "overdue late behind missed") || has_phrase(w, "past (due|their|the)|should have been done|let slide|let slip|putting off|slipping"))
		px_args_flag(&args, "overdue");
	const char *query = without_verb(parse, query_of(parse, &parse->bare));
	const struct px_nlu_item *project = query && !parse->slots.project ? px_slots_project_part(parse, px_str(query)) : NULL;
	px_args_set(&args, "project", project ? project->title : NULL);
	px_args_set(&args, "query", project ? NULL : query);
	px_parse_emit(parse, PX_INTENT_LIST_TASKS, &args, confidence, why);
}

/* "does anything clash with the flu shot": the day of what it would clash with. */
static struct px_when time_of_clash(const struct px_parse *parse)
{
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	const struct px_words *w = &parse->bare;
	struct px_target target;
	struct px_match match;
	size_t length;

	for (size_t i = 1; i + 1 < w->count && i < 20; i++) {
		if (!px_match_prefix(asides, w->at + i, w->count - i, &match, &length) || i + length >= w->count)
			continue;
		px_target_find(parse, w->at + i + length, w->count - i - length, PX_TARGET_EVENT, &target);
		if (target.item && target.score > 0.6F && target.item->start != PX_TIME_NONE) {
			when.start.day = px_civil_ms_day(target.item->start);
			when.any = true;
		}
		break;
	}
	return when;
}

/* "what else is on that day": of what was just touched. */
static struct px_when day_of_last(const struct px_parse *parse)
{
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	const struct px_dialogue *d = &parse->dialogue;

	if (!d->touched_count)
		return when;
	const struct px_nlu_item *last = &d->touched[0];
	when.start.day = last->start != PX_TIME_NONE ? px_civil_ms_day(last->start) : last->due_day;
	when.any = when.start.day != PX_DAY_NONE;
	return when;
}

static void list_events(struct px_parse *parse, float confidence, const char *why)
{
	struct px_args args = { 0 };
	struct px_when when = px_parse_when(parse, NULL, 0);
	const char *query = query_of(parse, &parse->bare);

	if (!query && parse->slots.project)
		query = parse->slots.project;
	const struct px_nlu_item *named = query ? NULL : named_item(parse);
	if (named && named->kind == PX_NLU_EVENT && !when.any)
		query = named->title;
	if (!when.any && has_phrase(&parse->words, "(that|the same) day"))
		when = day_of_last(parse);
	if (!when.any && !query)
		when = time_of_clash(parse);
	px_parse_set_window(parse, &args, &when, "start", "end");
	px_args_set(&args, "query", query);
	px_parse_emit(parse, PX_INTENT_LIST_EVENTS, &args, confidence, why);
}

void px_parse_list_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why)
{
	if (intent == PX_INTENT_LIST_TASKS)
		list_tasks(parse, confidence, why);
	else
		list_events(parse, confidence, why);
}

/* A word that is the name of a project: "my house stuff". */
static bool known_project(const struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 0; i < w->count && i < 40; i++) {
		if (w->at[i].time >= 0 || px_word_in(&w->at[i], stop_words))
			continue;
		for (size_t n = 1; n <= 3 && i + n <= w->count && w->at[i + n - 1].time < 0; n++) {
			if (px_slots_find_project(parse, px_str_n(parse->text.data + w->at[i].begin, w->at[i + n - 1].end - w->at[i].begin)))
				return true;
		}
	}
	return false;
}

/* "on Mobile app", "in the House": a preposition and a known project after it. */
static bool project_follows(const struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 1; i < w->count; i++) {
		size_t from = i + (px_word_in(&w->at[i], "the my our") && i + 1 < w->count);
		if (!px_word_in(&w->at[i - 1], "on in for under within"))
			continue;
		for (size_t n = 1; n <= 3 && from + n <= w->count && w->at[from + n - 1].time < 0; n++) {
			if (px_slots_find_project(parse, px_str_n(parse->text.data + w->at[from].begin,
								  w->at[from + n - 1].end - w->at[from].begin)))
				return true;
		}
	}
	return false;
}

/* "what's open on Mobile app", "anything in Ute" */
static bool asks_of_project(const struct px_parse *parse)
{
	return begins(&parse->words, "what|what's|what've|which|anything|is anything|is there anything") && parse->words.count <= 9 &&
	       (parse->slots.project_known ||
		project_follows(parse));
}

bool px_parse_asks_world(const struct px_parse *parse)
{
	return begins(&parse->words, "(what's|what is|what are|what was|how do you say|how do you spell|how would you say) (the|a)? (word|term)? (for)? "
				     "(french|german|spanish|italian|irish|dutch|portuguese|polish|chinese|mandarin|japanese|korean|latin|greek|"
				     "russian|arabic|english|welsh|zulu|afrikaans|xhosa|malay|tamil|hindi) (word|term|name|translation)? (for|of)|"
				     "how do you (say|spell|pronounce|conjugate)|what does {x} (mean|stand for)|"
				     "(what's|what is) the (capital|population|meaning|definition|etymology|plural|opposite|square root|currency) of|"
				     "what (year|century|decade|country|planet|animal|language) (did|was|is|do|does|has|were)|"
				     "who (invented|discovered|won|painted|composed)|how (tall|deep|heavy|old) is the") &&
	       !asked_item(parse);
}

/* "due between now and new year": the word stands inside the time. */
static bool says_due(const struct px_parse *parse)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_is(&parse->words.at[i], "due"))
			return true;
	}
	return false;
}

static enum px_intent decide(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	bool things = parse->slots.project || known_project(parse);
	bool tasks = has_word(w, task_nouns) || says_due(parse) || parse->slots.priority || (things && has_word(w, "stuff things thing")) ||
		     has_phrase(w, "to (do|finish|complete|get done|remember|tackle|work on|focus on|take care of)|"
				   "should i (do|work|tackle|start|focus|get)|to-do|have to|need to|forgetting|i forgotten|(has|have|needs|need|got) to be|(needs|need) doing|must be|"
				   "(marked|flagged|tagged|rated) (as)? (urgent|important|high|low)|on my list|"
				   "do i (need|have) to|must i|(running|run) (late|behind)|working on|get done|past due|(is|'s|what's|tasks|things) left|let slide|let slip|putting off|slipping|"
				   "still (open|to do|left)|remaining|in progress|the {p} project|project {p}");
	bool events = has_word(w, event_nouns) ||
		      has_phrase(w, "(am|are|will) (i|we) (free|busy|meeting|seeing|available|booked|doing|going)|how busy|"
				    "looking like|look like|lined up|do i (meet|see)|going on|happening|on my cal|(on|for) (that|the same) day|"
				    "the (story|plan|craic|deal|situation|score) (with|for|on)|on the (cards|horizon)");

	if (begins(w, "have (i|we)|did (i|we)|do i still (have|need) to|has (the|my) {x} been")) {
		const struct px_nlu_item *item = asked_item(parse);
		if (item && item->kind == PX_NLU_TASK)
			return PX_INTENT_LIST_TASKS;
	}
	if (begins(w, "when (is|'s|are)|when's|what time|what time's|where (is|'s|are|am)|where's|who (is|'s|are|am)|who's|"
		      "how long (is|will|does)|is (my|the)|does|has (the|my)|am i")) {
		const struct px_nlu_item *item = asked_item(parse);
		if (item && item->kind == PX_NLU_TASK && px_word_in(&w->at[0], "who who's"))
			return PX_INTENT_COUNT;
		if (item && !(tasks && has_word(w, "due deadline overdue task")))
			return item->kind == PX_NLU_TASK ? PX_INTENT_LIST_TASKS : PX_INTENT_LIST_EVENTS;
	}
	if (done_already(parse) || (w->count <= 3 && begins(w, "$show|open|list") && known_project(parse) && !events))
		return PX_INTENT_LIST_TASKS;
	if (begins(w, "what (have|did) (i|we) (close|closed|finish|finished|complete|completed|get done|got done|done|do|tick off)") &&
	    has_phrase(w, "close|closed|finish|finished|complete|completed|get done|got done"))
		return PX_INTENT_LIST_TASKS;
	if (events && !has_word(w, "task tasks todo todos reminder reminders overdue due list lists deadline "
				   "deadlines chores urgent"))
		return PX_INTENT_LIST_EVENTS;
	bool after_done = parse->dialogue.tool && strcmp(parse->dialogue.tool, "complete_task") == 0;
	if (after_done && has_phrase(w, "what's next|what is next|what now|what else"))
		return PX_INTENT_LIST_TASKS;
	if (tasks || parse->slots.project_known || (!events && asks_of_project(parse)) || has_phrase(w, "i missed|i miss"))
		return PX_INTENT_LIST_TASKS;
	if (events)
		return PX_INTENT_LIST_EVENTS;
	if (begins(w, "(so|and|ok)? (what|what've|which things|what all) (do|have|did|else do|all do|else have) (i|we) (have|got|get)|what've i got|"
		      "$show (me)? (everything|all|it all)|what else"))
		return parse->slots.project ? PX_INTENT_LIST_TASKS :
		       parse->time_count && parse->words.count <= 7 ? PX_INTENT_LIST_EVENTS : PX_INTENT_COUNT;
	return PX_INTENT_COUNT;
}

/* "when is it?" about what was just touched */
static bool about_last(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	struct px_match match;
	struct px_args args = { 0 };

	if (!d->touched_count || !px_match("(when|where|what time) (is|are|was) (it|that|this|those) (again|due|at)?|"
					   "(when's|where's) (it|that|this) (again|due|at)?|when does (it|that) start|"
					   "(who's|who is) (coming|invited|attending|going|going to be there) (to it|to that|again)?",
					   parse->full.at, parse->full.count, &match))
		return false;
	px_args_set(&args, "query", d->touched[0].title);
	px_parse_emit(parse, d->touched[0].kind == PX_NLU_EVENT ? PX_INTENT_LIST_EVENTS : PX_INTENT_LIST_TASKS, &args,
		      0.9F, "rule: about the last one");
	return true;
}

/* "today?", "free thu 3pm?", "next flight" */
static bool list_terse(struct px_parse *parse)
{
	const struct px_words *full = &parse->full;
	size_t timed = 0, last = parse->words.at[parse->words.count - 1].end;
	bool asks = last < parse->text.size && parse->text.data[last] == '?';

	if (full->count > 4 || parse->dialogue.pending_tool || parse->fresh)
		return false;
	for (size_t i = 0; i < full->count; i++)
		timed += full->at[i].time >= 0;
	bool free = full->count > timed && timed + 1 == full->count && px_word_in(&full->at[0], "free busy available");
	if ((timed && timed == full->count && asks && !parse->dialogue.tool) || (free && timed)) {
		px_parse_list_as(parse, PX_INTENT_LIST_EVENTS, 0.8F, "rule: question");
		return true;
	}
	struct px_target target;
	if (full->count < 2 || full->count > 3 || !px_word_is(&full->at[0], "next") || timed)
		return false;
	px_target_find(parse, full->at + 1, full->count - 1, PX_TARGET_EVENT, &target);
	if (!target.item && target.candidate_count < 2)
		return false;
	struct px_args args = { 0 };
	px_args_set(&args, "query", px_parse_surface(parse, full->at, 1, full->count));
	px_parse_emit(parse, PX_INTENT_LIST_EVENTS, &args, 0.8F, "rule: question");
	return true;
}

/* "what did the supplier quote us for the grinder": what somebody said. */
static bool is_hearsay(const struct px_words *w)
{
	return begins(w, "(what|what's|how much|when|where|who) did {z} (say|quote|charge|recommend|suggest|mention|tell|ask for|promise|offer|prescribe)") &&
	       !px_word_in(&w->at[2], "i we you");
}

bool px_parse_list(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	bool lead = begins(w, leads), headline = !lead && is_headline(parse);

	if (w->count && list_terse(parse))
		return true;
	if (!w->count || (!lead && !headline) || (lead && w->count > 2 && is_errand(w)))
		return false;
	if (about_last(parse))
		return true;
	if (px_parse_asks_world(parse) || is_hearsay(w) || (has_phrase(w, "(my|your|the) (notes|memory|memories)") && !has_word(w, "task tasks todo")))
		return false;
	enum px_intent intent = decide(parse);
	const struct px_intent_result *c = px_parse_classify(parse);
	if (intent == PX_INTENT_COUNT) {
		if (c->best != PX_INTENT_LIST_TASKS && c->best != PX_INTENT_LIST_EVENTS)
			return false;
		intent = c->best;
	}
	enum px_intent other = intent == PX_INTENT_LIST_TASKS ? PX_INTENT_LIST_EVENTS : PX_INTENT_LIST_TASKS;
	bool plain = ((has_phrase(w, "in progress") || has_word(w, "plate overdue todo todos tasks missed left") || has_phrase(w, "the {p} project")) && c->best != PX_INTENT_NONE) ||
		     (parse->slots.project_known && intent == PX_INTENT_LIST_TASKS && c->best != PX_INTENT_CREATE_TASK);
	plain |= begins(w, "when (is|'s|are)|when's|what time (is|does)|where (is|'s)|where's|is (the|my)|are (the|my)") && asked_item(parse);
	plain |= intent == PX_INTENT_LIST_TASKS && lead && (parse->slots.priority || (w->count <= 3 && known_project(parse)) || done_already(parse));
	plain |= intent == PX_INTENT_LIST_TASKS && begins(w, "what|what's|which|anything|is anything|is there anything") && c->scores[PX_INTENT_NONE] < 0.97F &&
		 (says_due(parse) || has_phrase(w, "(has|have|needs|need|got) to be|(needs|need) doing|must be|(marked|flagged|rated) (as)? (urgent|high|low)"));
	plain |= intent == PX_INTENT_LIST_TASKS && has_phrase(w, "(i've|have i|i have|i'm) (been|let)? (putting off|let slide|let slip|slide|slip)");
	plain |= intent == PX_INTENT_LIST_EVENTS && parse->time_count && has_word(w, "busiest quietest") && c->scores[PX_INTENT_NONE] < 0.99F;
	plain |= intent == PX_INTENT_LIST_EVENTS && parse->time_count && c->scores[PX_INTENT_NONE] < 0.99F &&
		 has_phrase(w, "the (story|plan|craic|deal|situation|score) (with|for|on)|on the (cards|horizon)");
	plain |= intent == PX_INTENT_LIST_TASKS && says_due(parse) && begins(w, "when|when's|is|are") && c->scores[PX_INTENT_NONE] < 0.97F;
	plain |= intent == PX_INTENT_LIST_TASKS && c->scores[PX_INTENT_NONE] < 0.97F &&
		 (asks_of_project(parse) || (begins(w, "(how many|which|what) (jobs|tasks|errands|chores|todos)") &&
					     !has_phrase(w, "(i|we) (said|say|told|tell|mention|mentioned|lend|lent)")));
	plain |= intent == PX_INTENT_LIST_EVENTS && c->scores[PX_INTENT_NONE] < 0.97F && parse->time_count && parse->words.count <= 10 &&
		 has_phrase(w, "(have|has|got|is there|any) {z?} (a|any)? (gap|gaps|free|clear|room|space|spare)");
	plain |= intent == PX_INTENT_LIST_TASKS && has_phrase(w, "what's next|what is next|what now");
	plain |= has_phrase(w, "in progress|(running|run) (late|behind)|anything due|anything overdue") ||
		 (has_word(w, "stuff things thing") && known_project(parse));
	if (!plain && !px_parse_allows(parse, intent)) {
		if (c->best == other)
			intent = other;
		else if (!asked_item(parse) || c->best != PX_INTENT_NONE)
			return false;
	}
	px_parse_list_as(parse, intent, 0.9F, headline ? "rule: headline" : "rule: question");
	return true;
}
