/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recall on sets of items and questions with evidence: a table of methods.
 *
 *   bench_recall [--embedder local|static|none] [--model FILE] [--copies N] [--weights W,...] [--json]
 *                [--misses] FILE...
 *
 * A file holds one JSON object a line: {"id", "now"?, "items": [{"id", "at", "kind", "text", "speaker"?,
 * "session"?}], "questions": [{"q", "kind"?, "evidence": [item id, ...]}]}; times are local (UTC here).
 * An item with a session is a turn of that conversation.  Counted are the
 * shares of a question's evidence among the first five and ten hits, averaged
 * over questions that have evidence; "in one store" puts all objects of a file
 * together, with `--copies` N times, for times and memory of a large store: the
 * shares then say little.  Last come the processor time of a search with the
 * embedding of its question, and the memory of words and items.
 */
#include "base/civil.h"
#include "base/json.h"
#include "base/map.h"
#include "base/mem.h"
#include "embed/embed.h"
#include "memory/recall.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KINDS_MAX = 24, BATCH = 64, HITS = 10 };

struct item {
	struct px_recall_item recall;
	const char *name; /* its id in the file */
	int8_t *token_vectors;
	uint32_t *token_ids;
	size_t token_count;
	float *lone, *window; /* vectors */
};

struct question {
	const char *text, *kind;
	int64_t now;
	const char *scope; /* of the object it came with */
	const char **evidence;
	size_t evidence_count;
	float *vector;
	struct px_recall_tokens tokens;
};

/* What is searched together. */
struct store {
	struct item *items;
	size_t item_count;
	struct question *questions;
	size_t question_count;
	struct px_map by_id; /* of px_id bytes: struct item */
};

struct method {
	const char *name;
	struct px_recall_weights weights;
	bool lone;       /* turns stand alone */
	bool vectors, tokens;
};

struct bench {
	struct px_embed *embed;
	struct px_embed_model model;
	struct px_arena arena; /* everything that was read */
	bool json, misses;
	struct px_recall_weights weights;
	size_t copies;
	size_t largest, largest_memory; /* items of a recall, and their bytes */
	double ingest_ms, search_ms[1 << 16];
	size_t ingested, searches;
};

struct tally {
	double five, ten;
	size_t questions;
	const char *kind;
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "bench_recall: %s: %s\n", what, why);
	exit(1);
}

static void must(enum px_err err, const struct px_error *error)
{
	if (err)
		die(px_err_name(err), error->message);
}

static const char *text_of(struct bench *bench, const json_t *object, const char *key, const char *otherwise)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? px_arena_str(&bench->arena, px_str(text)) : otherwise;
}

/* Processor time of this thread in ns: others on the machine do not count. */
static int64_t cpu_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static int64_t time_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	int64_t ms = 0;
	bool has_offset;

	if (text && !px_civil_parse_ms(px_str(text), &ms, &has_offset))
		die(text, "is no time");
	return ms;
}

static void read_items(struct bench *bench, struct store *store, const json_t *items, const char *scope)
{
	static const char *const kinds[] = { "note", "message", "task", "document", "event" };

	store->items = px_realloc(store->items, (store->item_count + json_array_size(items) + 1) * sizeof(*store->items));
	for (size_t i = 0; i < json_array_size(items); i++) {
		const json_t *object = json_array_get(items, i);
		struct item *item = &store->items[store->item_count++];
		const char *kind = text_of(bench, object, "kind", "message"), *session = text_of(bench, object, "session", NULL);
		*item = (struct item){ .name = text_of(bench, object, "id", "") };
		item->recall = (struct px_recall_item){
			.id = px_id_new(),
			.text = px_str(text_of(bench, object, "text", "")),
			.speaker = px_str(text_of(bench, object, "speaker", "")),
			.at = time_of(object, "at"),
			.session = session ? px_str_hash(px_str(px_arena_printf(&bench->arena, "%s/%s", scope, session))) | 1 : 0,
			.turn = session != NULL,
		};
		for (unsigned k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
			item->recall.kind = strcmp(kind, kinds[k]) ? item->recall.kind : k;
	}
}

static void read_questions(struct bench *bench, struct store *store, const json_t *questions, int64_t now,
			   const char *scope)
{
	store->questions = px_realloc(store->questions, (store->question_count + json_array_size(questions) + 1) *
								sizeof(*store->questions));
	for (size_t i = 0; i < json_array_size(questions); i++) {
		const json_t *object = json_array_get(questions, i), *evidence = json_object_get(object, "evidence");
		struct question *question = &store->questions[store->question_count++];
		*question = (struct question){ .text = text_of(bench, object, "q", ""),
					       .kind = text_of(bench, object, "kind", "all"), .now = now, .scope = scope,
					       .evidence_count = json_array_size(evidence) };
		question->evidence = PX_ARENA_ARRAY(&bench->arena, const char *, question->evidence_count + 1);
		for (size_t e = 0; e < question->evidence_count; e++)
			question->evidence[e] =
				px_arena_str(&bench->arena, px_json_string(json_array_get(evidence, e)));
	}
}

/* One line into a store. */
static void read_line(struct bench *bench, struct px_str line, struct store *store)
{
	struct px_error error;
	json_t *object;

	must(px_json_parse(line, &object, &error), &error);
	const char *scope = text_of(bench, object, "id", "");
	read_items(bench, store, json_object_get(object, "items"), scope);
	read_questions(bench, store, json_object_get(object, "questions"), time_of(object, "now"), scope);
	json_decref(object);
}

/* Embeds texts in batches; `vectors` and, if given, the items' tokens are filled. */
static void embed(struct bench *bench, const struct px_str *texts, size_t count, bool tokens, float **vectors,
		  struct px_recall_tokens *found)
{
	struct px_embedding results[BATCH];
	struct px_arena arena;
	struct px_error error;

	px_arena_init(&arena);
	for (size_t begin = 0; begin < count; begin += BATCH) {
		size_t size = count - begin < BATCH ? count - begin : BATCH;
		struct px_embed_request request = { .texts = texts + begin, .count = size, .tokens = tokens };
		must(px_embed_now(bench->embed, &request, &arena, results, &error), &error);
		for (size_t i = 0; i < size; i++) {
			vectors[begin + i] = PX_ARENA_ARRAY(&bench->arena, float, bench->model.dims);
			memcpy(vectors[begin + i], results[i].vector, bench->model.dims * sizeof(float));
			if (!tokens)
				continue;
			size_t bytes = results[i].token_count * PX_RECALL_TOKEN_DIMS;
			int8_t *copy = px_arena_alloc(&bench->arena, bytes + 1);
			uint32_t *ids = PX_ARENA_ARRAY(&bench->arena, uint32_t, results[i].token_count + 1);
			memcpy(copy, results[i].token_vectors, bytes);
			memcpy(ids, results[i].token_ids, results[i].token_count * sizeof(*ids));
			found[begin + i] = (struct px_recall_tokens){ copy, ids, results[i].token_count };
		}
		px_arena_clear(&arena);
	}
	px_arena_release(&arena);
}

static struct item *item_of(const struct store *store, struct px_id id)
{
	return px_map_get(&store->by_id, px_str_n((const char *)id.bytes, sizeof(id.bytes)));
}

static bool give_tokens(void *arg, struct px_id id, struct px_recall_tokens *tokens)
{
	const struct item *item = item_of(arg, id);

	*tokens = (struct px_recall_tokens){ item->token_vectors, item->token_ids, item->token_count };
	return item->token_count > 0;
}

/* Vectors of every item alone and with its neighbours, and of every question. */
static void embed_store(struct bench *bench, struct store *store)
{
	struct px_recall *order = px_recall_new(&(struct px_recall_config){ 0 });
	struct px_str *texts = px_calloc(store->item_count + store->question_count + 1, sizeof(*texts));
	float **vectors = px_calloc(store->item_count + store->question_count + 1, sizeof(float *));
	struct px_recall_tokens *tokens = px_calloc(store->item_count + store->question_count + 1, sizeof(*tokens));
	bool with_tokens = bench->model.token_dims > 0;
	struct px_error error;

	for (size_t i = 0; i < store->item_count; i++) {
		must(px_recall_add(order, &store->items[i].recall, &error), &error);
		texts[i] = px_recall_embed_text(&store->items[i].recall, 1, &bench->arena);
	}
	int64_t begin = cpu_now();
	embed(bench, texts, store->item_count, with_tokens, vectors, tokens);
	for (size_t i = 0; i < store->item_count; i++) {
		struct px_recall_item window[PX_RECALL_NEIGHBOURS];
		struct px_id ids[PX_RECALL_NEIGHBOURS];
		size_t count = px_recall_window(order, store->items[i].recall.id, ids);
		for (size_t n = 0; n < count; n++)
			window[n] = item_of(store, ids[n])->recall;
		store->items[i].lone = vectors[i];
		store->items[i].token_vectors = (int8_t *)(uintptr_t)tokens[i].vectors;
		store->items[i].token_ids = (uint32_t *)(uintptr_t)tokens[i].ids;
		store->items[i].token_count = tokens[i].count;
		texts[i] = px_recall_embed_text(window, count, &bench->arena);
	}
	embed(bench, texts, store->item_count, false, vectors, NULL);
	bench->ingest_ms += (double)(cpu_now() - begin) / 1e6;
	bench->ingested += store->item_count;
	for (size_t i = 0; i < store->item_count; i++)
		store->items[i].window = vectors[i];
	for (size_t i = 0; i < store->question_count; i++)
		texts[i] = px_str(store->questions[i].text);
	embed(bench, texts, store->question_count, with_tokens, vectors, tokens);
	for (size_t i = 0; i < store->question_count; i++) {
		store->questions[i].vector = vectors[i];
		store->questions[i].tokens = tokens[i];
	}
	px_recall_free(order);
	free(texts);
	free(vectors);
	free(tokens);
}

/* A recall over the store as the method wants it. */
static struct px_recall *fill(struct bench *bench, struct store *store, const struct method *method,
			      struct px_vector_index *index)
{
	struct px_recall_config config = { .vectors = index,
					   .tokens = method->tokens ? give_tokens : NULL, .arg = store };
	struct px_recall *recall = px_recall_new(&config);
	struct px_error error;

	for (size_t i = 0; i < store->item_count; i++) {
		struct px_recall_item item = store->items[i].recall;
		int64_t begin = cpu_now();
		if (method->lone)
			item.turn = false;
		must(px_recall_add(recall, &item, &error), &error);
		struct px_recall_meaning meaning = { item.id, method->lone ? store->items[i].lone : store->items[i].window,
						     store->items[i].token_ids, store->items[i].token_count, false };
		if (index)
			must(px_recall_learn(recall, &meaning, 1, &error), &error);
		if (method->tokens)
			bench->ingest_ms += (double)(cpu_now() - begin) / 1e6;
	}
	return recall;
}

static double share_found(const struct store *store, const struct question *question, const struct px_recall_hit *hits,
			  size_t count)
{
	size_t found = 0;

	for (size_t e = 0; e < question->evidence_count; e++)
		for (size_t h = 0; h < count; h++)
			found += !strcmp(item_of(store, hits[h].id)->name, question->evidence[e]);
	return (double)found / (double)question->evidence_count;
}

static struct tally *tally_of(struct tally *tallies, const char *kind)
{
	size_t i = 0;

	while (i < KINDS_MAX - 1 && tallies[i].kind && strcmp(tallies[i].kind, kind) != 0)
		i++;
	tallies[i].kind = kind;
	return &tallies[i];
}

static void print_miss(const struct store *store, const struct question *question, const struct px_recall_hit *hits,
		       size_t count)
{
	printf("  missed (%s): %s\n", question->kind, question->text);
	for (size_t h = 0; h < count && h < 3; h++) {
		const struct px_recall_parts *parts = &hits[h].parts;
		printf("    %.2f words %.1f meaning %.2f late %.2f time %.1f who %.0f: %s\n", (double)hits[h].score,
		       (double)parts->words, (double)parts->meaning, (double)parts->late, (double)parts->time,
		       (double)parts->speaker, item_of(store, hits[h].id)->recall.text.data);
	}
}

/* For its time alone: the vectors are there already. */
static void embed_question(struct bench *bench, const struct question *question)
{
	struct px_str text = px_str(question->text);
	struct px_embed_request request = { .texts = &text, .count = 1, .tokens = true };
	struct px_embedding result;
	struct px_arena arena;
	struct px_error error;

	px_arena_init(&arena);
	must(px_embed_now(bench->embed, &request, &arena, &result, &error), &error);
	px_arena_release(&arena);
}

static void ask(struct bench *bench, const struct store *store, struct px_recall *recall, const struct method *method,
		const struct px_tz *utc, struct tally *tallies)
{
	struct px_recall_hit hits[HITS];
	struct px_recall_evidence evidence;
	struct px_error error;
	size_t count;

	for (size_t i = 0; i < store->question_count; i++) {
		const struct question *asked = &store->questions[i];
		struct px_recall_question question = { .text = px_str(asked->text), .now = asked->now, .limit = HITS,
						       .vector = method->vectors ? asked->vector : NULL,
						       .weights = &method->weights };
		if (method->tokens)
			question.tokens = asked->tokens;
		px_recall_read_times(&question, utc);
		int64_t begin = cpu_now();
		if (method->tokens)
			embed_question(bench, asked);
		must(px_recall_search(recall, &question, hits, &count, &evidence, &error), &error);
		if (method->tokens && bench->searches < sizeof(bench->search_ms) / sizeof(bench->search_ms[0]))
			bench->search_ms[bench->searches++] = (double)(cpu_now() - begin) / 1e6;
		if (method->tokens && bench->misses)
			printf("confidence %.3f coverage %.2f meaning %.2f late %.2f %s %s: %s\n", (double)evidence.confidence,
			       (double)evidence.words, (double)evidence.meaning, (double)evidence.late,
			       asked->evidence_count ? "answerable" : "UNANSWERABLE", asked->kind, asked->text);
		if (!asked->evidence_count)
			continue;
		double five = share_found(store, asked, hits, count < 5 ? count : 5), ten = share_found(store, asked, hits, count);
		struct tally *all = &tallies[0], *one = tally_of(tallies + 1, asked->kind);
		all->five += five, all->ten += ten, all->questions++;
		one->five += five, one->ten += ten, one->questions++;
		if (bench->misses && method->tokens && five < 1)
			print_miss(store, asked, hits, count);
	}
}

static void run_method(struct bench *bench, struct store *stores, size_t store_count, const struct method *method,
		       const char *title)
{
	struct px_vectors_config config = { .driver = "embedded" };
	struct tally tallies[KINDS_MAX + 1] = { { 0 } };
	struct px_tz *utc = px_tz_fixed(0);
	struct px_vectors *vectors;
	struct px_error error;

	must(px_vectors_new(&config, &vectors, &error), &error);
	for (size_t s = 0; s < store_count; s++) {
		struct px_vector_scope scope = { .user = px_id_new(), .model = PX_STR("bench"), .dims = (unsigned)bench->model.dims };
		struct px_vector_index *index = NULL;
		if (method->vectors)
			must(px_vector_open(vectors, &scope, &index, &error), &error);
		struct px_recall *recall = fill(bench, &stores[s], method, index);
		ask(bench, &stores[s], recall, method, utc, tallies);
		struct px_recall_stats stats;
		px_recall_stat(recall, &stats);
		if (stats.items > bench->largest) {
			bench->largest = stats.items;
			bench->largest_memory = stats.memory;
		}
		px_recall_free(recall);
		px_vector_close(index);
	}
	px_vectors_free(vectors);
	px_tz_free(utc);
	double count = tallies[0].questions ? (double)tallies[0].questions : 1;
	if (bench->json) {
		printf("{\"set\": \"%s\", \"method\": \"%s\", \"questions\": %zu, \"r5\": %.1f, \"r10\": %.1f}\n", title,
		       method->name, tallies[0].questions, 100 * tallies[0].five / count, 100 * tallies[0].ten / count);
		return;
	}
	printf("%-38s R@5 %5.1f  R@10 %5.1f ", method->name, 100 * tallies[0].five / count, 100 * tallies[0].ten / count);
	for (size_t i = 1; i < KINDS_MAX && tallies[i].kind; i++)
		printf(" %s %.0f", tallies[i].kind, 100 * tallies[i].five / (double)tallies[i].questions);
	printf("\n");
}

static void index_store(struct store *store)
{
	px_map_init(&store->by_id);
	for (size_t i = 0; i < store->item_count; i++)
		px_map_put(&store->by_id, px_str_n((const char *)store->items[i].recall.id.bytes, 16), &store->items[i]);
}

static void run_stores(struct bench *bench, struct store *stores, size_t count, const char *title)
{
	const struct px_recall_weights all = bench->weights;
	struct px_recall_weights no_session = all;
	no_session.session = 0;
	const struct method methods[] = {
		{ "BM25, the lone turn", { .words = 1 }, true, false, false },
		{ "dense, the lone turn", { .meaning_alone = 1 }, true, true, false },
		{ "both by z-scores 0.6 / 0.4", { .words = 0.6F, .meaning_alone = 0.4F }, true, true, false },
		{ "BM25, window", { .words = 1 }, false, false, false },
		{ "dense, window", { .meaning_alone = 1 }, false, true, false },
		{ "words alone: all but vectors", all, false, false, false },
		{ "all but token vectors", all, false, true, false },
		{ "MaxSim of the best 50", { .words = 1e-3F, .meaning = 1e-3F, .late = 1 }, false, true, true },
		{ "all but the best of the session", no_session, false, true, true },
		{ "all", all, false, true, true },
	};

	if (!bench->json)
		printf("%s\n", title);
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if ((!methods[i].vectors || bench->embed) && (!methods[i].tokens || bench->model.token_dims))
			run_method(bench, stores, count, &methods[i], title);
}

/* Items once more, with ids and conversations of their own. */
static void add_copy(struct store *store, size_t count, size_t copy)
{
	store->items = px_realloc(store->items, (store->item_count + count) * sizeof(*store->items));
	for (size_t i = 0; i < count; i++) {
		struct item *item = &store->items[store->item_count++];
		*item = store->items[i];
		item->name = "";
		item->recall.id = px_id_new();
		item->recall.session = item->recall.session ? item->recall.session + copy * 2 : 0;
	}
}

/* All stores as one; shares what they hold. */
static struct store merge(const struct store *stores, size_t count, size_t copies)
{
	struct store all = { 0 };

	for (size_t s = 0; s < count; s++) {
		all.items = px_realloc(all.items, (all.item_count + stores[s].item_count + 1) * sizeof(*all.items));
		memcpy(all.items + all.item_count, stores[s].items, stores[s].item_count * sizeof(*all.items));
		all.item_count += stores[s].item_count;
		all.questions = px_realloc(all.questions,
					   (all.question_count + stores[s].question_count + 1) * sizeof(*all.questions));
		memcpy(all.questions + all.question_count, stores[s].questions,
		       stores[s].question_count * sizeof(*all.questions));
		all.question_count += stores[s].question_count;
	}
	size_t items = all.item_count;
	for (size_t copy = 1; copy < copies; copy++)
		add_copy(&all, items, copy);
	index_store(&all);
	return all;
}

static void free_store(struct store *store)
{
	px_map_release(&store->by_id);
	free(store->items);
	free(store->questions);
}

static void run_file(struct bench *bench, const char *path)
{
	struct store *stores = NULL;
	size_t count = 0, room = 0;
	char *line = NULL;
	ssize_t size;
	FILE *file = fopen(path, "re");

	if (!file)
		die(path, "can't be read");
	while ((size = getline(&line, &room, file)) > 0) {
		stores = px_realloc(stores, (count + 1) * sizeof(*stores));
		stores[count] = (struct store){ 0 };
		read_line(bench, px_str_trim(px_str_n(line, (size_t)size)), &stores[count++]);
	}
	free(line);
	fclose(file);
	for (size_t s = 0; s < count; s++) {
		index_store(&stores[s]);
		if (bench->embed)
			embed_store(bench, &stores[s]);
	}
	run_stores(bench, stores, count, path);
	if (count > 1 || bench->copies > 1) {
		struct store all = merge(stores, count, bench->copies);
		char title[512];
		snprintf(title, sizeof(title), "%s, in one store", path);
		run_stores(bench, &all, 1, title);
		free_store(&all);
	}
	for (size_t s = 0; s < count; s++)
		free_store(&stores[s]);
	free(stores);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void print_times(struct bench *bench)
{
	if (!bench->searches)
		return;
	qsort(bench->search_ms, bench->searches, sizeof(double), by_value);
	printf(bench->json ? "{\"search_p50_ms\": %.3f, \"search_p99_ms\": %.3f, \"ingest_ms\": %.2f, \"items\": %zu, "
			     "\"bytes\": %zu}\n"
			   : "search with its question's embedding p50 %.3f ms, p99 %.3f ms; ingest %.2f ms an item; "
			     "%zu items take %zu bytes\n",
	       bench->search_ms[bench->searches / 2], bench->search_ms[bench->searches * 99 / 100],
	       bench->ingest_ms / (double)bench->ingested, bench->largest, bench->largest_memory);
}

static void open_embedder(struct bench *bench, const char *driver, const char *model)
{
	struct px_embed_config config = { .driver = driver, .model_file = model };
	struct px_error error;

	if (!strcmp(driver, "none"))
		return;
	must(px_embed_new(&config, &bench->embed, &error), &error);
	px_embed_model(bench->embed, &bench->model);
}

/* "words,meaning,late,speaker,time,session,meaning_alone": as many as are given. */
static void read_weights(char *text, struct px_recall_weights *weights)
{
	float *const parts[] = { &weights->words, &weights->meaning, &weights->late, &weights->speaker, &weights->time,
				 &weights->session, &weights->meaning_alone };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && *text; i++, text += *text == ',')
		*parts[i] = strtof(text, &text);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	const char *driver = "local", *model = NULL;
	int i = 1;

	bench.weights = px_recall_weights_default;
	for (; i < argc && !strncmp(argv[i], "--", 2); i++) {
		if (!strcmp(argv[i], "--json"))
			bench.json = true;
		else if (!strcmp(argv[i], "--misses"))
			bench.misses = true;
		else if (!strcmp(argv[i], "--copies") && i + 1 < argc)
			bench.copies = strtoul(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--weights") && i + 1 < argc)
			read_weights(argv[++i], &bench.weights);
		else if (!strcmp(argv[i], "--embedder") && i + 1 < argc)
			driver = argv[++i];
		else if (!strcmp(argv[i], "--model") && i + 1 < argc)
			model = argv[++i];
		else
			break;
	}
	if (i >= argc) {
		fprintf(stderr, "usage: bench_recall [--embedder local|static|none] [--model FILE] [--copies N] [--weights W,...] "
				"[--json] [--misses] FILE...\n");
		return 2;
	}
	px_arena_init(&bench.arena);
	open_embedder(&bench, driver, model);
	for (; i < argc; i++)
		run_file(&bench, argv[i]);
	print_times(&bench);
	if (bench.embed)
		px_embed_free(bench.embed);
	px_arena_release(&bench.arena);
	return 0;
}
