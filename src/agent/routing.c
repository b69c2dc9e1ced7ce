/* SPDX-License-Identifier: Apache-2.0 */
/* By what the engine read, how sure it is of it, and how much thought the text asks for. */
#include "agent/routing.h"

#include "agent/fact_words.h"
#include "agent/reply_cache.h"
#include "agent/tools.h"
#include "llm/complexity.h"
#include "memory/secret.h"

/* Below it the built-in engine asks, or leaves it to who knows better; measured where hear.c sets it. */
static const float sure_from = 0.8F;
/* What the engine's rules for bare verbs give at most; routes were compared with labels by hand in bench/llm/day.mjs. */
static const float rule_at_most = 0.85F;
enum { WORK_WORDS = 12 /* likewise: of shorter texts a model knows no more */ };
/* Of a short request that changes something, and can be undone: likewise. */
static const float enough_from = 0.55F;

static bool asks_memory(const struct px_nlu_result *reading)
{
	return reading->call_count == 1 && strcmp(reading->calls[0].tool, "search_memory") == 0;
}

static bool is_sure(const struct px_nlu_result *reading)
{
	for (size_t i = 0; i < reading->call_count; i++) {
		if (reading->calls[i].confidence < sure_from)
			return false;
	}
	return !reading->unread;
}

static size_t count_words(struct px_str text, size_t most)
{
	char word[PX_REPLY_WORD];
	size_t words = 0;

	while (words < most && px_reply_next_word(&text, word))
		words++;
	return words;
}

/* "hendersons done", "essay intro by sunday pls": in so few words a model reads no more than the engine, and undo takes it back. */
static bool is_plain_request(const struct px_think_question *question, const struct px_complexity *hard)
{
	const struct px_nlu_result *reading = question->reading;

	for (size_t i = 0; i < reading->call_count; i++) {
		const struct px_tool *tool = px_tool_find(reading->calls[i].tool);
		if (reading->calls[i].confidence < enough_from || !tool || !tool->changes)
			return false;
	}
	return reading->call_count && !reading->unread && !hard->strong && count_words(question->text, WORK_WORDS) < WORK_WORDS;
}

/* What it would ask is worth a model, but for whether to remember what was told, or what a few words mean. */
static bool asks_too_little(const struct px_think_question *question, const struct px_complexity *hard)
{
	const struct px_nlu_result *reading = question->reading;

	if (hard->strong)
		return true;
	return reading->unsure && !(reading->intent && strcmp(reading->intent, "remember") == 0) &&
	       count_words(question->text, WORK_WORDS) == WORK_WORDS;
}

/* A day or time was read: what is to be done then is the person's own task. */
static bool is_dated(const struct px_nlu_call *call)
{
	return strstr(call->arguments, "\"due\":") || strstr(call->arguments, "\"start\":");
}

/*
 * "Write a speech of two minutes for ...": taken for a task to be kept, by a rule, which is not surer than this, or by the
 * trained reader, which may be surer, as tasks begin with such verbs, too.
 */
static bool asks_for_work(const struct px_think_question *question, const struct px_complexity *hard)
{
	const struct px_nlu_result *reading = question->reading;
	bool is_long = hard->strong && count_words(question->text, WORK_WORDS) == WORK_WORDS;

	for (size_t i = 0; is_long && i < reading->call_count; i++) {
		const struct px_nlu_call *call = &reading->calls[i];
		if (call->confidence <= rule_at_most || (hard->opens && strcmp(call->tool, "create_task") == 0 && !is_dated(call)))
			return true;
	}
	return false;
}

/* A plain question about the person, or about what is kept, is for memory; others are about the world, or need thought. */
static bool is_past_memory(const struct px_think_question *question, const struct px_complexity *hard)
{
	return hard->strong || ((!hard->own || px_asks_how_it_is_done(question->text)) &&
				!px_facts_speak_of(question->domain, question->nlu, question->text));
}

bool px_routing_claims(struct px_str text)
{
	if (count_words(text, WORK_WORDS) < WORK_WORDS)
		return false;
	struct px_complexity hard = px_complexity_of(&(struct px_complexity_input){ .text = text });
	return hard.strong && hard.opens;
}

static struct px_routing built_in(const char *why)
{
	return (struct px_routing){ false, why };
}

static struct px_routing model(const char *why)
{
	return (struct px_routing){ true, why };
}

static bool holds_secret(struct px_str text)
{
	struct px_arena arena;

	px_arena_init(&arena);
	bool secret = px_is_secret(text, &arena);
	px_arena_release(&arena);
	return secret;
}

static struct px_routing of_calls(const struct px_think_question *question, const struct px_complexity *hard)
{
	if (asks_for_work(question, hard))
		return model("work is asked for");
	if (is_sure(question->reading))
		return built_in("read surely");
	return is_plain_request(question, hard) ? built_in("a short request, which can be undone") : model("read with doubt");
}

struct px_routing px_routing_of(const struct px_think_question *question)
{
	const struct px_nlu_result *reading = question->reading;

	if (holds_secret(question->text))
		return built_in("it holds a secret"); /* which stays here */
	if (question->pictures)
		return model("a picture came with it"); /* nobody else can look at it */
	struct px_complexity hard = px_complexity_of(&(struct px_complexity_input){ .text = question->text });
	if (asks_memory(reading))
		return is_past_memory(question, &hard) ? model("no question that memory answers") : built_in("a question for memory");
	if (reading->call_count)
		return of_calls(question, &hard);
	if (reading->question)
		return asks_too_little(question, &hard) ? model("it is not clear what is meant") : built_in("something is to be asked first");
	return reading->smalltalk ? built_in("small talk") : model("not read");
}
