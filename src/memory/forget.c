/* SPDX-License-Identifier: Apache-2.0 */
/* A person keeps some thousands of memories at most, so all are looked through. */
#include "memory/forget.h"

#include "domain/conversation.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/proposal.h"
#include "domain/talk_summary.h"
#include "domain/text.h"
#include "memory/answer.h"
#include "memory/before.h"
#include "memory/en.h"
#include "memory/evidence.h"
#include "memory/predicate.h"

#include <ctype.h>
#include <stdio.h>

static const char blank[] = PX_MESSAGE_FORGOTTEN;

/* By subject and attribute; by subject; by all words; by words of the same meaning, which also finds what was replaced. */
enum { BY_WORDS = 3, FORGET_STEPS = 4 };

enum { OLD_ONES = 7 /* words of ", the old one as well", at most */, JUST_NOW_MS = 60 * 60 * 1000 };

/* "passport date": the last words name what of it. */
static void split_attribute(struct px_domain *domain, const char *plain, const char **subject, const char **attribute)
{
	const char *last = strrchr(plain, ' ');

	*subject = *attribute = NULL;
	while (last) {
		const char *canonical = px_attribute_canonical(last + 1, domain->arena);
		if (px_attribute_known(last + 1, domain->arena)) {
			*subject = px_arena_strn(domain->arena, plain, (size_t)(last - plain));
			*attribute = canonical;
		}
		while (last > plain && *--last != ' ')
			;
		if (last == plain)
			return;
	}
}

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

/* The request as subject and attribute; then what it means in plain words. */
struct wanted {
	const char *plain, *said; /* folded, and as it was typed */
	const char *subject, *attribute;   /* as a noun phrase names them */
	const char *subject2, *attribute2; /* as its last word splits them */
	bool all;                          /* "everything about …" */
};

/* "all my addresses, the old one as well": what was replaced goes with what holds, whether it is named or not. */
static void cut_old_ones(struct px_clause *c)
{
	const char *last = c->count ? c->words[c->count - 1].text : "";
	const bool all = c->count && strcmp(c->words[0].text, "all") == 0;
	const bool as_well = px_word_one_of(last, "well too also");

	for (size_t i = 1; i + 1 < c->count && (all || as_well); i++) { /* "my number, the old one" is that one alone */
		if (c->words[i].comma && px_clause_has_at(c, i, "the old") && c->count - i <= OLD_ONES) {
			px_clause_cut(c, i, c->count);
			break;
		}
	}
	if (c->count > 2 && strcmp(c->words[0].text, "all") == 0 && px_word_one_of(c->words[1].text, "my our"))
		px_clause_cut(c, 0, 1);
}

/* "addresses" for "address": of an attribute that has a name. */
static const char *attribute_of(struct px_domain *domain, const char *named)
{
	size_t n = strlen(named), cut = n > 3 && strcmp(named + n - 2, "es") == 0 ? 2 : n > 2 && named[n - 1] == 's' ? 1 : 0;

	for (; cut && !px_attribute_known(named, domain->arena); cut--) {
		const char *one = px_arena_strn(domain->arena, named, n - cut);
		if (px_attribute_known(one, domain->arena))
			return px_attribute_canonical(one, domain->arena);
	}
	return px_attribute_canonical(named, domain->arena);
}

static void read_target(struct px_domain *domain, struct px_str target, struct wanted *w)
{
	struct px_clause *clause = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*clause));
	struct px_named named;
	size_t at, length;

	*w = (struct wanted){ .plain = "", .said = "" };
	if (!px_sentences(target, domain->arena, clause, PX_CLAUSES_MAX))
		return;
	cut_old_ones(clause);
	if (px_clause_has(clause, "everything about|all about|everything on|everything i said about|everything i told you about|anything about|"
				  "everything you know about|what you know about|what i said about|what i told you about|about|all of|everything",
			  &at, &length) && at == 0 && length < clause->count) {
		w->all = length > 1 || strcmp(clause->words[0].text, "everything") == 0;
		px_clause_cut(clause, 0, length);
	}
	if (px_clause_has(clause, "that i|that my|that", &at, &length) && at == 0 && length < clause->count)
		px_clause_cut(clause, 0, 1);
	w->plain = px_clause_plain(clause, 0, clause->count, domain->arena);
	bool own = clause->count > 1 && px_word_one_of(clause->words[0].text, "my our"); /* it is said to whose it is */
	w->said = px_clause_text(target, clause, own ? 1 : 0, clause->count, domain->arena);
	if (px_named_read(target, clause, 0, clause->count, domain->arena, &named) && !named.pronoun) {
		w->subject = named.subject;
		w->attribute = named.attribute ? attribute_of(domain, named.attribute) : NULL;
	} else {
		w->subject = "me"; /* "passport date", the engine having taken "my" away */
		w->attribute = attribute_of(domain, w->plain);
	}
	size_t from = clause->count && px_word_one_of(clause->words[0].text, "my our the a an") ? 1 : 0;
	split_attribute(domain, px_clause_plain(clause, from, clause->count, domain->arena), &w->subject2, &w->attribute2);
}

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

/* "don't ever stop remembering …": a "not" before the phrase turns it round. */
static bool is_denied(const struct px_clause *c, size_t at)
{
	while (at && !c->words[at].comma && is(c, at - 1, "ever please you to"))
		at--;
	return at && !c->words[at].comma && is(c, at - 1, "not never");
}

/* "my work email, I have left the firm": where the words that say what is to be forgotten end. */
static size_t without_reason(const struct px_clause *c, size_t from)
{
	for (size_t i = from + 1; i + 1 < c->count; i++) {
		if ((c->words[i].comma && is(c, i, "i we he she they it") && px_is_verb(c->words[i + 1].text)) || is(c, i, "because"))
			return i;
	}
	return c->count;
}

bool px_forget_begins(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t i = 0;

	if (!px_sentences(text, arena, c, PX_CLAUSES_MAX))
		return false;
	if (px_clause_starts(c, px_en_forget_last, NULL))
		return true;
	while (is(c, i, px_en_before_forget) || is(c, i, px_en_adverbs))
		i++;
	return is(c, i, "forget");
}

bool px_forget_asked(struct px_str text, struct px_arena *arena, const char **target)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t sentences = px_sentences(text, arena, c, PX_CLAUSES_MAX), length;

	if (sentences != 1 || c->question)
		return false;
	if (px_clause_starts(c, px_en_forget_last, &length)) {
		*target = px_clause_text(text, c, 0, c->count, arena);
		return true;
	}
	size_t at;
	if (px_clause_has(c, px_en_no_remembering, &at, &length) && at + length < c->count && !is_denied(c, at)) {
		size_t to = at + length; /* "… my weight any more, delete it" */
		while (to < c->count && !(to > at + length && c->words[to].comma) && !px_clause_has_at(c, to, "any more") && !is(c, to, "anymore"))
			to++;
		*target = px_clause_text(text, c, at + length, to, arena);
		return (*target)[0] != '\0';
	}
	for (size_t i = 0; i < c->count && i < 9; i++) {
		bool verb = is(c, i, "forget erase unlearn wipe"), wide = is(c, i, "delete remove") && px_clause_has(c, px_en_forget_all, NULL, NULL);
		if ((!verb && !wide) || i + 1 == c->count)
			continue;
		bool polite = i == 0 || c->words[i].comma || is(c, i - 1, px_en_before_forget) || (is(c, i - 1, "to") && i > 1 && is(c, i - 2, "you"));
		if (!polite || px_clause_has(c, "do not|never|always|shall not|will not", NULL, NULL))
			return false;
		*target = px_clause_text(text, c, i + 1, without_reason(c, i + 1), arena);
		return true;
	}
	return false;
}

/* Whose fact it is must be said, or be the person's own: "my address" is not my mother's. */
static bool of_asked(const struct px_asked_for *asked, const struct px_memory *row)
{
	if (!row->subject || strcmp(row->subject, "me") == 0)
		return true;
	for (size_t i = 0; i < asked->count; i++) {
		const struct px_asked_word *w = &asked->words[i];
		if (!w->light && (px_text_holds(asked->arena, row->subject, px_str(w->text)) ||
				  (w->alias && px_text_holds(asked->arena, row->subject, px_str(w->alias)))))
			return true;
	}
	return false;
}

static bool by_words(const struct px_asked_for *asked, const struct px_memory *row)
{
	if (!px_evidence_possible(asked, row->text, row->subject, row->attribute))
		return false;
	struct px_evidence e = px_evidence_of(asked, row->text, row->subject, row->attribute);
	return e.names && !e.foreign && e.met > 0.99F && (e.exact || row->attribute) && of_asked(asked, row);
}

/* "that", "this": what was told just before. "It" may as well be what is to be done. */
static bool only_points(const struct px_clause *c)
{
	for (size_t i = 0; i < c->count; i++) {
		if (!is(c, i, "that this"))
			return false;
	}
	return c->count > 0;
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

static bool is_wanted(struct px_domain *domain, const struct px_memory *row, const struct wanted *w, int step)
{
	switch (step) {
	case 0: /* the very fact */
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

/* "Forget that": what the message before told, in this conversation; nothing if it told nothing. */
static enum px_err gather_pointed(struct px_domain *domain, struct px_id conversation, struct px_memory *all,
				  size_t count, struct px_forgotten *forgotten, struct px_error *error)
{
	struct px_message said;

	enum px_err err = px_message_before(domain, conversation, domain->message, JUST_NOW_MS, &said, error);
	if (!err)
		gather_last(all, count, &said, forgotten);
	return err == PX_NOT_FOUND ? PX_OK : err;
}

enum px_err px_memory_forget(struct px_domain *domain, struct px_id conversation, struct px_str target,
			     const struct px_statement_context *context, struct px_forgotten *forgotten,
			     struct px_error *error)
{
	struct px_memory *all;
	struct wanted w;
	size_t count;

	struct px_asked_for asked;
	struct px_said_times times;
	size_t length;

	px_said_find(context->time, target, &times);
	*forgotten = (struct px_forgotten){ 0 };
	read_target(domain, target, &w);
	forgotten->what = w.said[0] ? w.said : "that";
	enum px_err err = px_memory_all(domain, &all, &count, error);
	if (err)
		return err;
	forgotten->rows = px_arena_alloc(domain->arena, (count + 1) * sizeof(*all));
	px_asked_for_read(&times, target, 0, domain->arena, all, count, &asked);
	struct px_clause *clause = px_arena_zero(domain->arena, PX_CLAUSES_MAX, sizeof(*clause));
	bool said = px_sentences(target, domain->arena, clause, PX_CLAUSES_MAX) > 0, points = said && only_points(clause);
	bool last = said && (points || px_clause_starts(clause, px_en_forget_last, &length));
	if (last)
		forgotten->what = "that";
	if (points || (last && px_clause_starts(clause, px_en_deletes, &length)))
		err = gather_pointed(domain, conversation, all, count, forgotten, error);
	else if (last)
		gather_last(all, count, NULL, forgotten);
	for (int step = last ? FORGET_STEPS : w.all ? 1 : 0; step < FORGET_STEPS && (!forgotten->count || w.all || step == BY_WORDS); step++) {
		for (size_t i = 0; i < count && forgotten->count < PX_FORGET_MAX; i++) {
			if (px_id_is_none(all[i].id) || !(step == BY_WORDS ? by_words(&asked, &all[i]) : is_wanted(domain, &all[i], &w, step)))
				continue;
			forgotten->rows[forgotten->count++] = all[i];
			all[i].id = PX_ID_NONE;
		}
	}
	if (!last)
		gather_same_words(domain, all, count, forgotten);
	for (size_t i = 0; !err && i < forgotten->count; i++)
		err = px_memory_forget_row(domain, forgotten->rows[i].id, -1, error);
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
		px_id_format(rows[i].id, id);
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
		px_id_format(rows[i].id, id);
		changes = px_arena_printf(domain->arena, "%s%s{\"entity\":\"memory\",\"id\":\"%s\"}", changes, i ? "," : "", id);
	}
	for (size_t i = 0; i < domain->change_count; i++) {
		if (strcmp(domain->changes[i].entity, "message") != 0)
			continue;
		px_id_format(domain->changes[i].id, id);
		changes = px_arena_printf(domain->arena, "%s,{\"entity\":\"message\",\"id\":\"%s\"}", changes, id);
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
