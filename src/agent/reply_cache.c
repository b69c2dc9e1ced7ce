/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person's answers are a small ring.  Vectors are not kept: they are made
 * when words say that two questions may be the same, which is seldom.
 */
#include "agent/reply_cache.h"

#include "agent/reply_words.h"
#include "agent/text_marks.h"
#include "base/mem.h"

#include <stdlib.h>

enum {
	REPLIES = 24, WORDS = 64, ALONE_WORDS = 4,
	TEXT_MAX_BYTES = 8192, QUESTION_MAX_BYTES = 1024, SAID_BACK = 40 /* messages that are looked at */,
};

struct reply {
	struct px_reply_state state;
	uint64_t context;
	char *question, *text;
	bool foreign;
};

struct replies {
	struct reply ring[REPLIES];
	size_t next;
	size_t bytes;
};

static void clear(struct replies *replies, struct reply *reply)
{
	if (reply->text)
		replies->bytes -= strlen(reply->text) + strlen(reply->question);
	free(reply->question);
	free(reply->text);
	*reply = (struct reply){ .question = NULL };
}

static void evict(void *piece)
{
	struct replies *replies = piece;

	for (size_t i = 0; i < REPLIES; i++)
		clear(replies, &replies->ring[i]);
	free(replies);
}

const struct px_shard_part px_reply_part = { "replies", 512 << 10, 32 << 20, evict };

/* -------------------------------------------------------------------- words */

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || c == '\'' || c == '+' || c == '%';
}

/* The next word in lower case, at most PX_REPLY_WORD - 1 bytes of it; false at the end. */
bool px_reply_next_word(struct px_str *rest, char word[PX_REPLY_WORD])
{
	size_t size = 0;

	for (; rest->size; *rest = px_str_n(rest->data + 1, rest->size - 1)) {
		char c = rest->data[0];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (is_word_char(c) && size + 1 < PX_REPLY_WORD)
			word[size++] = c;
		else if (!is_word_char(c) && size)
			break;
	}
	word[size] = '\0';
	return size > 0;
}

bool px_reply_word_in(const char *word, const char *list)
{
	char wanted[PX_REPLY_WORD + 2];

	snprintf(wanted, sizeof(wanted), " %s ", word);
	return strstr(list, wanted) != NULL;
}

static bool has_word_of(struct px_str text, const char *list)
{
	char word[PX_REPLY_WORD];

	while (px_reply_next_word(&text, word)) {
		if (px_reply_word_in(word, list))
			return true;
	}
	return false;
}

bool px_reply_may_repeat(struct px_str question)
{
	return question.size <= QUESTION_MAX_BYTES && !has_word_of(question, px_reply_fleeting);
}

bool px_reply_stands_alone(struct px_str question)
{
	struct px_str rest = question;
	char word[PX_REPLY_WORD];
	size_t count = 0;

	while (px_reply_next_word(&rest, word)) {
		if (!count++ && px_reply_word_in(word, px_reply_going_on))
			return false;
	}
	return count >= ALONE_WORDS && count <= WORDS && !has_word_of(question, px_reply_pointing);
}

/* The next word that says what is asked, without the ending of a plural or of "says". */
bool px_reply_next_content(struct px_str *rest, char word[PX_REPLY_WORD])
{
	while (px_reply_next_word(rest, word)) {
		bool light = px_reply_word_in(word, px_reply_light);
		size_t size = strlen(word);
		if (size > 3 && word[size - 1] == 's' && word[size - 2] != 's')
			word[size - 1] = '\0';
		if (!light && !px_reply_word_in(word, px_reply_light))
			return true;
	}
	return false;
}

bool px_reply_same_words(struct px_str one, struct px_str other)
{
	char a[PX_REPLY_WORD], b[PX_REPLY_WORD];

	for (size_t i = 0;; i++) {
		bool more = px_reply_next_content(&one, a), as_well = px_reply_next_content(&other, b);
		if (more != as_well || (more && strcmp(a, b) != 0))
			return false;
		if (!more)
			return i > 0;
	}
}

/* -------------------------------------------------------------------- state */

static enum px_err newest(struct px_domain *domain, const struct px_record *record, const char *order, void **row,
			  struct px_error *error)
{
	const struct px_store_query query = { .order = order, .descending = true, .limit = 1 };
	size_t count;
	enum px_err err = px_store_query(domain->tx, record, &query, domain->arena, row, &count, error);

	if (!err && !count)
		*row = NULL;
	return err;
}

/* What was told in passing is known to whoever reads the talk, though nothing was done for it. */
static enum px_err find_said(struct px_domain *domain, struct px_text_marks *marks, struct px_id message, struct px_str question,
			     int64_t *said, struct px_error *error)
{
	const struct px_store_filter own = { "role", PX_OP_EQ, { .integer = PX_ROLE_USER } };
	const struct px_store_query query = { .filters = &own, .filter_count = 1, .order = "seq", .descending = true, .limit = SAID_BACK };
	size_t count = 0;
	void *rows;
	enum px_err err = px_store_query(domain->tx, &px_message_record, &query, domain->arena, &rows, &count, error);

	*said = 0;
	for (size_t i = 0; !err && i < count; i++) {
		const struct px_message *row = &((const struct px_message *)rows)[i];
		struct px_str text = px_str(row->text);
		if (px_id_eq(row->id, message) || px_text_marks_question(marks, row->id, text, domain->arena) ||
		    px_reply_same_words(text, question))
			continue;
		*said = row->seq;
		break;
	}
	return err;
}

enum px_err px_reply_state_read(struct px_domain *domain, const struct px_memory_keep *keep, const struct px_user *person,
				struct px_id message, struct px_str question, struct px_reply_state *state, struct px_error *error)
{
	void *action = NULL, *document = NULL;
	int64_t said = 0;
	enum px_err err = newest(domain, &px_action_record, "seq", &action, error);

	if (!err)
		err = newest(domain, &px_document_record, "updated", &document, error);
	if (!err)
		err = find_said(domain, px_text_marks_open(keep, domain->user), message, question, &said, error);
	if (err)
		return err;
	*state = (struct px_reply_state){ .day = px_domain_today(domain), .person = person->version, .said = said,
					  .actions = action ? ((const struct px_action *)action)->seq : 0,
					  .documents = document ? ((const struct px_document *)document)->updated : 0 };
	return PX_OK;
}

bool px_reply_state_same(const struct px_reply_state *one, const struct px_reply_state *other)
{
	return one->day == other->day && one->actions == other->actions && one->documents == other->documents &&
	       one->person == other->person && one->said == other->said;
}

/* ------------------------------------------------------------------ finding */

static float dot(const float *a, const float *b, size_t dims)
{
	float sum = 0;

	for (size_t i = 0; i < dims; i++)
		sum += a[i] * b[i];
	return sum;
}

float px_reply_likeness(struct px_embed *embed, struct px_str one, struct px_str other, struct px_arena *arena)
{
	const struct px_str texts[] = { one, other };
	const struct px_embed_request request = { .user = PX_ID_NONE, .texts = texts, .count = 2 };
	struct px_embedding results[2];
	struct px_embed_model model;

	px_embed_model(embed, &model);
	if (px_embed_now(embed, &request, arena, results, NULL) != PX_OK)
		return 0;
	return dot(results[0].vector, results[1].vector, model.dims);
}

/* The embedder that is part of the program takes microseconds and is always there; nobody waits for another. */
static bool are_alike(const struct px_memory_engine *engine, struct px_str one, struct px_str other, struct px_arena *arena)
{
	struct px_embed *embed = engine && engine->find ? engine->find(engine->find_arg, "static", NULL) : NULL;

	return embed && px_reply_likeness(embed, one, other, arena) >= PX_REPLY_ALIKE;
}

static bool asks_the_same(const struct px_memory_engine *engine, struct px_str one, struct px_str other, struct px_arena *arena)
{
	return px_reply_stands_alone(one) && px_reply_stands_alone(other) && px_reply_same_words(one, other) &&
	       are_alike(engine, one, other, arena);
}

bool px_reply_find(const struct px_memory_keep *keep, struct px_id user, const struct px_reply_question *question,
		   struct px_arena *arena, struct px_reply_found *found)
{
	const struct replies *replies = px_shard_part_get(keep->parts, &px_reply_part, user, keep->epoch);

	for (size_t i = 0; replies && i < REPLIES; i++) {
		const struct reply *reply = &replies->ring[i];
		if (!reply->text || !px_reply_state_same(&reply->state, &question->state))
			continue;
		bool exact = reply->context == question->context;
		if (!exact && !asks_the_same(keep->engine, px_str(reply->question), question->text, arena))
			continue;
		*found = (struct px_reply_found){ px_arena_str(arena, px_str(reply->text)), reply->foreign, exact };
		return true;
	}
	return false;
}

void px_reply_keep(struct px_shard_parts *parts, uint64_t epoch, struct px_id user, const struct px_reply_question *question,
		   struct px_str text, bool foreign)
{
	struct replies *replies = px_shard_part_get(parts, &px_reply_part, user, epoch);
	bool fresh = !replies;

	if (!parts || !text.size || text.size > TEXT_MAX_BYTES || !px_reply_may_repeat(question->text))
		return;
	if (fresh)
		replies = px_calloc(1, sizeof(*replies));
	struct reply *reply = &replies->ring[replies->next++ % REPLIES];
	clear(replies, reply);
	*reply = (struct reply){ question->state, question->context, px_strndup(question->text.data, question->text.size),
				 px_strndup(text.data, text.size), foreign };
	replies->bytes += strlen(reply->text) + strlen(reply->question);
	if (fresh)
		(void)px_shard_part_put(parts, &px_reply_part, user, epoch, replies, sizeof(*replies) + replies->bytes);
	else
		(void)px_shard_part_update(parts, &px_reply_part, user, epoch, sizeof(*replies) + replies->bytes);
}
