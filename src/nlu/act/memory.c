/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts to remember, forget and recall; undo, the daily brief, small talk.
 */
#include "nlu/act/frames.h"

#define ACT(name) \
	static bool name(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match)

/* The captured words as they were said, without marks at the ends. */
static const char *said(const struct px_parse *parse, const struct px_frame *frame, const struct px_match *match,
			char name)
{
	const struct px_capture *c = px_match_get(match, name, 0);
	const struct px_words *words = px_frame_words(parse, frame);

	return c && c->to > c->from ? px_parse_surface(parse, words->at, c->from, c->to) : "";
}

static void emit_text(struct px_parse *parse, enum px_intent intent, const char *key, const char *text,
		      float confidence, const char *why)
{
	struct px_args args = { 0 };

	px_args_set(&args, key, text);
	px_parse_emit(parse, intent, &args, confidence, why);
}

ACT(act_remember)
{
	const char *fact = said(parse, frame, match, 'f');
	const struct px_capture *c = px_match_get(match, 'f', 0);
	struct px_capture clause;

	if (frame->value[0] == '2') { /* "make a note I used 14 bags": the subject belongs to the fact */
		clause = *px_match_get(match, 'z', 0);
		clause.from--;
		c = &clause;
		fact = px_parse_surface(parse, px_frame_words(parse, frame)->at, c->from, c->to);
		parse->sure = true;
	}

	if (c && parse->cut_short) { /* a fact may be long: all of it */
		size_t from = px_frame_words(parse, frame)->at[c->from].begin;
		fact = px_arena_str(parse->arena, px_str_trim(px_parse_said(parse, from, parse->end)));
	}

	if (frame->value[0] == ':' && c && !(px_frame_words(parse, frame)->at[c->from].flags & PX_WORD_BREAK))
		return false;
	const struct px_word *first = c ? px_frame_words(parse, frame)->at + c->from : NULL;
	if (first && c->to - c->from > 2 && px_word_in(&first[0], "to") && px_word_in(&first[1], "self myself"))
		return false;
	bool duty = false;
	for (size_t i = 0; frame->value[0] == '!' && parse->time_count && i + 1 < parse->words.count; i++)
		duty |= (px_word_in(&parse->words.at[i], "has have needs need") && px_word_is(&parse->words.at[i + 1], "to")) ||
			px_word_is(&parse->words.at[i], "must");
	if (duty)
		return false; /* "note to self: the glue has to be bought tomorrow" */
	if (frame->value[0] == '!' && (px_parse_task_verb(first) || parse->slots.priority || parse->slots.project))
		return false; /* "note to self: check the tyres" */
	if (!fact[0] || !c || (size_t)(c->to - c->from) < 2 || !px_parse_allows(parse, PX_INTENT_REMEMBER))
		return false;
	if (frame->value[0] == '?' && px_parse_classify(parse)->scores[PX_INTENT_REMEMBER] < 0.4F)
		return false;
	emit_text(parse, PX_INTENT_REMEMBER, "text", px_parse_title_case(parse, fact), 0.94F, "rule: remember");
	return true;
}

static const char *without_article(const char *text)
{
	static const char *const articles[] = { "the ", "my ", "a ", "an ", "our ", "that " };

	for (size_t i = 0; i < sizeof(articles) / sizeof(articles[0]); i++) {
		size_t n = strlen(articles[i]);
		if (strncasecmp(text, articles[i], n) == 0 && text[n])
			return text + n;
	}
	return text;
}

ACT(act_forget)
{
	const char *target = said(parse, frame, match, 'f');
	const struct px_capture *c = px_match_get(match, 'f', 0);
	struct px_target thing;

	if (!target[0])
		return false;
	const struct px_word *words = px_frame_words(parse, frame)->at;
	if (c && c->from && px_word_is(&words[c->from - 1], "about")) { /* "forget about the playdate" */
		px_target_find(parse, words + c->from, (size_t)(c->to - c->from), PX_TARGET_TASK | PX_TARGET_EVENT, &thing);
		if (thing.item && thing.score > 0.85F)
			return false;
	}
	if (frame->value[0] != '=')
		target = without_article(target);
	emit_text(parse, PX_INTENT_FORGET, "target", target, 0.93F, "rule: forget");
	return true;
}

/* "forget that", right after it was remembered or asked for. */
ACT(act_forget_last)
{
	const struct px_dialogue *d = &parse->dialogue;
	struct px_args args;

	(void)frame;
	(void)match;
	if (!d->tool || !d->arguments || (strcmp(d->tool, "remember") != 0 && strcmp(d->tool, "search_memory") != 0))
		return false;
	px_args_read(&args, d->arguments, parse->arena);
	const char *text = px_args_get(&args, d->tool[0] == 'r' ? "text" : "query");
	if (!text)
		return false;
	emit_text(parse, PX_INTENT_FORGET, "target", text, 0.93F, "rule: forget the last one");
	return true;
}

ACT(act_recall)
{
	const char *query = without_article(said(parse, frame, match, 'q'));

	if (frame->value[0] == '=') { /* the question says what is asked for: "who's the fella I said does walls" */
		parse->sure |= px_parse_classify(parse)->scores[PX_INTENT_NONE] < 0.97F;
		query = px_parse_surface(parse, parse->full.at, 0, parse->full.count);
	}
	if (!query[0] || !px_parse_allows(parse, PX_INTENT_SEARCH_MEMORY))
		return false;
	emit_text(parse, PX_INTENT_SEARCH_MEMORY, "query", query, 0.9F, "rule: recall");
	return true;
}

ACT(act_undo)
{
	const struct px_capture *n = px_match_get(match, 'N', 0);
	const struct px_args none = { 0 };
	int times = n ? px_word_number(&px_frame_words(parse, frame)->at[n->from]) : 1;

	if (frame->value[0] == 'c' && (!parse->dialogue.tool || strcmp(parse->dialogue.tool, "complete_task") != 0))
		return false;
	const struct px_nlu_result *result = parse->result;
	bool again = result->call_count && strcmp(result->calls[result->call_count - 1].tool, "undo") == 0;
	if (again && !n && parse->words.count <= 3)
		return true; /* "that was wrong, undo it" */
	for (int i = 0; i < times && i < PX_NLU_MAX_CALLS; i++)
		px_parse_emit(parse, PX_INTENT_UNDO, &none, 0.97F, "rule: undo");
	return true;
}

ACT(act_brief)
{
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_args args = { 0 };

	(void)match;
	if (when.range && when.whole_days && when.end.day != PX_DAY_NONE && when.start.day != PX_DAY_NONE &&
	    when.end.day - when.start.day > 1)
		return false;
	if (when.start.day != PX_DAY_NONE && when.start.day != parse->today) {
		if (frame->value[0] == '-')
			return false;
		px_args_set(&args, "date", px_parse_point(parse, (struct px_time_point){ when.start.day, -1 }));
	}
	px_parse_emit(parse, PX_INTENT_DAILY_BRIEF, &args, 0.95F, "rule: brief");
	return true;
}

/* "forget it" where there is nothing that it could be. */
ACT(act_drop)
{
	(void)match;
	if (parse->dialogue.touched_count && parse->dialogue.tool)
		return false;
	parse->result->smalltalk = frame->value;
	parse->result->why = "rule: small talk";
	return true;
}

/* "that was our best Sunday ever": said, not asked. */
ACT(act_exclaim)
{
	struct px_target target;

	(void)match;
	if (parse->slots.priority || parse->slots.project)
		return false;
	px_target_find(parse, parse->full.at, parse->full.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (frame->value[0] == '?' && target.item)
		return false; /* "I miss the standup on Friday" is news of it */
	parse->result->why = "rule: small talk";
	return true;
}

/* "don't cancel the dentist", "the review may be moved": nothing is changed, unless the sentence goes on to say what is. */
ACT(act_leave)
{
	const struct px_capture *x = px_match_get(match, 'x', 0);
	const struct px_word *words = px_frame_words(parse, frame)->at;

	for (size_t i = x->from + 1U; i < x->to; i++) {
		if (words[i].flags & PX_WORD_BREAK || px_word_in(&words[i], "but just instead"))
			return false;
	}
	parse->result->smalltalk = frame->value;
	parse->result->why = "rule: nothing is to change";
	return true;
}

/* "actually no, keep it": what was just deleted comes back. */
ACT(act_keep)
{
	const char *tool = parse->dialogue.tool;

	if (tool && strncmp(tool, "delete_", 7) == 0 && parse->dialogue.touched_count)
		return act_undo(parse, frame, match);
	parse->result->smalltalk = frame->value;
	parse->result->why = "rule: nothing is to change";
	return true;
}

ACT(act_talk)
{
	(void)match;
	if (parse->cut_count || parse->time_count)
		return false;
	parse->result->smalltalk = frame->value;
	parse->result->why = "rule: small talk";
	return true;
}

#define Z PX_FRAME_TIME

const struct px_frame px_memory_frames[] = {
	/* undo */
	{ "(no|oops|wait|ok|okay|actually|sorry|no wait|never mind|hmm|whoops|please)? undo (it|that|this|the last (one|thing|action|change|step|command|edit)|last (one|thing|action|change)|what you (just)? did|my last (action|change|command)|everything|the previous (one|action|change)|the (deletion|delete|move|change))?", 0, "", act_undo, "ahnopsuw" },
	{ "undo (the last|the previous|my last|last) <num> (things|changes|actions|steps|ones|times|edits)?", 0, "", act_undo, "u" },
	{ "undo <num> (things|changes|actions|steps|times)", 0, "", act_undo, "u" },
	{ "(oops|no|wait|sorry|ok|please)? (take (that|it|this) back|revert (that|it|this|the last (change|action|one|thing))?|roll (that|it) back|rollback (that|it)?|reverse (that|it|the last (change|action))|put (it|that) back (the way it was)?|change it back|bring (it|that) back|go back|restore (it|that)|undo)", 0, "", act_undo, "bcgnoprstuw" },
	{ "(oops|no|wait|sorry)? (i didn't mean (to do)? that|that was a mistake|that was wrong|that was an accident|that wasn't what i (meant|wanted)|i made a mistake|i take that back)", 0, "", act_undo, "inostw" },
	{ "(oops|whoops|no|sorry|ah|oh|argh)? (that's|that was)? (the)? wrong (one|task|event|meeting|thing)", 0, "", act_undo, "anostw" },
	{ "undo (that|it|this|the last)? (again|once more|too|as well)", 0, "", act_undo, "u" },
	{ "(undo|revert|take back|cancel) (my|the)? (last|previous|latest) (change|action|step|command|operation|edit)", 0, "", act_undo, "crtu" },
	{ "ctrl-z|ctrl z|undo undo", 0, "", act_undo, "cu" },
	/* brief */
	{ "(give|tell|show|send|read|get|do|let me have|let me hear|run|start|can i get|can i have|i want|i'd like)? (me)? (my|the|a|today's|your)? (daily|morning|day|today's|quick|evening) (brief|briefing|summary|rundown|overview|digest|update|report|recap) (please|of (my|the)? day|for (<time>|me))? (for <time>)? (<time>)?", 0, "", act_brief, "acdegilmqrsty" },
	{ "(give|tell|show|send|get) me (a|the|my) (brief|briefing|summary|rundown|overview|digest|recap) (of|for|on|about)? (my|the)? (day|everything|<time>)? (<time>)?", 0, "", act_brief, "gst" },
	{ "(my|the|today's)? (brief|briefing) (please|for <time>|<time>)?", 0, "", act_brief, "bmt" },
	{ "(give|show|get|tell|read|send)? (me)? <time> (brief|briefing|summary|rundown|overview|agenda brief) (please)?", Z, "", act_brief, "" },
	{ "brief me (on|about|for)? (my|the)? (day|today|everything|<time>)? (<time>)?", 0, "", act_brief, "b" },
	{ "(good morning|morning|hello|hi|hey|so)? (what's|what is|how's|how is|what does|how does|what will) my day (today)? (look like|looking like|looking|look|like|be like|shaping up|today|going to be like)? (<time>)?", 0, "", act_brief, "ghmsw" },
	{ "(catch me up|fill me in|run me through my day|walk me through my day|summarize my day|summarise my day|sum up my day|brief me|what do i need to know|start my day|what's the plan|how's today looking|what's in store for me) (on|for|about)? (today|<time>|my day)? (please)?", 0, "", act_brief, "bcfhrsw" },
	{ "(good morning|morning) (what's|what is) (up|on|going on|happening|in store|planned|for me) (<time>)?", 0, "", act_brief, "gm" },
	{ "(what's|what is|what does) (my|the) (day|plan) (look like|for)? <time> (look like)?", Z, "-", act_brief, "w" },
	{ "(no|oops|wait|sorry)? (it's|i'm|that's|that was|i was)? not (quite|really|yet|actually|completely|all)? (finished|done|ready|complete|completed) (yet|actually|after all|with (it|that))?", 0, "c", act_undo, "inostw" },
	/* what is not to change */
	{ "(no|but|and|actually|please|ok)? (i|we) (don't|do not|won't|will not) (want to|need to|have to)? (cancel|delete|remove|scrap|call off|move|reschedule|postpone|shift|delay|change|rename|complete|tick off|mark) {x}", 0, "OK, I left it as it is.", act_leave, "abinopw" },
	{ "(no|but|and|actually|please|ok)? (don't|do not|never) (cancel|delete|remove|scrap|call off|move|reschedule|postpone|shift|delay|change|rename|complete|tick off|mark) {x}", 0, "OK, I left it as it is.", act_leave, "abdnop" },
	{ "(i|we) (might|may) (still)? (have to|want to|need to)? (cancel|delete|remove|scrap|call off|move|reschedule|postpone|shift|delay|change) {x}", 0, "OK. Tell me when you know, and I'll change it.", act_leave, "iw" },
	{ "{x} (might|may|could) (well|still|also|yet)? (be|get) (cancelled|canceled|called off|moved|postponed|rescheduled|delayed|deleted|pushed|shifted|changed) {z?}", 0, "OK. Tell me when it's certain, and I'll change it.", act_leave, "" },
	{ "(no|but|and|sorry)? (i|we) (still)? (haven't|have not) {x} yet", 0, "OK, it stays as it is.", act_leave, "abinsw" },
	{ "{x} (still)? (hasn't|haven't|has not|have not) (been|got|gone|come|had|arrived|called|replied|answered|heard|turned|shown|started) {z?} yet", 0, "OK, it stays as it is.", act_leave, "" },
	{ "{x} not (been)? ({v})? yet", PX_FRAME_UNTIMED, "OK, it stays as it is.", act_leave, "" },
	{ "(no|but|and|so|well)? (i|we) (was|were|had been|almost|nearly) (going to|about to|planning to|planning on|thinking of|thinking about|meaning to|tempted to|cancelled|canceled|deleted|moved) {x} (but|and then|then) (i|we|i'm|we're|it's|that's|on|now) (won't|will not|didn't|did not|not|don't|do not|decided|have decided|changed|thought|think|second|can't|cannot|shouldn't|fine|kept|will keep|i) {z?}", 0, "OK, I left it as it is.", act_leave, "abinsw" },
	{ "(i|we) (almost|nearly) (cancelled|canceled|deleted|moved|postponed|rescheduled|dropped|scrapped) {x}", 0, "OK, I left it as it is.", act_leave, "iw" },
	{ "(no|oh|ok|okay|hmm|hang on|hold on)? (no|actually|sorry|wait|but)? (keep|leave) (it|that|them|this|that one|this one|both) (as (it|they|that) (is|are|was|were)|be|alone|there|in|for now|as is|after all|please|then)?", 0, "OK, I left it as it is.", act_keep, "abhiklnosw" },
	/* remember */
	{ "(please)? (also)? (remember|memorize|memorise) (this|the following|for me)? (that)? (to {z}|when {z}|how {z}|who {z}|what {z}|where {z}|me|it|this|that)", 0, "", NULL, "ampr" },
	{ "(note|memo|mental note|reminder) to (self|myself|me) (that)? {f}", 0, "!", act_remember, "mnr" },
	{ "(please|also|and)? (remember|memorize|memorise|bear in mind|keep in mind|take note|make note|note) (this|the following|for me|for later|also)? that {f}", PX_FRAME_SURE, "", act_remember, "abkmnprt" },
	{ "(write|jot|note|put) down that {f}", PX_FRAME_SURE, "", act_remember, "jnpw" },
	{ "(please|also|and)? (keep|bear) in mind {f}", PX_FRAME_SURE, "", act_remember, "abkp" },
	{ "(please|also|and)? (remember|memorize|memorise|take note|make note|note) (this|the following|for me|for later|also)? {f}", 0, "?", act_remember, "amnprt" },
	{ "(make|take|keep|save|store|add|write|leave) (me)? (a|this|the)? (mental)? (note|memory|fact|memo) (of the fact|for me|to yourself|to memory)? (that|of|about|saying) {f}", 0, "", act_remember, "aklmstw" },
	{ "(jot|write|note|put|get|take) (this|it|that) down {f}", PX_FRAME_SURE, ":", act_remember, "gjnptw" },
	{ "(jot|write|note|put|get) (this|it)? down (somewhere|for me)? that {f}", PX_FRAME_SURE, "", act_remember, "gjnpw" },
	{ "(make|take|keep) (me)? (a)? (mental|quick)? note (i|we|he|she|they|i've|i'm|i'd|we've|we're|you|the|my|our) {z}", 0, "2", act_remember, "kmt" },
	{ "(save|store|record|keep) (this|the fact|to memory|in memory|in your memory)? (that|to memory) {f}", 0, "", act_remember, "krs" },
	{ "(for future reference|for the record|fyi|for your information|just so you know|so you know|note|you should know|you need to know|i want you to know|just fyi|good to know|for reference|for later reference|heads up) (that)? {f}", 0, "", act_remember, "fghijnsy" },
	{ "(don't|never|do not) forget (that) {f}", PX_FRAME_SURE, "", act_remember, "dn" },
	{ "(don't|never|do not) forget (i|we|he|she|they|i've|we've) (have|need|has|needs|got|must|should|want|wanted|promised|had|said) {z}", 0, "", NULL, "dn" },
	{ "(don't|never|do not) forget (i'm|i've|i|we're|we|he's|she's|he|she|they|they're|it's|that's) {z}", PX_FRAME_SURE | PX_FRAME_UNTIMED, "2", act_remember, "dn" },
	{ "(don't|never|do not) forget {f}", 0, "?", act_remember, "dn" },
	{ "{f} (and|so|please|can you|could you|just)? (please)? (remember|don't forget|memorize|note|keep|save|store|do remember|always remember|make a note of|take note of|keep a note of|make a note|take a note|write down|jot down|hold on to|hang on to) (that|this|it|it in mind|that in mind|this in mind|that for me|it for me|this for me|that for later|it for later) (please|for me|for later|ok)?", 0, "", act_remember, "" },
	{ "{f} (and|so|please|can you|could you|just)? (make a note|take a note|make a note of it|make a note of that|write it down|write that down|jot it down|jot that down|note that down|note it down)", 0, "", act_remember, "" },
	{ "{f} (and|so|please|can you|could you|just) (remember|don't forget)", 0, "", act_remember, "" },
	{ "{f} (fyi|for future reference|for the record|just so you know|for your information|in case i ask|in case i forget)", 0, "", act_remember, "" },
	/* forget */
	{ "(please|oh|ok|okay|actually|no)? (forget it|never mind|nevermind|forget about it|oh forget it|just forget it)", 0, "OK.", act_drop, "pfnoaj" },
	{ "(please|actually|no|ok|okay)? (forget|unremember|delete|erase|remove) (it|that|this|about it|about that|that one|that fact|that note|that memory) (again|please)?", 0, "", act_forget_last, "fpuderano" },
	{ "(please)? (forget|unremember|don't remember|stop remembering|delete what you know|erase what you know) (about)? (it|that|this|about it|about that)", 0, "", NULL, "defpsu" },
	{ "(please)? (forget|unlearn|erase|delete|remove|disregard|discard|scratch|scrap|drop|wipe|lose|bin|ignore) (everything|anything|all|what|whatever|that thing|the thing|the bit) (that)? (i|i've|you|you've|i'd) (ever|just|once)? (told|said|know|mentioned|remember|have|saved|stored|learned|shared|noted|got) (to)? (you)? (about|on|regarding|for) {f}", 0, "", act_forget, "bdefilpsruw" },
	{ "(please)? (forget) (the (fact|thing|note|memory|part|bit))? that {f}", 0, "=", act_forget, "fp" },
	{ "(forget|delete|remove|erase|clear) (the|my|that|your|any|all)? (memory|memories|fact|facts|note|notes|info|information|knowledge) (you have)? (about|of|on|that|regarding) {f}", 0, "", act_forget, "cdefr" },
	{ "(don't|do not|stop|no longer) (remember|remembering|keep|keeping|store|storing) (that)? {f} (anymore|any more|any longer)?", 0, "", act_forget, "dns" },
	{ "(please)? (you can|you may|you should)? forget (about|everything about|all about)? {f} (now|please|anymore)?", 0, "", act_forget, "fpy" },
	{ "(it's|it is|that's|that is) (no longer|not) true (anymore|any more)? that {f} (anymore|any more)?", 0, "=", act_forget, "it" },
	{ "{f} (is no longer true|isn't true anymore|is not true anymore|is wrong now|no longer applies) {z?} (forget it|forget that)?", 0, "=", act_forget, "" },
	/* small talk */
	{ "(hi|hello|hey|hiya|howdy|yo|greetings|hi there|hello there|hey there|hey pixie|hi pixie|hello pixie|pixie) (pixie|there|again)?", 0, "Hi! What can I note down for you?", act_talk, "ghpy" },
	{ "(good morning|morning|good afternoon|good evening|good day) (pixie|to you|there)?", 0, "Hello! Ask me for your daily brief, or tell me what to keep.", act_talk, "gm" },
	{ "(good night|goodnight|night|bye|goodbye|see you|see you later|see ya|talk to you later|ttyl|that's all|that's it|later|that will be all|that'll be all) (pixie|then|for now|for today|thanks)?", 0, "See you!", act_talk, "bglnst" },
	{ "(ok|okay|great|perfect|cool|awesome|nice|alright|super|sweet|wonderful|excellent|good|amazing|brilliant)? (thanks|thank you|thx|cheers|many thanks|thanks a lot|thank you so much|thank you very much|much appreciated|thanks so much|appreciate it) (pixie|a lot|so much|very much|again|a bunch|for that|for your help|for the help|that's all|you're great|you're the best|you're awesome|that's great)?", 0, "Any time!", act_talk, "abcegmnopstw" },
	{ "(thanks|thank you|thx|ok thanks|great|cheers) (and|a lot|so much|pixie)? (good night|goodnight|bye|goodbye|see you|see you later|see you tomorrow|have a (good|nice|great) {z}|talk to you later|later|that's all|that is all)", 0, "See you!", act_talk, "cgot" },
	{ "(thanks|thank you|cheers) for (the|that|your|all|doing|adding|letting|telling|reminding) {z?}", 0, "Any time!", act_talk, "tc" },
	{ "(how are you|how are you doing|how's it going|what's up|how do you do|how are things|you ok|how have you been|sup) (today|pixie|doing)?", 0, "All good, and listening. What's on your mind?", act_talk, "hswy" },
	{ "(you're|you are|that's|that is|that was|this is) (so|very|really|pretty|just|the)? (great|awesome|amazing|the best|best|wonderful|fantastic|helpful|funny|smart|nice|cool|perfect|good|lovely|sweet|brilliant|right|correct)|well done|good job|nice work|good work|great job|nice one|love it|i love you|i love it", 0, "Thank you!", act_talk, "gilntwy" },
	{ "(you're|you are|that's|that is) (so|very|really|just)? (wrong|bad|stupid|useless|terrible|not right|not what i (said|meant|wanted|asked)|incorrect|annoying|dumb)|that's not it", 0, "Sorry about that. Say “undo” and I'll take it back.", act_talk, "ty" },
	{ "(ok|okay|cool|great|fine|alright|perfect|nice|got it|sounds good|good|understood|i see|all right|sure|right|yes|no|yep|nope|yeah|nah|awesome|super|lol|haha|hmm|wow|oh|ah|never mind|nevermind|forget it|forget about it|never mind that|no worries|no problem|don't worry|don't worry about it|not now|maybe later|no thanks|no thank you|nothing|it's nothing|it's ok|it's fine|that's fine|that's ok|okay great|ok great|ok cool|ok good)", 0, "OK.", act_talk, "acdfghilmnoprstuwy" },
	{ "who are you|what are you|what's your name|what is your name|what can you do|what do you do|help|help me|how do you work|what can i (say|ask|do)|how does this work|what are you able to do", 0, "I'm Pixie. I keep your tasks, calendar and notes: try “remind me to water the plants every Sunday”, “lunch with Sam tomorrow 12:30” or “what's due this week?”", act_talk, "hw" },
	{ "(i reckon|i think|i bet|i guess|i feel like|i suppose|i swear|honestly)? (that|this|it|that's|it's) (was|is|has been|might be|has to be)? (one of)? (our|my|the|his|her|their) (best|worst|nicest|longest|busiest|laziest|funniest|weirdest|greatest) {z?} (ever|in ages|in years|yet|so far)", 0, "!", act_exclaim, "bghist" },
	{ "(i'm|i am|we're|we are|i feel|i'm feeling|feeling) (so|absolutely|completely|totally|really|very|just|too|bloody|utterly|well|proper|pretty|a bit|quite|feeling)? (stuffed|knackered|tired|exhausted|shattered|wrecked|wiped|beat|bored|hungry|starving|thirsty|happy|sad|lonely|stressed|gutted|chuffed|buzzing|full|freezing|boiling|sleepy|hungover|cranky|grumpy|drained|done in|worn out|cold|hot|fed up|over it|miserable|delighted|bushed|pooped|frazzled|overwhelmed|proud|lost for words) {z?}", 0, "!", act_exclaim, "fiw" },
	{ "{z} (is|are|was|were|has been|have been) (driving me (mad|crazy|nuts|insane|up the wall|round the bend)|doing my head in|killing me|wrecking my head|getting on my nerves|cracking me up|doing me in|being a pain|a nightmare|great craic)", 0, "!", act_exclaim, "" },
	{ "(i|we) (really|so|do|already|still)? miss {z}", 0, "?", act_exclaim, "iw" },
	{ "(tell me a joke|say something funny|make me laugh|tell me something funny|another joke|do you know any jokes) {z?}", 0, "I only do to-do lists, and they're no joke.", act_talk, "admst" },
};

const size_t px_memory_frame_count = sizeof(px_memory_frames) / sizeof(px_memory_frames[0]);

const struct px_frame px_recall_frames[] = {
	{ "(what|anything|everything) (do|did|have|can|could) (you|i|we) (know|remember|recall|have|learn|have on file|tell me|noted|note down|write down) (about|on|regarding|of) {q}", 0, "", act_recall, "aew" },
	{ "what (have|did|had) (i|we) (ever)? (say|said|tell you|told you|mention|mentioned|write|written|note|noted|tell|told|discuss|discussed|talk|talked|decide|decided|record|recorded|save|saved) (down)? (to you)? (about|on|regarding|for) {q}", 0, "", act_recall, "w" },
	{ "(do|can|could) you (still)? (remember|recall|know) (when|where|what|who|which|how|why|if|whether) (i|we|it|the|my) {q}", 0, "", act_recall, "cd" },
	{ "(do|can|could) you (still)? (remember|recall) {q}", 0, "", act_recall, "cd" },
	{ "(did|have) (i|we) (ever|already)? (tell|told|say|said|mention|mentioned) (you)? (about|that|anything about)? {q}", 0, "", act_recall, "dh" },
	{ "(search|look through|look in|check|go through) (in|my|your|the)? (memory|memories|notes|note|past chats|history|our conversations|past conversations|chat history|conversations) (for|about|on) {q}", 0, "", act_recall, "cgls" },
	{ "(find|show|show me|get|look up|search|search for|read me|pull up|bring up|what are|what's in|recall|list|give me) (my|the|all|all my|any|the notes i|that)? (notes|note|memories|memory|info|information|facts|everything i said|anything i said|details) (i (wrote|made|took|have|saved))? (on|about|for|from|regarding) {q}", 0, "", act_recall, "bfglprsw" },
	{ "(remind me|tell me again) (who's|where's|how's|whose) {q}", PX_FRAME_SURE, "", act_recall, "rt" },
	{ "(remind me|tell me again) (what|where|who|which|how|why) {q}", 0, "", act_recall, "rt" },
	{ "(remind me|tell me again|tell me) (what|where|who|which|how|when|why) (i|my|we|the|it) {q}", 0, "", act_recall, "rt" },
	{ "(any|do i have any|have i got any|are there any|got any|do i have) (notes|note|memories|facts|info|information|details) (on|about|for|from|regarding) {q}", 0, "", act_recall, "adgh" },
	{ "(who|who's|who is|who was|what|what's|what is|what was|where|where's|where is|where was|which|how much|how many|how|when) {q} (i said|i told you|i mentioned|i noted|did i say|did i tell you|i wrote down|i gave you|i'd said|i'd told you) {z?}", PX_FRAME_SURE, "=", act_recall, "wh" },
	{ "(who|who's|who is|who was|where|where's|where is|where was|which|how much|how many|how) {q} again", 0, "=", act_recall, "wh" },
	{ "(where|when|who|what|how|which) did (i|we) (say|tell you|mention|note|write) (that)? {q}", PX_FRAME_SURE, "", act_recall, "hw" },
	{ "(what|how much|when|where|who) did {q} (say|quote|charge|recommend|suggest|mention|tell|ask for|promise|offer|prescribe) {z?}", 0, "=", act_recall, "hw" },
	{ "(recall|search memory|search for|search my memory) (for|about)? {q}", 0, "", act_recall, "rs" },
	{ "where (did|do|have) (i|we) (say|tell you|told you|mention|write|note|said) (that)? (i|we|i'd|we'd|i've|we've) (had|have)? (last|usually|normally)? (put|leave|left|park|parked|store|stored|keep|kept|hide|hid|hidden|place|placed|save|saved|stash|stashed|lay|laid) {q}", 0, "", act_recall, "w" },
	{ "where (did|do|have|had) (i|we) (last|usually|normally)? (put|leave|left|park|parked|store|stored|keep|kept|hide|hidden|place|placed|save|saved|stash|lay) {q}", 0, "", act_recall, "w" },
	{ "(where|when|who|what|how) (did|have|had) (i|we) {q}", PX_FRAME_WEAK, "", act_recall, "hw" },
};

const size_t px_recall_frame_count = sizeof(px_recall_frames) / sizeof(px_recall_frames[0]);

static bool run(struct px_parse *parse, const struct px_frame *table, size_t count)
{
	struct px_match match;

	for (size_t i = 0; i < count; i++) {
		const struct px_words *words = px_frame_words(parse, &table[i]);
		if (!px_frame_may_match(&table[i], words))
			continue;
		if (!table[i].act) { /* such a request is for other rules */
			if (px_match(table[i].pattern, words->at, words->count, &match))
				return false;
			continue;
		}
		if (px_frames_try(parse, &table[i], 1))
			return true;
	}
	return false;
}

bool px_parse_memory(struct px_parse *parse)
{
	return run(parse, px_memory_frames, px_memory_frame_count);
}

/* "what's my wifi password": whatever is asked about the user's own facts. */
static bool recall_own(struct px_parse *parse)
{
	static const char pattern[] =
		"(what's|what is|what was|what were|what are|who is|who's|who was|which is|where is|where's) "
		"(my|our|the)? {q} (again|called)?|what (my|our|the) {q} (again|called)?";
	struct px_match match;

	if (!px_match(pattern, parse->full.at, parse->full.count, &match))
		return false;
	const struct px_intent_result *c = px_parse_classify(parse);
	if (!px_parse_allows(parse, PX_INTENT_SEARCH_MEMORY))
		return false;
	bool possessive = false;
	for (size_t i = px_match_get(&match, 'q', 0)->from; i < parse->full.count; i++)
		possessive |= parse->full.at[i].size > 2 && strcmp(parse->full.at[i].text + parse->full.at[i].size - 2, "'s") == 0;
	bool own = (possessive && c->scores[PX_INTENT_NONE] < 0.9F) || px_word_in(&parse->full.at[px_match_get(&match, 'q', 0)->from - 1], "my our");
	for (size_t i = px_match_get(&match, 'q', 0)->from; i < parse->full.count; i++)
		own |= px_word_in(&parse->full.at[i], "my our") && c->scores[PX_INTENT_SEARCH_MEMORY] > 0.5F;
	float lists = c->scores[PX_INTENT_LIST_EVENTS] + c->scores[PX_INTENT_LIST_TASKS];
	bool short_one = parse->full.count <= 6 && c->scores[PX_INTENT_NONE] < 0.8F && c->scores[PX_INTENT_SEARCH_MEMORY] > 0.1F;
	if (lists > 0.5F || (!own && !short_one && c->scores[PX_INTENT_SEARCH_MEMORY] < 0.6F))
		return false;
	const struct px_capture *q = px_match_get(&match, 'q', 0);
	emit_text(parse, PX_INTENT_SEARCH_MEMORY, "query",
		  px_parse_surface(parse, parse->full.at, q->from, q->to), 0.8F, "rule: own fact");
	return true;
}

bool px_parse_recall(struct px_parse *parse)
{
	return run(parse, px_recall_frames, px_recall_frame_count) || recall_own(parse);
}
