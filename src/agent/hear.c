/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/hear.h"

#include "base/buf.h"
#include "base/json.h"
#include "memory/correction.h"
#include "memory/document_talk.h"
#include "memory/en.h"
#include "memory/follow_up.h"
#include "memory/forget_wish.h"
#include "memory/question.h"
#include "memory/refusal.h"
#include "memory/statement.h"
#include "memory/said_times.h"
#include "memory/source.h"
#include "memory/spoken_of.h"
#include "nlu/language.h"
#include "nlu/text/language_of.h"

/* A request read with less than this is no surer than a statement that reads as a fact. */
static const float unsure_below = 0.8F;

/* What a text says. */
struct told {
	enum px_statement kind;
	bool sure;      /* in a whole sentence that no request looks like, or it is a secret */
	bool announced; /* of a later day */
	bool lapses;    /* for a named time only */
	float telling;  /* of the fact that is told most surely; see memory/telling.h */
};

struct hearing {
	const struct px_nlu_context *nlu;
	const struct px_hear_with *with;
	struct px_str text;
	struct px_arena *arena;
	struct px_nlu_result *parsed;
	struct told told;
	bool read;      /* what it tells is known: `told` */
};

static const char *object(const struct hearing *h, const char *key, struct px_str value, const char *flag)
{
	struct px_buf buf = PX_BUF_INIT(6 * PX_NLU_TEXT_MAX + 256);
	struct px_json json;

	px_json_init(&json, &buf);
	px_json_open_object(&json);
	px_json_key(&json, key);
	px_json_text(&json, px_arena_str(h->arena, value));
	if (flag) {
		px_json_key(&json, flag);
		px_json_bool(&json, true);
	}
	px_json_close_object(&json);
	const char *text = px_arena_str(h->arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return text;
}

static void call_instead(const struct hearing *h, const char *tool, const char *arguments, const char *why)
{
	struct px_nlu_result *parsed = h->parsed;

	parsed->calls[0] = (struct px_nlu_call){ .tool = tool, .arguments = arguments, .confidence = unsure_below };
	parsed->call_count = 1;
	parsed->question = parsed->pending = parsed->smalltalk = NULL;
	parsed->choice_count = 0;
	parsed->intent = tool;
	parsed->why = why;
}

/* "Should I remember that?", and a yes keeps it. */
static void ask_first(const struct hearing *h)
{
	struct px_nlu_result *parsed = h->parsed;
	struct px_buf buf = PX_BUF_INIT(14 * PX_NLU_TEXT_MAX + 512);
	struct px_json json;

	px_json_init(&json, &buf);
	px_json_open_object(&json);
	px_json_key(&json, "v");
	px_json_int(&json, 1);
	px_json_key(&json, "ask");
	px_json_text(&json, "remember");
	px_json_key(&json, "ask_arguments");
	px_json_text(&json, object(h, "text", h->text, NULL));
	px_json_key(&json, "ask_slot");
	px_json_text(&json, "confirm");
	px_json_close_object(&json);
	parsed->call_count = parsed->choice_count = 0;
	parsed->smalltalk = NULL;
	parsed->question = "Should I remember that?";
	parsed->pending = px_arena_str(h->arena, px_buf_view(&buf));
	parsed->why = "a fact; memory-auto is ask";
	px_buf_release(&buf);
}

static void nothing(const struct hearing *h)
{
	h->parsed->call_count = 0;
	h->parsed->question = h->parsed->pending = NULL;
	h->parsed->smalltalk = "OK. I haven't kept that: say “remember …” if I should.";
	h->parsed->why = "a fact; memory-auto is off";
}

/* "Save this as a document: …", "read the file I just gave you", "which documents do I have?" */
static bool hear_document(const struct hearing *h)
{
	struct px_document_kept kept;
	const char *arguments;

	switch (px_document_wish_read(h->text, h->arena, &kept)) {
	case PX_DOCUMENT_WISH_KEEP:
		arguments = object(h, "text", kept.text, NULL);
		if (kept.title)
			arguments = px_arena_printf(h->arena, "%.*s,%s", (int)strlen(arguments) - 1, arguments, object(h, "title", px_str(kept.title), NULL) + 1);
		call_instead(h, "add_document", arguments, "a document to keep");
		return true;
	case PX_DOCUMENT_WISH_READ: call_instead(h, "add_document", "{\"file\":\"last\"}", "a file to read"); return true;
	case PX_DOCUMENT_WISH_LIST: call_instead(h, "list_documents", "{}", "asks for documents"); return true;
	case PX_DOCUMENT_WISH_NONE: break;
	}
	return false;
}

static bool all_calls(const struct px_nlu_result *parsed, const char *tool)
{
	for (size_t i = 0; i < parsed->call_count; i++) {
		if (strcmp(parsed->calls[i].tool, tool) != 0)
			return false;
	}
	return parsed->call_count > 0;
}

/* The engine's explanation: that rule, with or without what its model says. */
static bool is_by_rule(const struct px_nlu_result *parsed, const char *rule)
{
	size_t n = strlen(rule);

	return parsed->why && strncmp(parsed->why, rule, n) == 0 && (parsed->why[n] == '\0' || parsed->why[n] == ';');
}

static bool is_by_model(const struct px_nlu_result *parsed)
{
	return parsed->why && strncmp(parsed->why, "model", 5) == 0;
}

/* Only new things, and none of them sure.  "Rent every month on the 31st" is one only if a whole sentence says so. */
static bool unsure_creations(const struct px_nlu_result *parsed)
{
	if (is_by_rule(parsed, "rule: something that repeats"))
		return false;
	for (size_t i = 0; i < parsed->call_count; i++) {
		if (strncmp(parsed->calls[i].tool, "create_", 7) != 0 || parsed->calls[i].confidence >= unsure_below)
			return false;
	}
	return parsed->call_count > 0;
}

/* The engine's model took it for something to keep, but nobody said "remember". */
static bool heard_only(const struct hearing *h)
{
	return all_calls(h->parsed, "remember") && is_by_model(h->parsed) && !px_statement_asks_to_keep(h->text, h->arena);
}

/* Asked because the engine was unsure, not because something is missing. */
static bool only_wonders(const struct px_nlu_result *parsed)
{
	return parsed->question && !parsed->call_count && parsed->unsure;
}

/* What is a statement is known of English alone; in other languages the reader says what is to be kept. */
static bool is_english(const struct hearing *h)
{
	return px_language_of(h->text, h->nlu->locale)->classifies;
}

/* Whom "she" and "their" mean: somebody of whom the message before told.  Who it is exactly is for memory/learn. */
static const char *somebody_before(const struct hearing *h)
{
	static const char of_somebody[] = "he she they her his their";
	const char *said = h->nlu->said_before;
	struct px_clause *c = px_arena_zero(h->arena, PX_CLAUSES_MAX, sizeof(*c));

	if (!said || px_speaks_of_another(px_str(said), h->text, h->arena) || !px_statement_points_back(h->text, h->arena) || !px_sentences(h->text, h->arena, c, PX_CLAUSES_MAX) ||
	    !px_word_one_of(c->words[0].text, of_somebody))
		return NULL;
	const char *who = px_spoken_of(px_str(said), h->arena);
	if (who || !px_sentences(px_str(said), h->arena, c, PX_CLAUSES_MAX) || px_clause_asks(c))
		return who;
	return px_word_one_of(c->words[0].text, of_somebody) ? c->words[0].text : NULL;
}

static struct told read_statement(const struct hearing *h, bool likely)
{
	struct px_time_context time = px_said_context(h->nlu->now, h->nlu->tz, h->nlu->find_zone, h->nlu->find_zone_arg);
	struct px_statement_context context = { &time, likely, h->with->embed, h->with->meanings, somebody_before(h) };
	struct px_fact facts[PX_FACTS_MAX];
	size_t count;

	if (!is_english(h))
		return (struct told){ .kind = PX_STATEMENT_NONE };
	struct told told = { .kind = px_statement_read(&context, h->text, h->arena, facts, &count, NULL) };
	told.sure = told.kind == PX_STATEMENT_SECRET;
	for (size_t i = 0; i < count; i++) {
		told.sure |= facts[i].sure;
		told.announced |= facts[i].announced;
		told.lapses |= facts[i].lapses;
		told.telling = i && told.telling > facts[i].telling ? told.telling : facts[i].telling;
	}
	return told;
}

/* What the text tells, read once. */
static struct told statement(struct hearing *h)
{
	if (!h->read)
		h->told = read_statement(h, false);
	h->read = true;
	return h->told;
}

static const char *likely(const struct hearing *h)
{
	const char *heard = object(h, "text", h->text, "heard");

	return px_arena_printf(h->arena, "%.*s,\"likely\":true}", (int)strlen(heard) - 1, heard);
}

static void hear_fact(const struct hearing *h, bool with_likely, enum px_memory_auto automatic)
{
	if (automatic == PX_MEMORY_AUTO_OFF)
		nothing(h);
	else if (automatic == PX_MEMORY_AUTO_ASK)
		ask_first(h);
	else
		call_instead(h, "remember", with_likely ? likely(h) : object(h, "text", h->text, "heard"), "a fact was said");
}

static bool all_creations(const struct px_nlu_result *parsed)
{
	for (size_t i = 0; i < parsed->call_count; i++) {
		if (strncmp(parsed->calls[i].tool, "create_", 7) != 0)
			return false;
	}
	return parsed->call_count > 0;
}

/* "We move on 1 April" stands in the calendar, and is known from then on. */
static void call_as_well(const struct hearing *h)
{
	struct px_nlu_result *parsed = h->parsed;

	if (parsed->call_count < PX_NLU_MAX_CALLS)
		parsed->calls[parsed->call_count++] = (struct px_nlu_call){ .tool = "remember", .arguments = object(h, "text", h->text, "heard"),
									    .confidence = unsure_below };
}

/* The repetition has an end: "until the end of June", "for six weeks".  What is only so has none. */
static bool ends(const char *arguments)
{
	return strstr(arguments, "UNTIL=") || strstr(arguments, "COUNT=");
}

/* What one has to do by a day is no fact: "I have to take my library books back by the 31st". */
static bool is_duty(const struct px_nlu_result *parsed)
{
	for (size_t i = 0; i < parsed->call_count; i++) {
		if (strcmp(parsed->calls[i].tool, "create_task") != 0 || parsed->calls[i].confidence < unsure_below ||
		    !strstr(parsed->calls[i].arguments, "\"due\":"))
			return false;
	}
	return parsed->call_count && (is_by_rule(parsed, "rule: a duty") || is_by_rule(parsed, "rule: task"));
}

/* "Waffle has a different vet now" names no day. */
static bool names_day(const struct hearing *h, const struct px_nlu_span *span)
{
	bool now = span->end <= h->text.size && span->end - span->begin == strlen("now") &&
		   strncasecmp(h->text.data + span->begin, "now", strlen("now")) == 0;

	return (strcmp(span->slot, "date") == 0 && !now) || strcmp(span->slot, "frequency") == 0;
}

static bool names_a_day(const struct hearing *h)
{
	for (size_t i = 0; i < h->parsed->span_count; i++) {
		if (names_day(h, &h->parsed->spans[i]))
			return true;
	}
	return false;
}

/*
 * A new event at a clock time of a named day, once: "I have a dentist appointment next Tuesday at 10:30 for an hour".
 * That belongs into the calendar, however much it sounds like a sentence about how things are; so does what repeats
 * if somebody has it from when to when ("every Monday I have English from 18 to 19:30"; not "the pool is open …").
 */
static bool is_appointment(const struct hearing *h)
{
	const struct px_nlu_result *parsed = h->parsed;
	bool day = names_a_day(h), had = is_by_rule(parsed, "rule: event") || is_by_rule(parsed, "rule: what one will do");

	for (size_t i = 0; day && i < parsed->call_count; i++) {
		const struct px_nlu_call *call = &parsed->calls[i];
		const char *start = strstr(call->arguments, "\"start\":\"");
		if (strcmp(call->tool, "create_event") == 0 && call->confidence >= unsure_below && start &&
		    strcspn(start + 9, "\"T") == 10 && start[19] == 'T' &&
		    (!strstr(call->arguments, "\"recurrence\"") || ends(call->arguments) ||
		     (had && strstr(call->arguments, "\"end\""))))
			return true;
	}
	return false;
}

/*
 * Each call changes or removes something that isn't there ("Jolanta has left"), or removes all there is ("bin day is
 * Tuesday").  Not what is called off for a day: "I'll miss the reading group on the 18th".
 */
static bool changes_nothing(const struct hearing *h)
{
	bool day = names_a_day(h);

	for (size_t i = 0; i < h->parsed->call_count; i++) {
		const struct px_nlu_call *call = &h->parsed->calls[i];
		bool removes = strncmp(call->tool, "delete_", 7) == 0, all = strstr(call->arguments, "\"all\":true") != NULL;
		if (!px_id_is_none(call->item) || (removes ? day && !all : all) ||
		    (!removes && strncmp(call->tool, "update_", 7) != 0 && strncmp(call->tool, "complete_", 9) != 0))
			return false;
	}
	return h->parsed->call_count > 0;
}

static const struct px_nlu_item *item_of(const struct hearing *h, struct px_id id)
{
	for (size_t i = 0; i < h->nlu->item_count && !px_id_is_none(id); i++) {
		if (px_id_eq(h->nlu->items[i].id, id))
			return &h->nlu->items[i];
	}
	return NULL;
}

/* By its title, its place or a guest: "Hollins rang, they can't do 11, half 12 now". */
static bool names_item(const struct hearing *h, const struct px_nlu_item *item)
{
	return px_question_names(h->text, item->title, h->arena) ||
	       (item->beside && px_question_names(h->text, item->beside, h->arena));
}

/* Changes or ticks off something of which the text says no word, nor points at it: "Mirabel does my hair", said after an appointment was made. */
static bool changes_unnamed(const struct hearing *h)
{
	for (size_t i = 0; i < h->parsed->call_count; i++) {
		const struct px_nlu_call *call = &h->parsed->calls[i];
		const struct px_nlu_item *item = item_of(h, call->item);
		bool changes = strncmp(call->tool, "update_", 7) == 0 || strncmp(call->tool, "complete_", 9) == 0;
		if (!changes || !item || !item->title || names_item(h, item))
			return false;
	}
	return h->parsed->call_count > 0 && !px_statement_points_back(h->text, h->arena);
}

/* Only new things, of a text that begins like a sentence about how things are: "Jolanta comes on Mondays". */
static bool may_be_told(const struct hearing *h)
{
	const struct px_nlu_result *parsed = h->parsed;

	if (is_appointment(h) || is_duty(parsed) || is_by_rule(parsed, "rule: steps"))
		return false;
	return (all_creations(parsed) || changes_nothing(h)) && px_statement_opens(h->text, h->arena);
}

/* Only new things, and none of them at a time: "we have two rabbits, Hazel and Clover". */
static bool makes_untimed(const struct hearing *h)
{
	for (size_t i = 0; i < h->parsed->span_count; i++) {
		if (strcmp(h->parsed->spans[i].slot, "time") == 0)
			return false;
	}
	return all_creations(h->parsed) && !names_a_day(h);
}

/*
 * What a text tells rather than asks for, though the reader took it for a request.  Both bars by the sets of
 * bench/memory and the 23,377 requests that the reader was trained on (29 November 2026).
 */
static bool tells_surely(struct hearing *h)
{
	static const float told_bar = 1.5F, sure_reader = 0.92F;
	bool nothing = changes_nothing(h);

	if (!(nothing || changes_unnamed(h) || (makes_untimed(h) && h->parsed->trust < sure_reader)) || !px_statement_opens(h->text, h->arena))
		return false;
	struct told told = statement(h);
	return told.kind == PX_STATEMENT_FACT && told.sure && told.telling > (nothing ? 0 : told_bar);
}

/* By the trained reader, which tells what is to be done from how things are: "I'm on nights Friday and Saturday, nine to seven". */
static bool is_request_to_reader(const struct px_nlu_result *parsed, bool heard)
{
	return parsed->trust > 0 && (parsed->call_count || parsed->question) && !heard && !all_calls(parsed, "search_memory");
}

/* Only new things that are sure, none of which repeats: they stay, whatever is kept besides. */
static bool may_be_entered(const struct hearing *h)
{
	for (size_t i = 0; i < h->parsed->call_count; i++) {
		if (strstr(h->parsed->calls[i].arguments, "\"recurrence\""))
			return false;
	}
	return all_creations(h->parsed) && !unsure_creations(h->parsed) && px_statement_opens(h->text, h->arena);
}

static bool asks_when(const struct px_nlu_result *parsed)
{
	return parsed->question && px_str_starts(px_str(parsed->question), PX_STR("When is"));
}

/* A thing asked for as if for a new entry ("When is “We have a cat”?"). */
static bool asks_for_entry(const struct px_nlu_result *parsed)
{
	return asks_when(parsed) && !parsed->call_count && !parsed->choice_count;
}

/* Of "Chloe went off to uni. Mrs Amadi babysits for us now" one half was taken for something to keep, the other for an entry. */
static bool half_heard(const struct px_nlu_result *parsed)
{
	return all_calls(parsed, "remember") && asks_when(parsed);
}

/* Taken for a change of something that there isn't ("our meeting room is called Everest"). */
static bool found_nothing(const struct px_nlu_result *parsed)
{
	return parsed->smalltalk && !parsed->call_count && is_by_rule(parsed, "rule: nothing of that name");
}

/*
 * Taken for talk by the reader, though a whole sentence tells something, as surely as what it took for a request has to:
 * "So. I have a new boyfriend. Matteo."
 */
static bool chats_surely(struct hearing *h)
{
	static const float told_bar = 1.5F;
	const struct px_nlu_result *parsed = h->parsed;

	if (!parsed->smalltalk || parsed->call_count || parsed->question || !is_by_model(parsed) || !px_source_is_statement(h->text, h->arena))
		return false;
	struct told told = statement(h);
	return told.kind == PX_STATEMENT_FACT && told.sure && told.telling > told_bar;
}

/* What the turn before did. */
static bool did_before(const struct hearing *h, const char *tool)
{
	return h->nlu->state && strstr(h->nlu->state, px_arena_printf(h->arena, "\"tool\":\"%s\"", tool));
}

/* "And in October?" goes on from a question that memory was asked. */
static bool goes_on_from_memory(const struct hearing *h)
{
	const struct px_nlu_result *parsed = h->parsed;

	for (size_t i = 0; i < parsed->call_count; i++) {
		if (strncmp(parsed->calls[i].tool, "list_", 5) != 0 && strncmp(parsed->calls[i].tool, "find_", 5) != 0)
			return false;
	}
	return did_before(h, "search_memory") && h->nlu->said_before && px_question_is(px_str(h->nlu->said_before), h->arena) &&
	       px_follow_up_is_bare(h->text, h->arena);
}

/* A question that was taken for one about the calendar, of something that isn't there: "when is Kosi's birthday?" */
static bool asks_of_no_event(const struct hearing *h)
{
	const struct px_nlu_result *parsed = h->parsed;

	if (!all_calls(parsed, "list_events") || parsed->call_count != 1 || strstr(parsed->calls[0].arguments, "\"start\""))
		return false;
	if (!px_question_is(h->text, h->arena))
		return false;
	if (px_question_of_price(h->text, h->arena))
		return true;
	if (!px_question_of_memory(h->text, h->arena))
		return false;
	for (size_t i = 0; i < h->nlu->item_count; i++) {
		if (px_question_names(h->text, h->nlu->items[i].title, h->arena))
			return false;
	}
	return true;
}

/* A question that was taken for one about all tasks, of something of the person's ("what's my number plate?") or between two people ("do I owe Klaas anything?"). */
static bool asks_of_no_task(const struct hearing *h)
{
	static const float reader_knows_tasks = 0.8F; /* by the questions that it was trained on */
	static const float reader_guesses = 0.5F;     /* rather not than so */
	const struct px_nlu_result *parsed = h->parsed;

	if (!all_calls(parsed, "list_tasks") || parsed->call_count != 1 || strcmp(parsed->calls[0].arguments, "{}") != 0 || !px_question_is(h->text, h->arena))
		return false;
	if (px_question_of_deal(h->text, h->arena) || px_question_of_life(h->text, h->arena))
		return true;
	if (parsed->calls[0].confidence < reader_guesses && px_question_names_person(h->text, h->arena))
		return true;
	return parsed->trust < reader_knows_tasks && px_question_of_attribute(h->text, h->arena);
}

/* "And the attic key, where is it?": the one sentence asks, by a word that no order has, and tells no time. */
static bool asks_by_word(const struct hearing *h)
{
	struct px_clause *sentences = px_arena_zero(h->arena, PX_CLAUSES_MAX, sizeof(*sentences));
	const struct px_clause *one = &sentences[0];

	if (px_sentences(h->text, h->arena, sentences, PX_CLAUSES_MAX) != 1 || px_clause_has(one, px_en_reminding, NULL, NULL))
		return false;
	for (size_t i = 0; i < h->parsed->call_count; i++) { /* "lunch on Friday at 1, where shall we go?" */
		const char *arguments = h->parsed->calls[i].arguments;
		if (strstr(arguments, "\"start\"") || strstr(arguments, "\"due\""))
			return false;
	}
	for (size_t i = 0; i < one->count; i++) {
		if ((i == 0 || one->words[i].comma) && px_word_one_of(one->words[i].text, px_en_question_words))
			return one->question || i == 0;
	}
	return false;
}

/* "Is Isha allergic to penicillin", taken for something to keep, and not "can you …?" or "remember that …, ok?". */
static bool keeps_question(const struct hearing *h)
{
	struct px_clause *c = px_arena_zero(h->arena, PX_CLAUSES_MAX, sizeof(*c));

	if (!is_english(h) || !all_calls(h->parsed, "remember") || !px_question_is(h->text, h->arena) || px_statement_asks_to_keep(h->text, h->arena))
		return false;
	return !px_sentences(h->text, h->arena, c, PX_CLAUSES_MAX) || c->count < 2 || !px_word_one_of(c->words[1].text, "you");
}

/*
 * A question that was taken for something new, or that something is asked back of, or that the engine has no words for,
 * though its next best guess was memory.
 */
static bool asks_in_vain(const struct hearing *h)
{
	const struct px_nlu_result *parsed = h->parsed;
	bool memory_next = parsed->why && strstr(parsed->why, "search_memory");

	if (!is_english(h))
		return false;
	if (parsed->question && !parsed->call_count && !parsed->choice_count && memory_next && (parsed->unsure || px_question_is(h->text, h->arena)))
		return true;
	bool creates = parsed->call_count > 0;
	for (size_t i = 0; i < parsed->call_count; i++)
		creates &= strncmp(parsed->calls[i].tool, "create_", 7) == 0 || strncmp(parsed->calls[i].tool, "list_", 5) == 0;
	return creates && strncmp(parsed->calls[0].tool, "create_", 7) == 0 && asks_by_word(h);
}

/* Only to forget or to remove: what of it is meant for memory is read anew, with "everything" and "I don't want you to …". */
static bool may_be_forgetting(const struct px_nlu_result *parsed)
{
	for (size_t i = 0; i < parsed->call_count; i++) {
		const char *tool = parsed->calls[i].tool;
		bool known = !px_id_is_none(parsed->calls[i].item); /* "… and delete the dentist task" */
		bool task = strcmp(tool, "delete_task") == 0 && !(known && parsed->call_count > 1);
		if (strcmp(tool, "forget") != 0 && !task && (strcmp(tool, "delete_event") != 0 || known))
			return false;
	}
	return parsed->call_count > 0;
}

static bool taken_back(const struct px_nlu_result *parsed)
{
	return parsed->smalltalk && !parsed->call_count && is_by_rule(parsed, "rule: taken back");
}

/* "scratch that, a hundred and sixty": taken for something to be deleted, which there isn't. */
static bool deletes_nothing(const struct px_nlu_result *parsed)
{
	return parsed->call_count == 1 && strncmp(parsed->calls[0].tool, "delete_", 7) == 0 && px_id_is_none(parsed->calls[0].item);
}

/* What was said right before told something, and nothing was done for it that could be undone. */
static bool only_told_before(const struct hearing *h)
{
	const char *said = h->nlu->said_before, *replied = h->nlu->replied ? h->nlu->replied : "";
	const struct px_language *before = px_language_use(h->nlu->says_in);
	const struct px_str offer = px_str(px_phrase(PX_PHRASE_SAY_UNDO));

	px_language_use(before);
	return said && px_source_is_statement(px_str(said), h->arena) && !px_str_ends(px_str(replied), offer);
}

/* "I always forget where the key is" was taken for something to be forgotten: what slips the mind is asked for, or just told. */
static bool hear_lament(const struct hearing *h)
{
	struct px_nlu_result *parsed = h->parsed;
	const char *what;

	if (!all_calls(parsed, "forget") || !px_forget_laments(h->text, h->arena, &what))
		return false;
	parsed->call_count = 0;
	if (px_question_is(px_str(what), h->arena))
		call_instead(h, "search_memory", object(h, "query", px_str(what), NULL), "what slips the mind");
	return parsed->call_count > 0;
}

/* "Please delete that again" takes back the last change, or the words said before if they changed nothing. */
static bool deletes_words(const struct hearing *h)
{
	const struct px_nlu_result *parsed = h->parsed;
	bool vain = deletes_nothing(parsed) || found_nothing(parsed);

	if (!px_forget_points(h->text, h->arena))
		return false;
	if (did_before(h, "remember") && (deletes_nothing(parsed) || !parsed->call_count))
		return true; /* "scrap that last one": which one is no question, and nothing else was begun that could be taken back */
	return (all_calls(parsed, "undo") || all_calls(parsed, "forget") || vain || (!parsed->call_count && !parsed->question)) && only_told_before(h);
}

static bool deletes(const struct px_nlu_result *parsed)
{
	for (size_t i = 0; i < parsed->call_count; i++) {
		if (strncmp(parsed->calls[i].tool, "delete_", 7) != 0)
			return false;
	}
	return parsed->call_count > 0;
}

/* What a call is about is called by that word, too. */
static bool is_called_so(const struct px_nlu_result *parsed, const char *word)
{
	for (size_t i = 0; i < parsed->call_count; i++) {
		if (strcasestr(parsed->calls[i].arguments, word))
			return true;
	}
	return false;
}

/*
 * "Bin day is Friday", "drop off is at nine": what looks like an order is the name of a thing.  Taken for an order it
 * would delete all that is due on Friday, so such a text is none whether it tells anything or not.
 */
static bool forget_order(const struct hearing *h)
{
	const char *first = NULL;

	const bool after_reason = h->parsed->act && strcmp(h->parsed->act, "reason") == 0; /* "the pitch is frozen so no training" */

	if (!deletes(h->parsed) || after_reason || !is_english(h) || !px_statement_names_thing(h->text, h->arena, &first) ||
	    is_called_so(h->parsed, first))
		return false;
	h->parsed->call_count = h->parsed->choice_count = 0;
	h->parsed->question = h->parsed->pending = h->parsed->smalltalk = NULL;
	h->parsed->trust = 0;
	h->parsed->why = "a thing with the name of an order";
	return true;
}

void px_hear(const struct px_nlu_context *nlu, struct px_str text, const struct px_hear_with *with,
	     struct px_arena *arena, struct px_nlu_result *parsed)
{
	struct hearing h = { .nlu = nlu, .with = with, .text = px_str_trim(text), .arena = arena, .parsed = parsed };
	const enum px_memory_auto automatic = with->automatic;
	struct px_correction correction;
	if (hear_lament(&h))
		return;
	bool no_order = forget_order(&h), open = no_order || (!parsed->call_count && !parsed->question && !parsed->smalltalk);

	if (hear_document(&h))
		return;
	const bool heard = heard_only(&h);
	const char *target;
	bool wonders = only_wonders(parsed), half = half_heard(parsed);
	bool may_forget = open || may_be_forgetting(parsed) || wonders ||
			  ((taken_back(parsed) || found_nothing(parsed) || all_calls(parsed, "search_memory")) && px_forget_begins(h.text, arena));
	if (may_forget && px_forget_asked(h.text, arena, &target)) {
		call_instead(&h, "forget", object(&h, "target", px_str(target), NULL), "asked to forget");
		return;
	}
	if (deletes_words(&h)) {
		call_instead(&h, "forget", "{\"target\":\"that\"}", "asked to forget what was said before");
		return;
	}
	if ((all_calls(parsed, "search_memory") && px_question_is(h.text, arena)) || asks_of_no_event(&h) || asks_of_no_task(&h) || goes_on_from_memory(&h) ||
	    keeps_question(&h) || asks_in_vain(&h)) {
		call_instead(&h, "search_memory", object(&h, "query", h.text, NULL), parsed->why);
		return;
	}
	bool to_reader = is_request_to_reader(parsed, heard), surely = to_reader && tells_surely(&h), entry = may_be_entered(&h);
	if (to_reader && !surely && !entry)
		return;
	bool free = open || heard || wonders || unsure_creations(parsed) || all_calls(parsed, "search_memory") || surely || chats_surely(&h);
	bool misread = asks_for_entry(parsed) || found_nothing(parsed); /* as what is to be made or changed */
	bool at_nothing = misread || taken_back(parsed) || deletes_nothing(parsed);
	bool told_only = free || half || at_nothing || (!to_reader && may_be_told(&h));
	if (!told_only && !entry)
		return;
	struct told told = statement(&h);
	if (heard && told.kind == PX_STATEMENT_NONE)
		told = read_statement(&h, true);
	if (entry && told.kind == PX_STATEMENT_FACT && automatic == PX_MEMORY_AUTO_ON &&
	    (told.lapses || (told.announced && !is_appointment(&h)))) {
		call_as_well(&h);
		return;
	}
	if (!told_only)
		return;
	if (told.kind != PX_STATEMENT_NONE && (free || told.sure || half))
		hear_fact(&h, heard, told.kind == PX_STATEMENT_SECRET ? PX_MEMORY_AUTO_ON : automatic);
	else if (no_order || (heard && !px_question_is(h.text, arena)))
		call_instead(&h, "remember", likely(&h), parsed->why);
	else if (is_english(&h) && (open || wonders || at_nothing) && automatic == PX_MEMORY_AUTO_ON && px_correction_read(h.text, arena, &correction))
		call_instead(&h, "remember", object(&h, "text", h.text, "heard"), "a correction");
	else if (all_calls(parsed, "search_memory") ||
		 ((open || wonders || heard) && px_question_is(h.text, arena)))
		call_instead(&h, "search_memory", object(&h, "query", h.text, NULL), "a question");
}
