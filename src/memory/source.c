/* SPDX-License-Identifier: Apache-2.0 */
/* One function per kind turns a row into its text; the rest is paging. */
#include "memory/source.h"

#include "base/json.h"
#include "domain/conversation.h"
#include "domain/memory.h"
#include "memory/en.h"
#include "memory/evidence.h"
#include "memory/question.h"
#include "memory/secret.h"
#include "memory/statement.h"

#include <ctype.h>

enum {
	PAGE = 32, /* rows: what is done with each takes tens of microseconds, and others of the shard wait */
	READ_PER_KEPT = 8, /* messages that are looked at for each that may be kept: most command or ask */
};

static const struct {
	const char *name, *entity, *other; /* of a hit, of the record, a second name */
	const struct px_record *record;
} kinds[PX_RECALLED_KINDS] = {
	[PX_RECALLED_MEMORY] = { "memory", "memory", "note", &px_memory_record },
	[PX_RECALLED_CHUNK] = { "document", "chunk", "chunk", &px_chunk_record },
	[PX_RECALLED_MESSAGE] = { "message", "message", "message", &px_message_record },
	[PX_RECALLED_TASK] = { "task", "task", "task", &px_task_record },
	[PX_RECALLED_EVENT] = { "event", "event", "event", &px_event_record },
};

const char *px_source_name(enum px_source_kind kind)
{
	return kinds[kind].name;
}

int px_source_of_entity(struct px_str entity)
{
	for (int i = 0; i < PX_RECALLED_KINDS; i++) {
		if (px_str_eq(entity, px_str(kinds[i].entity)))
			return i;
	}
	return -1;
}

enum px_err px_source_kinds(const char *names, uint32_t *bits, struct px_error *error)
{
	*bits = 0;
	while (*names) {
		size_t n = strcspn(names, ",");
		struct px_str name = px_str_trim(px_str_n(names, n));
		int found = -1;
		for (int i = 0; i < PX_RECALLED_KINDS; i++) {
			if (px_str_eq(name, px_str(kinds[i].name)) || px_str_eq(name, px_str(kinds[i].other)))
				found = i;
		}
		if (px_str_eq(name, PX_STR("fact")))
			found = PX_RECALLED_MEMORY;
		if (found < 0)
			return px_fail(error, PX_INVALID, "kinds", "\"%.*s\" is none of memory, document, message, task, event",
				       (int)(name.size > 40 ? 40 : name.size), name.data);
		*bits |= 1U << found;
		names += n;
		names += *names == ',';
	}
	return PX_OK;
}

/* Any string as a number that is not 0. */
static uint64_t session_of(struct px_str name)
{
	uint64_t hash = px_str_hash(name);

	return hash ? hash : 1;
}

uint64_t px_source_session(struct px_id document)
{
	return px_id_hash(document) | 1;
}

static void of_memory(struct px_source_row *row, const struct px_memory *m)
{
	static const char *const sources[] = { "chat", "api", "import", "document", "mail" };

	row->text = m->text;
	row->external_id = m->external_id;
	row->secret = m->secret;
	row->valid = px_id_is_none(m->superseded_by);
	row->from = px_memory_begins(m);
	row->until = m->valid_to;
	row->wrong = px_memory_was_wrong(m);
	row->source = sources[m->source];
	row->item.text = px_str(m->text);
	row->item.speaker = px_str(m->speaker ? m->speaker : "");
	row->item.at = m->learned;
	row->item.turn = m->kind == PX_MEMORY_MESSAGE && m->session;
	row->item.session = m->session ? session_of(px_str(m->session)) : 0;
}

static void of_chunk(struct px_domain *domain, struct px_source_row *row, const struct px_chunk_row *c)
{
	struct px_document document;

	row->text = c->text;
	row->item.text = px_str(c->text);
	row->item.heading = px_str(c->heading ? c->heading : "");
	row->item.at = c->created;
	row->item.session = px_source_session(c->document_id);
	if (px_store_get(domain->tx, &px_document_record, c->document_id, domain->arena, &document, NULL) == PX_OK) {
		row->source = document.title;
		row->external_id = document.external_id;
		row->item.at = document.learned;
	}
}

static void of_message(struct px_source_row *row, const struct px_message *m)
{
	row->text = m->text;
	row->item.text = px_str(m->text);
	row->item.at = m->created;
	row->source = "chat";
}

static void of_task(struct px_domain *domain, struct px_source_row *row, const struct px_task *t)
{
	row->text = t->title;
	row->state = t->status == PX_TASK_COMPLETED ? "done" : t->status == PX_TASK_CANCELLED ? "cancelled" : "open";
	row->done = t->completed;
	row->external_id = t->external_id;
	row->item.text = px_str(t->notes ? px_arena_printf(domain->arena, "%s. %s", t->title, t->notes) : t->title);
	row->item.at = t->created;
	row->source = "task";
}

static void of_event(struct px_domain *domain, struct px_source_row *row, const struct px_event *e)
{
	bool place = e->location && !strstr(e->title, e->location);

	row->text = e->title;
	row->item.text = px_str(px_arena_printf(domain->arena, "%s%s%s%s%s%s%s", e->title, place ? ", " : "", place ? e->location : "", e->attendees ? ", with " : "",
						e->attendees ? e->attendees : "", e->notes ? ". " : "", e->notes ? e->notes : ""));
	row->item.at = e->start;
	row->source = "calendar";
}

const char *px_source_said(const struct px_source_row *row, struct px_arena *arena)
{
	bool more = row->kind == PX_RECALLED_TASK || row->kind == PX_RECALLED_EVENT;

	return more && row->item.text.size ? px_arena_str(arena, row->item.text) : row->text;
}

bool px_source_held(const struct px_source_row *row, int64_t from, int64_t to)
{
	return row->from < to && !row->wrong && (row->until == PX_TIME_NONE || row->until > from);
}

static void fill(struct px_domain *domain, enum px_source_kind kind, const void *record, struct px_source_row *row)
{
	*row = (struct px_source_row){ .kind = kind, .done = PX_TIME_NONE, .valid = true };
	row->item.kind = kind;
	row->item.id = *(const struct px_id *)record;
	switch (kind) {
	case PX_RECALLED_MEMORY: of_memory(row, record); return;
	case PX_RECALLED_CHUNK: of_chunk(domain, row, record); break;
	case PX_RECALLED_MESSAGE: of_message(row, record); break;
	case PX_RECALLED_TASK: of_task(domain, row, record); break;
	default: of_event(domain, row, record); break;
	}
	row->from = row->item.at;
	row->until = PX_TIME_NONE;
}

void px_source_ahead(struct px_domain *domain, enum px_source_kind kind, struct px_id id)
{
	px_store_ahead_get(domain->tx, kinds[kind].record, id);
}

bool px_source_orders(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));

	return px_sentences(text, arena, c, PX_CLAUSES_MAX) && c->count && px_word_one_of(c->words[0].text, px_en_orders);
}

bool px_source_is_statement(struct px_str text, struct px_arena *arena)
{
	return text.size > 12 && !px_question_is(text, arena) && !px_is_secret(text, arena);
}

/* What a turn made or changed, in the words of its rows: titles, places, guests, notes, facts; `*secret`: one of them is. */
static const char *words_of_effects(const json_t *effects, struct px_arena *arena, bool *secret)
{
	static const char *const fields[] = { "title", "notes", "location", "attendees", "text" };
	const char *words = "";
	json_t *effect;
	size_t i;

	*secret = false;
	json_array_foreach(effects, i, effect) {
		*secret |= json_is_true(json_object_get(effect, "secret"));
		for (size_t k = 0; k < sizeof(fields) / sizeof(fields[0]); k++) {
			const char *text = json_string_value(json_object_get(effect, fields[k]));
			words = text ? px_arena_printf(arena, "%s %s", words, text) : words;
		}
	}
	return words;
}

/* A word that says neither when nor how many, and something. */
static bool says_something(const struct px_cword *word)
{
	return isalpha((unsigned char)word->text[0]) && !px_asked_is_light(word->text) && !px_word_one_of(word->text, px_en_time_words) &&
	       !px_word_one_of(word->text, px_en_days_plural) && !px_word_one_of(word->text, px_en_numbers) && !px_word_one_of(word->text, px_en_how_often) &&
	       !px_word_one_of(word->text, px_en_adverbs);
}

/*
 * "Levent can't be in on Tuesdays because he is at the university": a statement that became an entry, whose title leaves
 * out what else it tells.
 */
static bool tells_more(struct px_str text, const char *effects, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(text, arena, c, PX_CLAUSES_MAX);
	json_t *made = NULL;
	bool secret = false, more = false;

	if (!px_statement_opens(text, arena) || px_source_orders(text, arena) || px_json_parse(px_str(effects), &made, NULL))
		return false;
	struct px_clause *said = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*said));
	size_t of_rows = px_sentences(px_str(words_of_effects(made, arena, &secret)), arena, said, PX_CLAUSES_MAX);
	json_decref(made);
	for (size_t i = 0; i < count; i++) { /* "I need to finish the report by Friday, it's urgent" */
		if (px_clause_has(&c[i], px_en_duty, NULL, NULL))
			return false;
	}
	for (size_t i = 0; of_rows && i < count && !secret && !more; i++) {
		for (size_t k = 0; k < c[i].count && !more; k++)
			more = says_something(&c[i].words[k]) && !px_evidence_has_stem(said, of_rows, px_evidence_stem(c[i].words[k].text, arena), arena);
	}
	return more;
}

/* Whether of what a turn made something is still there, or it made nothing. */
static bool stands(struct px_domain *domain, const char *effects)
{
	json_t *made = NULL, *effect;
	size_t i, created = 0, left = 0;

	if (!effects || px_json_parse(px_str(effects), &made, NULL))
		return true;
	json_array_foreach(made, i, effect) {
		int kind = px_source_of_entity(px_json_string(json_object_get(effect, "entity")));
		struct px_id id;
		if (kind < 0 || !px_str_eq(px_json_string(json_object_get(effect, "verb")), PX_STR("created")) ||
		    !px_id_parse(px_json_string(json_object_get(effect, "id")), &id))
			continue;
		created++;
		left += px_store_get(domain->tx, kinds[kind].record, id, domain->arena, px_arena_alloc(domain->arena, kinds[kind].record->size), NULL) == PX_OK;
	}
	json_decref(made);
	return !created || left;
}

enum px_err px_source_read(struct px_domain *domain, enum px_source_kind kind, struct px_id id,
			   struct px_source_row *row, struct px_error *error)
{
	void *record = px_arena_alloc(domain->arena, kinds[kind].record->size);

	enum px_err err = px_store_get(domain->tx, kinds[kind].record, id, domain->arena, record, error);
	if (!err)
		fill(domain, kind, record, row);
	if (!err && kind == PX_RECALLED_MESSAGE) {
		struct px_message answer;
		row->valid = px_message_answer(domain, record, &answer, NULL) != PX_OK || stands(domain, answer.effects);
	}
	return err;
}

/* Something said, not asked, and nothing was done for it. */
static bool only_says(const struct px_message *message, const struct px_message *answer, struct px_arena *arena)
{
	return message->role == PX_ROLE_USER && strcmp(message->text, PX_MESSAGE_FORGOTTEN) != 0 &&
	       !(answer && answer->effects && strlen(answer->effects) > 2) &&
	       px_source_is_statement(px_str(message->text), arena);
}

/* The same, or what was done for it doesn't say all of it. */
static bool is_worth(const struct px_message *message, const struct px_message *answer, struct px_arena *arena)
{
	if (only_says(message, answer, arena))
		return true;
	return message->role == PX_ROLE_USER && answer && answer->effects && strcmp(message->text, PX_MESSAGE_FORGOTTEN) != 0 &&
	       px_source_is_statement(px_str(message->text), arena) && tells_more(px_str(message->text), answer->effects, arena);
}

enum px_err px_source_passages(struct px_domain *domain, struct px_id document, px_source_take_fn take, void *arg,
			       struct px_error *error)
{
	struct px_store_filter filter = { "document_id", PX_OP_EQ, { .id = document } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = PAGE };
	struct px_domain page = *domain;
	enum px_err err = PX_OK;
	size_t got = 0;

	do {
		struct px_source_row row;
		struct px_arena arena;
		void *rows;
		px_arena_init(&arena);
		page.arena = &arena;
		err = px_store_query(domain->tx, &px_chunk_record, &query, &arena, &rows, &got, error);
		for (size_t i = 0; !err && i < got; i++) {
			fill(&page, PX_RECALLED_CHUNK, (const struct px_chunk_row *)rows + i, &row);
			err = take(arg, &row, error);
			query.after = true;
			query.after_id = query.after_value.id = row.item.id;
		}
		px_arena_release(&arena);
	} while (!err && got == PAGE);
	return err;
}

/* ------------------------------------------------------------------- messages */

/* The answer to a message among its neighbours: a turn's two messages have the same number. */
static const struct px_message *answer_to(const struct px_message *messages, size_t count, size_t at)
{
	if (at + 1 < count && px_id_eq(messages[at + 1].reply_to, messages[at].id))
		return &messages[at + 1];
	if (at > 0 && px_id_eq(messages[at - 1].reply_to, messages[at].id))
		return &messages[at - 1];
	return NULL;
}

/* How many rows of a page are whole turns: those of the last number of a full page may go on in the next. */
static size_t whole_turns(const struct px_message *messages, size_t got)
{
	size_t count = got;

	if (got < PAGE)
		return got;
	while (count > 0 && messages[count - 1].seq == messages[got - 1].seq)
		count--;
	return count ? count : got;
}

static enum px_err take_messages(struct px_domain *page, const struct px_message *messages, size_t count,
				 struct px_source_reader *reader, px_source_take_fn take, void *arg, struct px_error *error)
{
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < count && reader->left; i++) {
		struct px_source_row row;
		reader->unread -= reader->unread > 0;
		if (!is_worth(&messages[i], answer_to(messages, count, i), page->arena))
			continue;
		fill(page, PX_RECALLED_MESSAGE, &messages[i], &row);
		err = take(arg, &row, error);
		reader->left--;
	}
	return err;
}

static enum px_err next_messages(struct px_domain *page, struct px_source_reader *reader, px_source_take_fn take, void *arg,
				 struct px_error *error)
{
	struct px_store_filter filters[] = {
		{ "seq", PX_OP_GT, { .integer = reader->after } }, { "seq", PX_OP_LT, { .integer = reader->before_seq } },
	};
	struct px_store_query query = { .filters = filters, .filter_count = 2, .order = "seq", .descending = true, .limit = PAGE };
	void *rows;
	size_t got;

	enum px_err err = px_store_query(page->tx, &px_message_record, &query, page->arena, &rows, &got, error);
	size_t count = err ? 0 : whole_turns(rows, got);
	if (count) {
		err = take_messages(page, rows, count, reader, take, arg, error);
		reader->before_seq = ((const struct px_message *)rows)[count - 1].seq;
	}
	reader->done = got < PAGE || !reader->left || !reader->unread;
	return err;
}

static enum px_err next_rows(struct px_domain *page, struct px_source_reader *reader, px_source_take_fn take, void *arg,
			     struct px_error *error)
{
	const struct px_record *record = kinds[reader->kind].record;
	struct px_store_query query = {
		.descending = true, .limit = reader->left < PAGE ? reader->left : PAGE,
		.after = !px_id_is_none(reader->before), .after_id = reader->before, .after_value.id = reader->before,
	};
	struct px_source_row row;
	void *rows;
	size_t got;

	enum px_err err = px_store_query(page->tx, record, &query, page->arena, &rows, &got, error);
	if (err)
		return err;
	for (size_t i = 0; !err && i < got; i++) {
		fill(page, reader->kind, (const char *)rows + i * record->size, &row);
		err = take(arg, &row, error);
		reader->before = row.item.id;
	}
	reader->left -= got;
	reader->done = got < query.limit || !reader->left;
	return err;
}

void px_source_reader_init(struct px_source_reader *reader, enum px_source_kind kind, int64_t after, size_t most)
{
	*reader = (struct px_source_reader){ .kind = kind, .left = most, .unread = READ_PER_KEPT * most, .after = after,
					     .before_seq = INT64_MAX, .done = most == 0 };
}

enum px_err px_source_next(struct px_domain *domain, struct px_source_reader *reader, px_source_take_fn take, void *arg,
			   struct px_error *error)
{
	struct px_domain page = *domain;
	struct px_arena arena;
	enum px_err err = PX_OK;

	if (reader->done)
		return PX_OK;
	px_arena_init(&arena); /* a page at a time: a person may have hundreds of thousands */
	page.arena = &arena;
	if (reader->kind == PX_RECALLED_MESSAGE)
		err = next_messages(&page, reader, take, arg, error);
	else
		err = next_rows(&page, reader, take, arg, error);
	px_arena_release(&arena);
	return err;
}

/* What a message and its answer are, by `is`. */
static enum px_err ask_of_message(struct px_domain *domain, struct px_id id,
				  bool (*is)(const struct px_message *, const struct px_message *, struct px_arena *), bool *answer_is,
				  struct px_error *error)
{
	struct px_message message, answer;

	enum px_err err = px_store_get(domain->tx, &px_message_record, id, domain->arena, &message, error);
	if (err)
		return err;
	bool answered = px_message_answer(domain, &message, &answer, NULL) == PX_OK;
	*answer_is = is(&message, answered ? &answer : NULL, domain->arena);
	return PX_OK;
}

enum px_err px_source_says(struct px_domain *domain, struct px_id id, bool *says, struct px_error *error)
{
	return ask_of_message(domain, id, only_says, says, error);
}

enum px_err px_source_is_worth(struct px_domain *domain, struct px_id id, bool *worth, struct px_error *error)
{
	return ask_of_message(domain, id, is_worth, worth, error);
}
