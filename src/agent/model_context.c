/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts are texts of lines; a line that is over its part's budget is left out.
 */
#include "agent/model_context.h"

#include "agent/model_pictures.h"
#include "agent/model_rules.h"
#include "agent/older_talk.h"
#include "agent/text_marks.h"
#include "base/civil.h"
#include "base/utf8.h"
#include "domain/event.h"
#include "domain/memory.h"
#include "domain/task.h"
#include "memory/index.h"

/* Of tokens; with rules and tools (about 4,000) a request stays under 12,000. */
enum { FACTS_BUDGET = 1000, RECALL_BUDGET = 2500, PLAN_BUDGET = 1000, OLDER_BUDGET = 500 };

enum {
	FACTS = 80, HITS = 12, EVENTS = 20, TASKS = 20, DAYS = 3, LINE_MAX_BYTES = 2000,
	PART_MAX_BYTES = 1 << 18, SOURCE_MAX_BYTES = 500, PICTURES_SEEN = 4 /* messages back */
};

struct part {
	struct px_buf text;
	size_t left; /* tokens */
};

struct builder {
	const struct px_think_request *request;
	struct px_domain *domain;
	struct px_arena *arena;
	struct px_text_marks *marks;
	struct px_model_context *context;
	struct px_talk talk;
	struct px_str older;   /* in short, what was said before the messages that are shown whole */
	size_t pictures;       /* of earlier messages that may still be shown; none, if this one has files of its own */
	struct px_error *error;
};

static size_t tokens_of_block(const struct px_llm_block *block)
{
	return block->kind == PX_LLM_IMAGE ? PX_MODEL_PICTURE_TOKENS : px_talk_tokens(block->text);
}

void px_model_context_foreign(struct px_model_context *context, struct px_arena *arena, struct px_think_source source)
{
	context->foreign = true;
	if (context->source_count == PX_MODEL_SOURCES_MAX)
		return;
	source.quote = px_str(px_arena_strn(arena, source.quote.data ? source.quote.data : "",
					    px_utf8_cut(source.quote, SOURCE_MAX_BYTES)));
	context->sources[context->source_count++] = source;
}

static bool is_secret(struct builder *b, struct px_id row, struct px_str text)
{
	return px_text_marks_secret(b->marks, row, text, b->domain->arena);
}

static struct px_str shorten(struct px_str text, size_t most)
{
	return px_str_n(text.data, px_utf8_cut(text, most));
}

/* Kept words as data: one line, and nothing in them can end the data. */
static const char *as_data(struct builder *b, const char *words)
{
	struct px_str text = shorten(px_str(words), LINE_MAX_BYTES);
	struct px_buf out = PX_BUF_INIT(3 * LINE_MAX_BYTES);

	px_talk_write_data(text, &out);
	const char *copy = px_arena_str(b->domain->arena, px_buf_view(&out));
	px_buf_release(&out);
	return copy;
}

/* False: it did not fit. */
static bool add_line(struct part *part, struct px_str line)
{
	size_t tokens = px_talk_tokens(line) + 1;

	if (tokens > part->left || px_buf_str(&part->text, line) || px_buf_char(&part->text, '\n'))
		return false;
	part->left -= tokens;
	return true;
}

static struct px_str take_part(struct builder *b, struct part *part)
{
	struct px_str text = px_str(px_arena_str(b->arena, px_buf_view(&part->text)));

	px_buf_release(&part->text);
	return text;
}

static struct part new_part(size_t budget)
{
	return (struct part){ .text = PX_BUF_INIT(PART_MAX_BYTES), .left = budget };
}

/* ---------------------------------------------------------------- the person */

static bool holds(const struct builder *b, const struct px_memory *fact)
{
	return !fact->secret && px_id_is_none(fact->superseded_by) &&
	       (fact->valid_to == PX_TIME_NONE || fact->valid_to > b->domain->now);
}

/* The newest facts first, as the budget may not hold all of them. */
static enum px_err add_facts(struct builder *b, struct part *part)
{
	struct px_memory *rows;
	size_t count, told = 0;
	enum px_err err = px_memory_facts(b->domain, &rows, &count, b->error);

	for (size_t i = count; !err && i > 0 && told < FACTS; i--) {
		const struct px_memory *fact = &rows[i - 1];
		/* What was brought in is found by recall, where it is marked as data. */
		if (!holds(b, fact) || fact->source > PX_SOURCE_API || is_secret(b, fact->id, px_str(fact->text)))
			continue;
		told += add_line(part, px_str(px_arena_printf(b->domain->arena, "- %s", as_data(b, fact->text))));
	}
	return err;
}

static enum px_err add_person(struct builder *b)
{
	const struct px_user *person = b->request->person;
	struct part part = new_part(FACTS_BUDGET);

	(void)add_line(&part, px_str(px_arena_printf(b->domain->arena, "The person is called %s. Time zone %s, locale %s.",
						     person->name, person->zone, person->locale)));
	(void)add_line(&part, PX_STR("What they have told about themselves, the newest first:"));
	enum px_err err = add_facts(b, &part);
	struct px_llm_block *system = b->context->system;
	system[0] = (struct px_llm_block){ .kind = PX_LLM_TEXT, .text = px_str(px_model_rules) };
	system[1] = (struct px_llm_block){ .kind = PX_LLM_TEXT, .text = take_part(b, &part), .cache = true };
	b->context->system_count = PX_MODEL_SYSTEM_MAX;
	return err;
}

/* -------------------------------------------------------------- what is kept */

static bool is_foreign(const struct px_memory_hit *hit)
{
	return hit->row.kind == PX_RECALLED_CHUNK ||
	       (hit->row.kind == PX_RECALLED_MEMORY &&
		(!hit->row.source || (strcmp(hit->row.source, "chat") != 0 && strcmp(hit->row.source, "api") != 0))) ||
	       hit->row.external_id;
}

static const char *kind_name(const struct px_memory_hit *hit)
{
	static const char *const names[PX_RECALLED_KINDS] = { [PX_RECALLED_MEMORY] = "memory", [PX_RECALLED_CHUNK] = "document",
		[PX_RECALLED_MESSAGE] = "message", [PX_RECALLED_TASK] = "task", [PX_RECALLED_EVENT] = "event" };

	return names[hit->row.kind];
}

static void add_hit(struct builder *b, struct part *part, const struct px_memory_hit *hit)
{
	char id[PX_ID_TEXT + 1], when[PX_TALK_TIME];

	if (px_id_eq(hit->row.item.id, b->request->message) || is_secret(b, hit->row.item.id, px_str(hit->row.text)))
		return;
	px_id_format(hit->row.item.id, id);
	px_talk_time(b->domain, hit->row.item.at, when);
	if (add_line(part, px_str(px_arena_printf(b->domain->arena, "[%s %s, %s] %s", kind_name(hit), id, when,
						  as_data(b, hit->row.text)))) &&
	    is_foreign(hit))
		px_model_context_foreign(b->context, b->arena, (struct px_think_source){ kind_name(hit), hit->row.item.id,
											  px_str(hit->row.text) });
}

static enum px_err add_recalled(struct builder *b, struct part *part)
{
	const struct px_memory_query query = { .text = b->request->text, .limit = HITS };
	struct px_recall_evidence evidence;
	struct px_memory_index *index;
	struct px_memory_hit *hits;
	size_t count;

	if (!b->request->memory || !b->request->memory->engine)
		return PX_OK;
	enum px_err err = px_memory_index_open(b->request->memory, b->domain, &index, b->error);
	if (err)
		return err;
	err = px_memory_index_search(index, b->domain, &query, &hits, &count, &evidence, b->error);
	for (size_t i = 0; !err && i < count; i++)
		add_hit(b, part, &hits[i]);
	px_memory_index_close(b->request->memory, index);
	return err;
}

static enum px_err add_events(struct builder *b, struct part *part)
{
	int64_t local = px_tz_to_local(b->domain->tz, b->domain->now), midnight = local - local % PX_MS_DAY;
	int64_t from = px_tz_to_utc(b->domain->tz, midnight, NULL), to = from + DAYS * PX_MS_DAY;
	struct px_occurrence *found;
	size_t count, total;
	enum px_err err = px_event_list(b->domain, from, to, NULL, EVENTS, &found, &count, &total, b->error);

	for (size_t i = 0; !err && i < count; i++) {
		char id[PX_ID_TEXT + 1], start[PX_TALK_TIME];
		px_id_format(found[i].event->id, id);
		px_talk_time(b->domain, found[i].start, start);
		const struct px_event *event = found[i].event;
		/* Who comes is named by addresses in invitations, which others write. */
		if (add_line(part, px_str(px_arena_printf(b->domain->arena, "[event %s] %s %s", id, start, as_data(b, event->title)))) &&
		    event->attendees && strchr(event->attendees, '@'))
			px_model_context_foreign(b->context, b->arena, (struct px_think_source){ "event", event->id, px_str(event->title) });
	}
	return err;
}

static enum px_err add_tasks(struct builder *b, struct part *part)
{
	struct px_task_filter filter;
	struct px_task *tasks;
	size_t count, total;

	px_task_filter_init(&filter);
	filter.statuses = PX_TASKS_OPEN;
	enum px_err err = px_task_list(b->domain, &filter, TASKS, &tasks, &count, &total, b->error);
	for (size_t i = 0; !err && i < count; i++) {
		if (tasks[i].external_id) /* whose words it has nobody knows: it is listed when asked for */
			continue;
		int64_t due = px_task_due_local(b->domain, &tasks[i]);
		char id[PX_ID_TEXT + 1], when[PX_CIVIL_TEXT] = "no date";
		px_id_format(tasks[i].id, id);
		if (due != PX_TIME_NONE && tasks[i].due == PX_TIME_NONE)
			px_civil_format_day(px_civil_ms_day(due), when);
		else if (due != PX_TIME_NONE)
			px_civil_format_ms(due, when);
		(void)add_line(part, px_str(px_arena_printf(b->domain->arena, "[task %s] due %s%s: %s", id, when,
							    px_task_overdue(b->domain, &tasks[i]) ? ", overdue" : "",
							    as_data(b, tasks[i].title))));
	}
	if (!err && total > count)
		(void)add_line(part, px_str(px_arena_printf(b->domain->arena, "(%zu more open tasks)", total - count)));
	return err;
}

/* One block of data; what it is about stands before it. */
static enum px_err add_kept(struct builder *b, struct px_llm_block *block)
{
	struct part recalled = new_part(RECALL_BUDGET), plan = new_part(PLAN_BUDGET);
	char now[PX_TALK_TIME];
	enum px_err err = add_recalled(b, &recalled);

	if (!err)
		err = add_events(b, &plan);
	if (!err)
		err = add_tasks(b, &plan);
	px_talk_time(b->domain, b->domain->now, now);
	*block = (struct px_llm_block){ .kind = PX_LLM_TEXT, .text = px_str(px_arena_printf(b->arena,
		"%s%.*s%sNow it is %s.\nOpen tasks and the next %d days:\n<data>\n%.*s</data>\nWhat was kept and may be about the message:\n"
		"<data>\n%.*s</data>\nThe person's message follows.", b->older.size ? "Earlier in this conversation, in short:\n<data>\n" : "",
		PX_STR_ARG(b->older), b->older.size ? "</data>\n" : "", now, DAYS, PX_STR_ARG(px_buf_view(&plan.text)),
		PX_STR_ARG(px_buf_view(&recalled.text)))) };
	static const char after[] = "</data>\nThe person's message follows.";
	size_t size = px_buf_view(&recalled.text).size;
	b->context->recalled = px_str_n(block->text.data + block->text.size - (sizeof(after) - 1) - size, size);
	px_buf_release(&recalled.text);
	px_buf_release(&plan.text);
	return err;
}

/* --------------------------------------------------------- the conversation */

static void note_message(struct builder *b, const struct px_message *message)
{
	if (px_talk_is_foreign(&b->talk, message))
		px_model_context_foreign(b->context, b->arena, (struct px_think_source){ "message", message->id, px_str(message->text) });
}

/* The summary that was made of them, if it is of this branch of the talk. */
static enum px_err add_summary(struct builder *b, size_t whole, struct px_str *told)
{
	struct px_talk_summary summary;
	enum px_err err = px_talk_summary_of(b->domain, b->request->conversation, &summary, b->error);

	*told = PX_STR("");
	b->context->unsummed = b->talk.count - whole;
	if (err || !px_talk_has(&b->talk, &summary, whole, &b->context->unsummed))
		return err == PX_NOT_FOUND ? PX_OK : err;
	*told = px_str(summary.text);
	if (summary.tainted)
		px_model_context_foreign(b->context, b->arena, (struct px_think_source){ "message", summary.until_id, *told });
	return PX_OK;
}

/* What it does not tell of is told by the sentences that say most. */
static enum px_err sum_up(struct builder *b, size_t whole)
{
	struct px_str summary;
	enum px_err err = add_summary(b, whole, &summary);

	if (err)
		return err;
	const struct px_message *const *older = b->talk.messages + whole;
	size_t count = b->context->unsummed, taken = px_talk_tokens(summary);
	struct px_older_message *messages = PX_ARENA_ARRAY(b->domain->arena, struct px_older_message, count + 1);
	bool *used = px_arena_zero(b->domain->arena, count + 1, sizeof(bool));
	for (size_t i = 0; i < count; i++) {
		const struct px_message *message = older[count - 1 - i];
		messages[i] = (struct px_older_message){ px_str_trim(px_str(message->text)), message->role == PX_ROLE_USER, &used[i] };
	}
	b->older = px_older_talk(messages, count, b->request->text, taken < OLDER_BUDGET ? OLDER_BUDGET - taken : 0, px_talk_tokens,
				 b->domain->arena);
	for (size_t i = 0; i < count; i++) {
		if (used[i])
			note_message(b, older[count - 1 - i]);
	}
	if (summary.size)
		b->older = px_str(px_arena_printf(b->domain->arena, "%.*s%.*s", PX_STR_ARG(summary), PX_STR_ARG(b->older)));
	return PX_OK;
}

/* Files of a message, then `words` as the last of its blocks.  *pictures: that may still be shown; counted down. */
static enum px_err write_user(struct builder *b, const char *files, size_t *pictures, const struct px_llm_block *first,
			      struct px_str words, struct px_llm_message *message)
{
	struct px_llm_block *blocks = PX_ARENA_ARRAY(b->arena, struct px_llm_block, (files ? PX_MODEL_FILE_BLOCKS : 0) + 2);
	struct px_model_files sent = { .blocks = blocks, .left = *pictures };

	if (first)
		blocks[sent.count++] = *first;
	enum px_err err = px_model_files_add(b->request, files, b->arena, &sent, b->error);
	*pictures = sent.left;
	for (size_t i = 0; i < sent.source_count; i++)
		px_model_context_foreign(b->context, b->arena, sent.sources[i]);
	blocks[sent.count++] = (struct px_llm_block){ .kind = PX_LLM_TEXT, .text = px_str(px_arena_str(b->arena, words)) };
	*message = (struct px_llm_message){ PX_LLM_USER, blocks, sent.count };
	return err;
}

static enum px_err write_history(struct builder *b, const struct px_message *message, size_t age, struct px_llm_message *out)
{
	struct px_str text = px_talk_words(message);
	size_t none = 0;

	note_message(b, message);
	if (message->role == PX_ROLE_USER)
		return write_user(b, message->files, age < PICTURES_SEEN ? &b->pictures : &none, NULL, text, out);
	struct px_llm_block *block = PX_ARENA_NEW(b->arena, struct px_llm_block);
	*block = (struct px_llm_block){ .kind = PX_LLM_TEXT, .text = px_str(px_arena_str(b->arena, text)) };
	*out = (struct px_llm_message){ PX_LLM_ASSISTANT, block, 1 };
	return PX_OK;
}

static enum px_err add_history(struct builder *b, struct px_llm_message *messages, size_t *count)
{
	const struct px_talk_query query = { b->request->conversation, b->request->message, b->marks };
	enum px_err err = px_talk_read(b->domain, &query, &b->talk, b->error);

	if (err)
		return err;
	*count = px_talk_whole(&b->talk);
	for (size_t i = 0; !err && i < *count; i++)
		err = write_history(b, b->talk.messages[*count - 1 - i], *count - 1 - i, &messages[i]);
	return err ? err : sum_up(b, *count);
}

static enum px_err add_conversation(struct builder *b)
{
	struct px_llm_message *messages = PX_ARENA_ARRAY(b->arena, struct px_llm_message, PX_MODEL_HISTORY_MAX + 1);
	struct px_llm_block kept;
	size_t count, pictures = PX_MODEL_PICTURES_MAX;
	enum px_err err = add_history(b, messages, &count);

	if (!err)
		err = add_kept(b, &kept);
	if (!err)
		err = write_user(b, b->request->files, &pictures, &kept, b->request->text, &messages[count]);
	if (err)
		return err;
	b->context->messages = messages;
	b->context->history = count;
	b->context->message_count = count + 1;
	return err;
}

enum px_err px_model_context_build(const struct px_think_request *request, struct px_arena *arena,
				   struct px_model_context *context, struct px_error *error)
{
	struct builder b = { .request = request, .domain = request->domain, .arena = arena, .context = context, .error = error,
			     .marks = px_text_marks_open(request->memory, request->user),
			     .pictures = request->files ? 0 : PX_MODEL_PICTURES_MAX };

	*context = (struct px_model_context){ 0 };
	enum px_err err = add_person(&b);
	if (!err)
		err = add_conversation(&b);
	for (size_t i = 0; !err && i < context->system_count; i++)
		context->tokens += px_talk_tokens(context->system[i].text);
	for (size_t i = 0; !err && i < context->message_count; i++) {
		for (size_t j = 0; j < context->messages[i].count; j++)
			context->tokens += tokens_of_block(&context->messages[i].blocks[j]);
	}
	return err;
}
