/* SPDX-License-Identifier: Apache-2.0 */
/* A person keeps some thousands of memories at most, so all are looked through. */
#include "memory/forget.h"

#include "base/json.h"
#include "base/utf8.h"
#include "domain/conversation.h"
#include "domain/proposal.h"
#include "domain/talk_summary.h"
#include "domain/text.h"
#include "memory/answer.h"
#include "memory/before.h"
#include "memory/en.h"
#include "memory/evidence.h"
#include "memory/forget_wish.h"
#include "memory/source.h"

#include <ctype.h>
#include <stdio.h>

static const char blank[] = PX_MESSAGE_FORGOTTEN;

/* By subject and attribute; by subject; by all words; by words of the same meaning, which also finds what was replaced. */
enum { IN_WORDS = 2, BY_WORDS = 3, FORGET_STEPS = 4 };

enum { JUST_NOW_MS = 60 * 60 * 1000, SAID_PAGE = 200 /* messages */ };

static bool same(struct px_domain *domain, const char *a, const char *b)
{
	return a && b && px_text_same(domain->arena, px_str(a), px_str(b));
}

static bool matches(struct px_domain *domain, const struct px_memory *row, const char *subject, const char *attribute)
{
	bool about = same(domain, row->subject, subject);

	if (!attribute)
		return about;
	bool of = same(domain, row->attribute, attribute) ||
		  (row->attribute && strcmp(attribute, "allergy") == 0 && strncmp(row->attribute, "allergy", 7) == 0);
	return about && of;
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Whether the word stands in the text as a word; a plural is the same word, "cardiologist" is no "car". */
static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++) {
		const char *end = at + n;
		if (at > text && is_letter(at[-1]))
			continue;
		if (end[0] == 'e' && end[1] == 's')
			end += 2;
		else if (end[0] == 's')
			end++;
		if (!is_letter(*end))
			return true;
	}
	return false;
}

/* Whether every word of meaning of `plain` stands in the text. */
static bool holds_words(struct px_domain *domain, const char *plain, const char *text)
{
	struct px_str folded = px_text_fold(domain->arena, px_str(text));
	size_t words = 0;

	for (const char *at = plain; *at; at += *at == ' ') {
		size_t n = strcspn(at, " ");
		if (n && !px_word_one_of(px_arena_strn(domain->arena, at, n), px_en_stop)) {
			size_t stem = n > 4 && at[n - 1] == 's' ? n - 1 : n;
			words++;
			if (!has_word(folded.data, px_arena_strn(domain->arena, at, stem)))
				return false;
		}
		at += n;
	}
	return words > 0;
}

/* Everything that memory holds, while what is meant is taken from it. */
struct kept {
	struct px_memory *rows;
	size_t count;
};

static bool names_asked(const struct px_asked_for *asked, const char *text)
{
	for (size_t i = 0; i < asked->count; i++) {
		const struct px_asked_word *w = &asked->words[i];
		if (!w->light && (px_text_holds(asked->arena, text, px_str(w->text)) || (w->alias && px_text_holds(asked->arena, text, px_str(w->alias)))))
			return true;
	}
	return false;
}

/* Whose fact it is must be said, or be the person's own: "my address" is not my mother's; "the kennel" is Barkly, if that was told. */
static bool of_asked(const struct px_asked_for *asked, const struct kept *all, const struct px_memory *row)
{
	if (!row->subject || strcmp(row->subject, "me") == 0 || names_asked(asked, row->subject))
		return true;
	for (size_t i = 0; i < all->count; i++) {
		const struct px_memory *other = &all->rows[i];
		if (other->value && px_word_one_of(other->attribute, "being name") && strcasecmp(other->subject, row->subject) == 0 &&
		    names_asked(asked, other->value))
			return true;
	}
	return false;
}

static bool by_words(const struct px_asked_for *asked, const struct kept *all, const struct px_memory *row)
{
	if (!px_evidence_possible(asked, row->text, row->subject, row->attribute))
		return false;
	struct px_evidence e = px_evidence_of(asked, row->text, row->subject, row->attribute);
	return e.names && !e.foreign && e.met > 0.99F && (e.exact || row->attribute) && of_asked(asked, all, row);
}

/* The newest memory, of the message `said` if it isn't NULL, and all that was read in the same words. */
static void gather_last(struct px_memory *all, size_t count, const struct px_message *said,
			struct px_forgotten *forgotten)
{
	const struct px_memory *last = NULL;

	for (size_t i = 0; i < count; i++) {
		if ((!said || px_id_eq(all[i].source_id, said->id)) && (!last || all[i].learned >= last->learned))
			last = &all[i];
	}
	for (size_t i = 0; last && i < count; i++) {
		if (all[i].learned == last->learned && strcmp(all[i].text, last->text) == 0)
			forgotten->rows[forgotten->count++] = all[i];
	}
}

/* What else was read in the same words: "my cousin Yusra lives in Tunis" also told who my cousin is, and would tell it still. */
static void gather_same_words(struct px_domain *domain, struct px_memory *all, size_t count, struct px_forgotten *forgotten)
{
	size_t named = forgotten->count;

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < named && !px_id_is_none(all[i].id) && forgotten->count < PX_FORGET_MAX; k++) {
			if (!px_id_eq(all[i].id, forgotten->rows[k].id) && px_id_eq(all[i].source_id, forgotten->rows[k].source_id) &&
			    same(domain, all[i].text, forgotten->rows[k].text)) {
				forgotten->rows[forgotten->count++] = all[i];
				all[i].id = PX_ID_NONE;
			}
		}
	}
}

/* What no longer holds. */
static bool is_former(const struct px_domain *domain, const struct px_memory *row)
{
	return row->valid_to != PX_TIME_NONE && row->valid_to <= domain->now;
}

static bool is_wanted(struct px_domain *domain, const struct px_memory *row, const struct px_forget_wish *w, int step)
{
	if (w->former && !is_former(domain, row))
		return false;
	switch (step) {
	case 0: /* the very fact */
		if (w->anybodys)
			return same(domain, row->attribute, w->attribute);
		return w->subject && w->attribute && matches(domain, row, w->subject, w->attribute);
	case 1:
		return (w->subject2 && matches(domain, row, w->subject2, w->attribute2)) ||
		       (w->subject && w->attribute && strcmp(w->subject, "me") == 0 && matches(domain, row, w->attribute, NULL)) ||
		       (w->subject && !w->attribute && matches(domain, row, w->subject, NULL));
	default:
		return holds_words(domain, w->plain, row->text);
	}
}

/* The text as it stands inside of a JSON string. */
static struct px_str quoted_part(struct px_domain *domain, const char *text)
{
	struct px_buf buf = PX_BUF_INIT(8 * PX_MEMORY_TEXT_MAX);
	struct px_json json;

	px_json_init(&json, &buf);
	px_json_text(&json, text);
	const char *copy = px_arena_str(domain->arena, px_buf_view(&buf));
	size_t size = buf.size;
	px_buf_release(&buf);
	return size > 2 ? px_str_n(copy + 1, px_utf8_cut(px_str_n(copy + 1, size - 2), 200)) : px_str("");
}

/* Answers that are kept for repeated requests hold rows and replies, word for word. */
static enum px_err drop_answers(struct px_domain *domain, const char *text, struct px_error *error)
{
	enum { SLICE = 100 };
	struct px_store_filter filter = { "response", PX_OP_CONTAINS, { .text = quoted_part(domain, text) } };
	size_t deleted = SLICE;
	enum px_err err = PX_OK;

	while (!err && deleted == SLICE && filter.value.text.size >= 4)
		err = px_store_purge(domain->tx, &px_idempotency_record, &filter, 1, SLICE, &deleted, error);
	return err;
}

/* A conversation may be named after the first words said in it: the name goes with them, and no undo brings it back. */
static enum px_err drop_title(struct px_domain *domain, const struct px_message *message, struct px_error *error)
{
	struct px_conversation room;
	enum px_err err = px_store_get(domain->tx, &px_conversation_record, message->conversation_id, domain->arena, &room, NULL);

	if (err || !room.title || !room.title[0])
		return err == PX_NOT_FOUND ? PX_OK : err;
	const char *title = room.title, *said = message->text;
	if (px_text_clean(domain->arena, "title", strlen(said), PX_TEXT_LINE, &said, NULL) != PX_OK || !said || /* as titles are */
	    !px_str_starts(px_text_fold(domain->arena, px_str(said)), px_text_fold(domain->arena, px_str(title))))
		return PX_OK;
	room.title = NULL;
	room.version++;
	err = px_store_update(domain->tx, &px_conversation_record, &room, room.version - 1, error);
	return err ? err : drop_answers(domain, title, error);
}

/* Cuts the words of a memory out of one message, and the rows it tells of; undo puts them back. */
static enum px_err blank_message(struct px_domain *domain, const struct px_message *message, struct px_error *error)
{
	struct px_message after = *message;

	if (strcmp(message->text, blank) == 0)
		return PX_OK;
	after.text = blank;
	after.effects = NULL; /* they hold the row */
	after.version++;
	enum px_err err = px_store_update(domain->tx, &px_message_record, &after, message->version, error);
	if (!err)
		px_domain_changed(domain, &px_message_record, "updated", message, &after);
	if (!err)
		err = drop_title(domain, message, error);
	return err ? err : px_embedding_drop(domain, message->id, error);
}

/* A message that says the words and nothing else, or an answer that quotes them. */
static bool says(struct px_domain *domain, const struct px_message *message, struct px_str words)
{
	struct px_str all = px_str_trim(px_str(message->text));

	while (all.size && strchr(".!?", all.data[all.size - 1]))
		all.size--;
	const char *quoted = px_arena_printf(domain->arena, "“%.*s", (int)words.size, words.data);
	return px_text_same(domain->arena, all, words) ||
	       (message->role == PX_ROLE_ASSISTANT &&
		(px_text_holds(domain->arena, message->text, px_text_fold(domain->arena, px_str(quoted))) ||
		 px_text_holds(domain->arena, message->text,
			       px_text_fold(domain->arena, px_str(px_arena_printf(domain->arena, "• %.*s", (int)words.size, words.data))))));
}

/* Messages that say or quote the words, whoever wrote them. */
static enum px_err blank_messages(struct px_domain *domain, struct px_str words, struct px_error *error)
{
	struct px_str needle = px_str_n(words.data, px_utf8_cut(words, 200));
	struct px_store_filter filter = { "text", PX_OP_CONTAINS, { .text = needle } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 200 };
	enum px_err err = PX_OK;
	size_t count = 0;
	void *rows;

	if (words.size < 4)
		return PX_OK;
	do {
		err = px_store_query(domain->tx, &px_message_record, &query, domain->arena, &rows, &count, error);
		const struct px_message *messages = rows;
		for (size_t i = 0; !err && i < count; i++) {
			if (says(domain, &messages[i], words))
				err = blank_message(domain, &messages[i], error);
		}
		if (!err && count) {
			query.after = true;
			query.after_id = query.after_value.id = messages[count - 1].id;
		}
	} while (!err && count == query.limit);
	return err;
}

static enum px_err forget_words(struct px_domain *domain, const struct px_memory *row, struct px_error *error)
{
	struct px_message message;
	enum px_err err = px_talk_summary_drop_all(domain, error); /* which may tell it in other words */

	if (!err && row->source == PX_SOURCE_CHAT && !px_id_is_none(row->source_id)) {
		err = px_store_get(domain->tx, &px_message_record, row->source_id, domain->arena, &message, NULL);
		if (!err)
			err = blank_message(domain, &message, error);
		else if (err == PX_NOT_FOUND)
			err = PX_OK;
	}
	struct px_str text = px_str(row->text);
	while (text.size && strchr(".!?", text.data[text.size - 1]))
		text.size--;
	return err ? err : blank_messages(domain, text, error);
}

enum px_err px_memory_forget_row(struct px_domain *domain, struct px_id id, int64_t expected, struct px_error *error)
{
	struct px_memory row;

	enum px_err err = px_memory_get(domain, id, &row, error);
	if (!err)
		err = px_memory_delete(domain, id, expected, error);
	return err ? err : forget_words(domain, &row, error);
}

/* A message as what it tells, though no fact was made of it: it has no id. */
static void add_said(const struct px_message *said, struct px_forgotten *forgotten)
{
	forgotten->rows[forgotten->count++] = (struct px_memory){ .id = PX_ID_NONE, .text = said->text, .source = PX_SOURCE_CHAT, .source_id = said->id,
								  .learned = said->created };
}

/* "Forget that": what the message before told, in this conversation; nothing if it told nothing. */
static enum px_err gather_pointed(struct px_domain *domain, struct px_id conversation, struct px_memory *all,
				  size_t count, struct px_forgotten *forgotten, struct px_error *error)
{
	struct px_message said;
	bool tells = false;

	enum px_err err = px_message_before(domain, conversation, domain->message, JUST_NOW_MS, &said, error);
	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	gather_last(all, count, &said, forgotten);
	if (!forgotten->count && !px_source_orders(px_str(said.text), domain->arena))
		err = px_source_is_worth(domain, said.id, &tells, error);
	if (!err && tells)
		add_said(&said, forgotten);
	return err;
}

static bool was_gathered(const struct px_forgotten *forgotten, struct px_id message)
{
	for (size_t i = 0; i < forgotten->count; i++) {
		if (px_id_eq(forgotten->rows[i].source_id, message))
			return true;
	}
	return false;
}

/* The longest word of those that are asked for: few messages hold it. */
static struct px_str rarest_word(struct px_domain *domain, const char *plain)
{
	struct px_str longest = { 0 };

	for (const char *at = plain; *at; at += *at == ' ') {
		size_t n = strcspn(at, " "), stem = n > 4 && at[n - 1] == 's' ? n - 1 : n;
		if (stem > longest.size && !px_word_one_of(px_arena_strn(domain->arena, at, n), px_en_stop))
			longest = px_str_n(at, stem);
		at += n;
	}
	return longest;
}

/* A long message may tell much else: only "everything about …" takes all of it. */
static bool is_short(struct px_domain *domain, const char *text)
{
	enum { SHORT = 2 };
	struct px_clause *c = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*c));

	return px_sentences(px_str(text), domain->arena, c, PX_CLAUSES_MAX) <= SHORT;
}

/* Messages that say every word that is asked for, and of which no fact was made: recall finds them, too. */
static enum px_err gather_said(struct px_domain *domain, const struct px_forget_wish *w, struct px_forgotten *forgotten, struct px_error *error)
{
	struct px_store_filter filters[] = { { "text", PX_OP_CONTAINS, { .text = rarest_word(domain, w->plain) } }, { "role", PX_OP_EQ, { .integer = PX_ROLE_USER } } };
	struct px_store_query query = { .filters = filters, .filter_count = 2, .limit = SAID_PAGE };
	enum px_err err = PX_OK;
	size_t got = SAID_PAGE;
	void *rows;

	while (!err && got == SAID_PAGE && filters[0].value.text.size) {
		err = px_store_query(domain->tx, &px_message_record, &query, domain->arena, &rows, &got, error);
		const struct px_message *messages = rows;
		for (size_t i = 0; !err && i < got && forgotten->count < PX_FORGET_MAX; i++) {
			bool tells = false;
			if (!px_id_eq(messages[i].id, domain->message) && !was_gathered(forgotten, messages[i].id) &&
			    holds_words(domain, w->plain, messages[i].text) && (w->all || is_short(domain, messages[i].text)))
				err = px_source_is_worth(domain, messages[i].id, &tells, error);
			if (!err && tells)
				add_said(&messages[i], forgotten);
		}
		if (!err && got) {
			query.after = true;
			query.after_id = query.after_value.id = messages[got - 1].id;
		}
	}
	return err;
}

/* Of several that "that debt" may mean, the one that was told last. */
static void keep_last(struct px_forgotten *forgotten)
{
	const struct px_memory *last = forgotten->rows;
	size_t kept = 0;

	for (size_t i = 0; i < forgotten->count; i++) {
		if (forgotten->rows[i].learned > last->learned)
			last = &forgotten->rows[i];
	}
	const struct px_memory chosen = *last;
	for (size_t i = 0; i < forgotten->count; i++) {
		if (forgotten->rows[i].learned == chosen.learned && strcmp(forgotten->rows[i].text, chosen.text) == 0)
			forgotten->rows[kept++] = forgotten->rows[i];
	}
	forgotten->count = kept;
}

/* "How I take my tea": not what was told of somebody else in words that hold it ("My sister takes her tea with honey"). */
static bool is_of_others(const struct px_asked_for *asked, const struct kept *all, const struct px_memory *row)
{
	for (size_t i = 0; i < all->count; i++) {
		if (strcmp(all->rows[i].text, row->text) == 0 && !of_asked(asked, all, &all->rows[i]))
			return true;
	}
	return false;
}

/* What is meant by name: the very fact, else what the words say. */
static enum px_err gather_named(struct px_domain *domain, const struct kept *all, const struct px_forget_wish *w, const struct px_asked_for *asked,
				struct px_forgotten *forgotten, struct px_error *error)
{
	enum px_err err = PX_OK;
	int step = w->all ? 1 : 0;

	for (; step < FORGET_STEPS && (!forgotten->count || w->all || step == BY_WORDS); step++) {
		for (size_t i = 0; i < all->count && forgotten->count < PX_FORGET_MAX; i++) {
			struct px_memory *row = &all->rows[i];
			bool wanted = step == BY_WORDS ? !w->former && by_words(asked, all, row) : is_wanted(domain, row, w, step);
			if (px_id_is_none(row->id) || !wanted || (w->mine && step >= IN_WORDS && is_of_others(asked, all, row)))
				continue;
			forgotten->rows[forgotten->count++] = *row;
			row->id = PX_ID_NONE;
		}
		if (step == IN_WORDS && (!forgotten->count || w->all) && !w->former)
			err = gather_said(domain, w, forgotten, error);
		if (err)
			return err;
	}
	if (w->pointed && forgotten->count)
		keep_last(forgotten);
	gather_same_words(domain, all->rows, all->count, forgotten);
	return PX_OK;
}

/* The target as it is read, and what was found for it. */
static enum px_err gather(struct px_domain *domain, struct px_id conversation, const struct kept *all, const struct px_forget_wish *w,
			  const struct px_asked_for *asked, struct px_forgotten *forgotten, struct px_error *error)
{
	if (w->which == PX_FORGET_NAMED)
		return gather_named(domain, all, w, asked, forgotten, error);
	enum px_err err = gather_pointed(domain, conversation, all->rows, all->count, forgotten, error);
	if (!err && !forgotten->count && w->which == PX_FORGET_LAST)
		gather_last(all->rows, all->count, NULL, forgotten);
	return err;
}

enum px_err px_memory_forget(struct px_domain *domain, struct px_id conversation, struct px_str target,
			     const struct px_statement_context *context, struct px_forgotten *forgotten,
			     struct px_error *error)
{
	struct kept all;
	struct px_said_times times;
	struct px_asked_for asked;
	bool former = true;

	*forgotten = (struct px_forgotten){ 0 };
	enum px_err err = px_memory_all(domain, &all.rows, &all.count, error);
	if (err)
		return err;
	forgotten->rows = px_arena_alloc(domain->arena, (all.count + PX_FORGET_MAX + 1) * sizeof(*all.rows));
	do { /* as it was said; then without the reason behind a comma; "old" first as what no longer holds */
		struct px_forget_wish w;
		px_forget_wish_read(target, former, domain->arena, &w);
		px_said_find(context->time, target, &times);
		px_asked_for_read(&times, target, 0, domain->arena, all.rows, all.count, &asked);
		err = gather(domain, conversation, &all, &w, &asked, forgotten, error);
		if (!forgotten->what || forgotten->count)
			forgotten->what = w.said[0] ? w.said : "that";
		if (err || forgotten->count)
			break;
		former = !w.former;
	} while (!former || px_forget_without_rest(&target, domain->arena));
	for (size_t i = 0; !err && i < forgotten->count; i++)
		err = px_id_is_none(forgotten->rows[i].id) ? forget_words(domain, &forgotten->rows[i], error)
							    : px_memory_forget_row(domain, forgotten->rows[i].id, -1, error);
	return err;
}

/*
 * Which rows an action changed, and no more.  Those who keep copies and haven't read it yet go by
 * that for all its rows, of which there may be a thousand beside the one that was forgotten.
 */
static const char *only_ids(struct px_domain *domain, const char *changes)
{
	static const char *const kept[] = { "entity", "id", "part" };
	json_t *images, *image, *bare = json_array();
	size_t i;

	if (px_json_parse(px_str(changes ? changes : "[]"), &images, NULL) != PX_OK)
		images = NULL;
	json_array_foreach(images, i, image) {
		json_t *one = json_object();
		for (size_t k = 0; k < sizeof(kept) / sizeof(kept[0]); k++) {
			if (json_object_get(image, kept[k]))
				json_object_set(one, kept[k], json_object_get(image, kept[k]));
		}
		json_array_append_new(bare, one);
	}
	char *text = json_dumps(bare, JSON_COMPACT);
	const char *copy = px_arena_str(domain->arena, px_str(text));
	free(text);
	json_decref(bare);
	json_decref(images);
	return copy;
}

/* An action that can no longer be undone and says nothing. */
static enum px_err empty_action(struct px_domain *domain, const struct px_action *action, struct px_error *error)
{
	struct px_action empty = *action;

	empty.changes = only_ids(domain, action->changes);
	empty.summary = blank;
	empty.undone = true;
	empty.version++;
	return px_store_update(domain->tx, &px_action_record, &empty, action->version, error);
}

static bool names_one(const struct px_action *action, const struct px_memory *rows, size_t count)
{
	char id[PX_ID_TEXT + 1];

	for (size_t i = 0; action->changes && i < count; i++) {
		px_id_format(px_id_is_none(rows[i].id) ? rows[i].source_id : rows[i].id, id);
		char quoted[1024];
		snprintf(quoted, sizeof(quoted), "“%.900s”", rows[i].text);
		if (strstr(action->changes, id) || (action->summary && strstr(action->summary, quoted)))
			return true;
	}
	return false;
}

/* That rows are gone, by their ids alone: for those who keep copies of them.  It can't be undone. */
static enum px_err note_purge(struct px_domain *domain, const struct px_memory *rows, size_t count, struct px_error *error)
{
	const char *changes = "[";
	char id[PX_ID_TEXT + 1];

	for (size_t i = 0; i < count; i++) {
		if (px_id_is_none(rows[i].id))
			continue;
		px_id_format(rows[i].id, id);
		changes = px_arena_printf(domain->arena, "%s%s{\"entity\":\"memory\",\"id\":\"%s\"}", changes, changes[1] ? "," : "", id);
	}
	for (size_t i = 0; i < domain->change_count; i++) {
		if (strcmp(domain->changes[i].entity, "message") != 0)
			continue;
		px_id_format(domain->changes[i].id, id);
		changes = px_arena_printf(domain->arena, "%s%s{\"entity\":\"message\",\"id\":\"%s\"}", changes, changes[1] ? "," : "", id);
	}
	return px_domain_note(domain, "forget", blank, px_arena_printf(domain->arena, "%s]", changes), error);
}

/* What the dialogue still has in mind may be the very thing: it starts afresh. */
static enum px_err drop_dialogues(struct px_domain *domain, struct px_error *error)
{
	struct px_store_filter filter = { "state", PX_OP_NOT_NULL, { .integer = 0 } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 500 };
	size_t count;
	void *rows;

	do {
		enum px_err err = px_store_query(domain->tx, &px_conversation_record, &query, domain->arena, &rows, &count, error);
		struct px_conversation *conversations = rows;
		for (size_t i = 0; !err && i < count; i++) { /* its version stays: a turn may be about to write it */
			conversations[i].state = NULL;
			err = px_store_update(domain->tx, &px_conversation_record, &conversations[i], -1, error);
		}
		if (err)
			return err;
	} while (count == query.limit);
	return PX_OK;
}

static enum px_err drop_copies(struct px_domain *domain, const struct px_memory *rows, size_t count, struct px_error *error)
{
	enum px_err err = drop_dialogues(domain, error);

	for (size_t i = 0; !err && i < count; i++) {
		err = drop_answers(domain, rows[i].text, error);
		if (!err)
			err = px_proposals_forget(domain, rows[i].text, error);
	}
	if (!err)
		px_store_scrub(domain->tx);
	return err;
}

enum px_err px_memory_purge(struct px_domain *domain, const struct px_memory *rows, size_t count,
			    struct px_error *error)
{
	struct px_store_query query = { .limit = 500 };
	size_t got;

	enum px_err err = note_purge(domain, rows, count, error);
	if (!err)
		err = drop_copies(domain, rows, count, error);
	if (err)
		return err;
	do {
		void *page;
		err = px_store_query(domain->tx, &px_action_record, &query, domain->arena, &page, &got, error);
		const struct px_action *actions = page;
		for (size_t i = 0; !err && i < got; i++) {
			if (!px_id_eq(actions[i].id, domain->action) && names_one(&actions[i], rows, count))
				err = empty_action(domain, &actions[i], error);
		}
		if (err)
			return err;
		if (got) {
			query.after = true;
			query.after_id = query.after_value.id = actions[got - 1].id;
		}
	} while (got == query.limit);
	return PX_OK;
}
