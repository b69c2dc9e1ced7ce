/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Items coming, being learned and going: the rows of recall_internal.h.
 */
#include "memory/recall.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "memory/recall_internal.h"

#include <stdlib.h>

static uint64_t hash_item(const void *owner, uint32_t row)
{
	return px_id_hash(((const struct px_recall *)owner)->items[row].id);
}

static bool is_item(const void *owner, uint32_t row, const void *key)
{
	return px_id_eq(((const struct px_recall *)owner)->items[row].id, *(const struct px_id *)key);
}

static uint64_t hash_session(const void *owner, uint32_t row)
{
	return px_table_mix(((const struct px_recall *)owner)->sessions[row].id);
}

static bool is_session(const void *owner, uint32_t row, const void *key)
{
	return ((const struct px_recall *)owner)->sessions[row].id == *(const uint64_t *)key;
}

static uint64_t hash_token(const void *owner, uint32_t row)
{
	return px_table_mix(((const struct px_recall *)owner)->tokens[row].token);
}

static bool is_token(const void *owner, uint32_t row, const void *key)
{
	return ((const struct px_recall *)owner)->tokens[row].token == *(const uint32_t *)key;
}

static const struct px_table_keys item_keys = { hash_item, is_item }, session_keys = { hash_session, is_session },
				  token_keys = { hash_token, is_token };

struct px_recall *px_recall_new(const struct px_recall_config *config)
{
	struct px_recall *recall = px_calloc(1, sizeof(*recall));

	recall->config = *config;
	recall->stemmers = px_stemmers_new();
	recall->free_item = recall->free_session = PX_ROW_NONE;
	recall->window_length = -1;
	return recall;
}

void px_recall_free(struct px_recall *recall)
{
	if (!recall)
		return;
	for (size_t i = 0; i < recall->item_count; i++)
		free(recall->items[i].terms);
	for (size_t i = 0; i < recall->speaker_count; i++)
		free(recall->speakers[i].name);
	px_stemmers_free(recall->stemmers);
	px_postings_release(&recall->words);
	px_table_release(&recall->by_id);
	px_table_release(&recall->by_session);
	px_table_release(&recall->by_token);
	free(recall->items);
	free(recall->sessions);
	free(recall->speakers);
	free(recall->tokens);
	free(recall);
}

int32_t px_recall_row(const struct px_recall *recall, struct px_id id)
{
	return (int32_t)px_table_find(&recall->by_id, &item_keys, recall, px_id_hash(id), &id);
}

int32_t px_recall_turn(const struct px_recall *recall, int32_t row, int distance)
{
	int32_t near = row;

	for (int left = distance; left && near != PX_ROW_NONE; left += left < 0 ? 1 : -1)
		near = left < 0 ? recall->items[near].previous : recall->items[near].next;
	/* Only turns lend each other their words. */
	if (near != PX_ROW_NONE && near != row && !(recall->items[row].turn && recall->items[near].turn))
		return PX_ROW_NONE;
	return near;
}

static int32_t take_item_row(struct px_recall *recall)
{
	if (recall->free_item != PX_ROW_NONE) {
		int32_t row = recall->free_item;
		recall->free_item = recall->items[row].next;
		return row;
	}
	if (recall->item_count == recall->item_room) {
		recall->item_room = recall->item_room ? recall->item_room + recall->item_room / 4 + 1 : 8;
		recall->items = px_realloc(recall->items, recall->item_room * sizeof(*recall->items));
	}
	return (int32_t)recall->item_count++;
}

static int32_t take_session_row(struct px_recall *recall, uint64_t id)
{
	int32_t row = recall->free_session;

	if (row != PX_ROW_NONE) {
		recall->free_session = recall->sessions[row].first;
	} else {
		if (recall->session_count == recall->session_room) {
			recall->session_room = recall->session_room ? recall->session_room + recall->session_room / 4 + 1 : 8;
			recall->sessions = px_realloc(recall->sessions,
						      recall->session_room * sizeof(*recall->sessions));
		}
		row = (int32_t)recall->session_count++;
	}
	recall->sessions[row] = (struct px_session){ id, PX_ROW_NONE, PX_ROW_NONE };
	px_table_add(&recall->by_session, &session_keys, recall, (uint32_t)row);
	return row;
}

static bool stands_before(const struct px_item *a, const struct px_item *b)
{
	return a->at != b->at ? a->at < b->at : px_id_cmp(a->id, b->id) < 0;
}

/* Puts an item where it belongs in its session; mostly that is the end. */
static void join_session(struct px_recall *recall, int32_t row)
{
	struct px_item *item = &recall->items[row];
	int64_t found = px_table_find(&recall->by_session, &session_keys, recall, px_table_mix(item->session),
				      &item->session);
	int32_t number = found < 0 ? take_session_row(recall, item->session) : (int32_t)found;
	struct px_session *session = &recall->sessions[number];

	item->previous = session->last;
	while (item->previous != PX_ROW_NONE && stands_before(item, &recall->items[item->previous]))
		item->previous = recall->items[item->previous].previous;
	item->next = item->previous == PX_ROW_NONE ? session->first : recall->items[item->previous].next;
	*(item->previous == PX_ROW_NONE ? &session->first : &recall->items[item->previous].next) = row;
	*(item->next == PX_ROW_NONE ? &session->last : &recall->items[item->next].previous) = row;
}

static void leave_session(struct px_recall *recall, int32_t row)
{
	struct px_item *item = &recall->items[row];
	int64_t number = px_table_find(&recall->by_session, &session_keys, recall, px_table_mix(item->session),
				       &item->session);
	struct px_session *session = &recall->sessions[number];

	*(item->previous == PX_ROW_NONE ? &session->first : &recall->items[item->previous].next) = item->next;
	*(item->next == PX_ROW_NONE ? &session->last : &recall->items[item->next].previous) = item->previous;
	if (session->first != PX_ROW_NONE)
		return;
	px_table_remove(&recall->by_session, &session_keys, recall, (uint32_t)number);
	session->first = recall->free_session;
	recall->free_session = (int32_t)number;
}

static uint16_t speaker_of(struct px_recall *recall, struct px_str name)
{
	size_t free_row = SIZE_MAX;

	if (px_str_eq_case(name, PX_STR("me")))
		name = PX_STR("");
	for (size_t i = 0; i < recall->speaker_count; i++) {
		if (recall->speakers[i].name && px_str_eq_case(px_str(recall->speakers[i].name), name)) {
			recall->speakers[i].items++;
			return (uint16_t)i;
		}
		if (!recall->speakers[i].name)
			free_row = i;
	}
	if (free_row == SIZE_MAX) {
		if (recall->speaker_count >= PX_SPEAKER_MANY)
			return PX_SPEAKER_MANY;
		free_row = recall->speaker_count++;
		recall->speakers = px_realloc(recall->speakers, recall->speaker_count * sizeof(*recall->speakers));
	}
	recall->speakers[free_row] = (struct px_speaker){ px_strndup(name.data ? name.data : "", name.size), 1 };
	return (uint16_t)free_row;
}

static void drop_speaker(struct px_recall *recall, uint16_t speaker)
{
	if (speaker == PX_SPEAKER_MANY || --recall->speakers[speaker].items)
		return;
	free(recall->speakers[speaker].name);
	recall->speakers[speaker].name = NULL;
}

/* Terms of an item as they are found. */
struct gather {
	struct px_recall *recall;
	int32_t row;
	uint32_t *terms;
	uint32_t count, room, length;
};

static void gather_term(void *arg, struct px_str term, enum px_term_role role)
{
	struct gather *gather = arg;
	bool first;
	uint32_t number = px_postings_add(&gather->recall->words, term, (uint32_t)gather->row, &first);

	gather->length += role == PX_TERM_WORD;
	if (!first)
		return;
	if (gather->count == gather->room) {
		gather->room = gather->room ? 2 * gather->room : 32;
		gather->terms = px_realloc(gather->terms, gather->room * sizeof(*gather->terms));
	}
	gather->terms[gather->count++] = number;
}

static void add_terms(struct px_recall *recall, int32_t row, const struct px_recall_item *item)
{
	struct gather gather = { .recall = recall, .row = row };
	size_t size = px_str_eq_case(item->speaker, PX_STR("me")) ? 0 : item->speaker.size;

	px_terms_each(recall->stemmers, px_str_n(item->speaker.data, size), gather_term, &gather);
	px_terms_each(recall->stemmers, item->heading, gather_term, &gather);
	px_terms_each(recall->stemmers, item->text, gather_term, &gather);
	if (gather.count)
		gather.terms = px_realloc(gather.terms, gather.count * sizeof(*gather.terms));
	recall->items[row].terms = gather.terms;
	recall->items[row].term_count = gather.count;
	recall->items[row].length = gather.length;
	recall->memory += gather.count * sizeof(*gather.terms);
}

static void forget_tokens(struct px_recall *recall, struct px_item *item)
{
	for (uint32_t i = 0; i < item->token_count; i++) {
		uint32_t token = item->terms[item->term_count + i];
		int64_t row = px_table_find(&recall->by_token, &token_keys, recall, px_table_mix(token), &token);
		recall->tokens[row].items--; /* the row stays: the next text has it again */
	}
	recall->memory -= item->token_count * sizeof(*item->terms);
	item->token_count = 0;
}

/* Out of everything but the vector index. */
static void remove_row(struct px_recall *recall, int32_t row)
{
	struct px_item *item = &recall->items[row];

	forget_tokens(recall, item);
	for (uint32_t i = 0; i < item->term_count; i++)
		px_postings_remove(&recall->words, item->terms[i], (uint32_t)row);
	recall->memory -= item->term_count * sizeof(*item->terms);
	if (item->session)
		leave_session(recall, row);
	drop_speaker(recall, item->speaker);
	px_table_remove(&recall->by_id, &item_keys, recall, (uint32_t)row);
	recall->learned -= item->learned;
	recall->live--;
	recall->window_length = -1;
	free(item->terms);
	*item = (struct px_item){ .next = recall->free_item };
	recall->free_item = row;
}

enum px_err px_recall_add(struct px_recall *recall, const struct px_recall_item *item, struct px_error *error)
{
	int32_t row = px_recall_row(recall, item->id);

	if (px_id_is_none(item->id))
		return px_fail(error, PX_INVALID, "id", "an item to recall needs an id");
	if (item->kind >= PX_VECTOR_KINDS)
		return px_fail(error, PX_INVALID, "kind", "kind %u; %d at most", item->kind, PX_VECTOR_KINDS - 1);
	if (item->text.size + item->heading.size + item->speaker.size > PX_RECALL_TEXT_MAX)
		return px_fail(error, PX_TOO_LARGE, "text", "%zu bytes of text; %d at most", item->text.size,
			       PX_RECALL_TEXT_MAX);
	if (row == PX_ROW_NONE && recall->live >= PX_RECALL_ITEMS_MAX)
		return px_fail(error, PX_TOO_LARGE, "items", "%d items of one user at most", PX_RECALL_ITEMS_MAX);
	if (row != PX_ROW_NONE)
		remove_row(recall, row);
	row = take_item_row(recall);
	recall->items[row] = (struct px_item){ .id = item->id, .at = item->at, .session = item->session,
					       .previous = PX_ROW_NONE, .next = PX_ROW_NONE,
					       .kind = (uint8_t)item->kind, .live = true,
					       .turn = item->turn && item->session };
	recall->items[row].speaker = speaker_of(recall, item->speaker);
	px_table_add(&recall->by_id, &item_keys, recall, (uint32_t)row);
	add_terms(recall, row, item);
	if (item->session)
		join_session(recall, row);
	recall->live++;
	recall->window_length = -1;
	return PX_OK;
}

size_t px_recall_window(const struct px_recall *recall, struct px_id id, struct px_id window[PX_RECALL_NEIGHBOURS])
{
	int32_t row = px_recall_row(recall, id);
	size_t count = 0;

	for (int distance = -2; row != PX_ROW_NONE && distance <= 1; distance++) {
		int32_t near = px_recall_turn(recall, row, distance);
		if (near != PX_ROW_NONE)
			window[count++] = recall->items[near].id;
	}
	return count;
}

size_t px_recall_stale(const struct px_recall *recall, struct px_id id, struct px_id stale[PX_RECALL_NEIGHBOURS])
{
	int32_t row = px_recall_row(recall, id);
	size_t count = 0;

	for (int distance = -1; row != PX_ROW_NONE && distance <= 2; distance++) {
		int32_t near = px_recall_turn(recall, row, distance);
		if (near != PX_ROW_NONE)
			stale[count++] = recall->items[near].id;
	}
	return count;
}

struct px_str px_recall_embed_text(const struct px_recall_item *items, size_t count, struct px_arena *arena)
{
	size_t size = 0, at = 0;

	for (size_t i = 0; i < count; i++)
		size += items[i].speaker.size + items[i].heading.size + items[i].text.size + 8;
	char *text = px_arena_alloc(arena, size + 1);
	for (size_t i = 0; i < count; i++) {
		struct px_str speaker = items[i].speaker;
		if (px_str_eq_case(speaker, PX_STR("me")))
			speaker.size = 0;
		at += (size_t)snprintf(text + at, size + 1 - at, "%s%.*s%s%.*s%s%.*s", i ? "\n" : "",
				       PX_STR_ARG(speaker), speaker.size ? ": " : "", PX_STR_ARG(items[i].heading),
				       items[i].heading.size ? ": " : "", PX_STR_ARG(items[i].text));
	}
	return px_str_n(text, at);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void count_token(struct px_recall *recall, uint32_t token)
{
	int64_t row = px_table_find(&recall->by_token, &token_keys, recall, px_table_mix(token), &token);

	if (row < 0) {
		if (recall->token_count == recall->token_room) {
			recall->token_room = recall->token_room ? 2 * recall->token_room : 64;
			recall->tokens = px_realloc(recall->tokens, recall->token_room * sizeof(*recall->tokens));
		}
		row = (int64_t)recall->token_count++;
		recall->tokens[row] = (struct px_token_use){ token, 0 };
		px_table_add(&recall->by_token, &token_keys, recall, (uint32_t)row);
	}
	recall->tokens[row].items++;
}

static void learn_tokens(struct px_recall *recall, struct px_item *item, const uint32_t *ids, size_t count)
{
	forget_tokens(recall, item);
	if (!count)
		return;
	item->terms = px_realloc(item->terms, (item->term_count + count) * sizeof(*item->terms));
	uint32_t *tokens = item->terms + item->term_count;
	memcpy(tokens, ids, count * sizeof(*ids));
	qsort(tokens, count, sizeof(*tokens), by_number);
	for (size_t i = 0; i < count; i++)
		if (!item->token_count || tokens[item->token_count - 1] != tokens[i])
			tokens[item->token_count++] = tokens[i];
	for (uint32_t i = 0; i < item->token_count; i++)
		count_token(recall, tokens[i]);
	item->terms = px_realloc(item->terms, (item->term_count + item->token_count) * sizeof(*item->terms));
	recall->memory += item->token_count * sizeof(*item->terms);
}

uint32_t px_recall_token_items(const struct px_recall *recall, uint32_t token)
{
	int64_t row = px_table_find(&recall->by_token, &token_keys, recall, px_table_mix(token), &token);

	return row < 0 ? 0 : recall->tokens[row].items;
}

int64_t px_recall_behind(const struct px_recall *recall)
{
	return recall->behind;
}

/* Vectors are a copy: a server that can't be reached may not stop anybody from writing or finding things. */
static enum px_err without_server(struct px_recall *recall, enum px_err err, struct px_error *error)
{
	if (err != PX_UNAVAILABLE && err != PX_TIMEOUT)
		return err;
	if (!recall->behind)
		px_log(PX_LOG_WARN, "memory", "vectors could not be written; they will be later", PX_LF("reason", error->message));
	recall->behind = recall->behind ? recall->behind : px_clock_mono();
	return PX_OK;
}

static enum px_err put_vectors(struct px_recall *recall, const struct px_recall_meaning *meanings, size_t count,
			       struct px_error *error)
{
	struct px_vector_item *vectors = px_calloc(count, sizeof(*vectors));
	size_t given = 0;
	enum px_err err = PX_OK;

	for (size_t i = 0; i < count; i++) {
		const struct px_item *item = &recall->items[px_recall_row(recall, meanings[i].id)];
		if (meanings[i].vector && !meanings[i].indexed)
			vectors[given++] = (struct px_vector_item){ item->id, item->kind, item->at, item->session,
								    meanings[i].vector };
	}
	if (given && !recall->config.vectors)
		err = px_fail(error, PX_UNSUPPORTED, "vector", "recall was opened without a vector index");
	else if (given) {
		struct px_error reason = { 0 };
		err = without_server(recall, px_vector_put(recall->config.vectors, vectors, given, &reason), &reason);
		if (err && error)
			*error = reason;
	}
	free(vectors);
	return err;
}

enum px_err px_recall_learn(struct px_recall *recall, const struct px_recall_meaning *meanings, size_t count,
			    struct px_error *error)
{
	for (size_t i = 0; i < count; i++)
		if (px_recall_row(recall, meanings[i].id) == PX_ROW_NONE)
			return px_fail(error, PX_NOT_FOUND, "id", "item %zu is not there any more", i);
	enum px_err err = put_vectors(recall, meanings, count, error);
	for (size_t i = 0; i < count && !err; i++) {
		struct px_item *item = &recall->items[px_recall_row(recall, meanings[i].id)];
		bool has_vector = meanings[i].vector || meanings[i].indexed;
		recall->learned += has_vector && !item->learned;
		item->learned = item->learned || has_vector;
		if (meanings[i].token_ids)
			learn_tokens(recall, item, meanings[i].token_ids, meanings[i].token_count);
	}
	return err;
}

enum px_err px_recall_remove(struct px_recall *recall, const struct px_id *ids, size_t count, struct px_error *error)
{
	struct px_error reason = { 0 };
	enum px_err err = recall->config.vectors && count
				  ? without_server(recall, px_vector_remove(recall->config.vectors, ids, count, NULL, &reason), &reason)
				  : PX_OK;

	if (err && error)
		*error = reason;
	for (size_t i = 0; i < count && !err; i++) {
		int32_t row = px_recall_row(recall, ids[i]);
		if (row != PX_ROW_NONE)
			remove_row(recall, row);
	}
	return err;
}

void px_recall_stat(const struct px_recall *recall, struct px_recall_stats *stats)
{
	*stats = (struct px_recall_stats){
		.items = recall->live,
		.terms = recall->words.terms,
		.sessions = recall->by_session.count,
		.learned = recall->learned,
		.memory = recall->memory + recall->words.memory + recall->item_room * (sizeof(struct px_item) + 16) +
			  recall->session_room * sizeof(struct px_session) +
			  recall->token_room * sizeof(struct px_token_use) +
			  4 * (recall->by_id.size + recall->by_session.size + recall->by_token.size +
			       recall->words.table.size),
	};
}
