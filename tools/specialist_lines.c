/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trained reader for its trainer and for measuring it.
 *
 *   specialist_lines inputs ENCODER < lines > inputs     what the net is given, with the outputs of the shared layers
 *   specialist_lines marks ENCODER WEIGHTS < lines       marks as the net of that weight file reads them, a line each
 *   specialist_lines time ENCODER WEIGHTS < lines        microseconds of each reading, the best of five
 *
 * A line is {"text", "before"?, "reply"?, "known"?: [["event", title], ["task", title], ["item", title, list],
 * ["list", name], …]}.  An input is, in 32-bit words: pieces, words; then of each piece its id, of each its features; of
 * each word its first piece, begin and end; of each piece its row of floats.  Both are 0 for a text that isn't read.
 */
#include "base/civil.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "specialist/decode.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <time.h>

enum { ITEMS_MAX = 256, RUNS = 5 };

struct reader {
	struct px_specialist_net net;
	struct px_specialist_input input;
	struct px_specialist_work work;
	struct px_arena arena;
};

static void die(const char *why)
{
	fprintf(stderr, "specialist_lines: %s\n", why);
	exit(1);
}

static const char *text_at(const json_t *row, size_t i)
{
	return json_string_value(json_array_get(row, i));
}

static bool read_item(const json_t *row, struct px_nlu_item *item)
{
	const char *kind = text_at(row, 0);

	*item = (struct px_nlu_item){ .title = text_at(row, 1), .start = PX_TIME_NONE, .end = PX_TIME_NONE,
				      .due_day = PX_DAY_NONE };
	if (!kind || !item->title)
		return false;
	item->kind = strcmp(kind, "event") == 0 ? PX_NLU_EVENT : strcmp(kind, "list") == 0 ? PX_NLU_PROJECT : PX_NLU_TASK;
	if (strcmp(kind, "item") == 0)
		item->project = text_at(row, 2);
	return true;
}

/* Tuesday, 13 January 2026, 10:00; the context's items in `items`. */
static struct px_nlu_context context_of(const json_t *line, struct px_nlu_item *items)
{
	struct px_nlu_context context = {
		.now = INT64_C(1768298400000), .tz = px_zoneinfo_get("UTC"), .locale = "en-GB", .items = items,
		.said_before = json_string_value(json_object_get(line, "before")),
		.replied = json_string_value(json_object_get(line, "reply")), .find_zone = px_zoneinfo_find,
	};
	const json_t *known = json_object_get(line, "known");

	for (size_t i = 0; i < json_array_size(known) && context.item_count < ITEMS_MAX; i++)
		context.item_count += read_item(json_array_get(known, i), &items[context.item_count]);
	return context;
}

static void put_words(const void *words, size_t count)
{
	if (fwrite(words, sizeof(uint32_t), count, stdout) != count)
		die("can't write");
}

static void print_input(struct reader *reader, bool readable)
{
	const struct px_specialist_input *input = &reader->input;
	uint32_t sizes[2] = { readable ? (uint32_t)input->length : 0, readable ? (uint32_t)input->word_count : 0 };

	put_words(sizes, 2);
	if (!readable)
		return;
	px_specialist_net_below(&reader->net, input, &reader->work);
	put_words(input->ids, sizes[0]);
	put_words(input->features, sizes[0]);
	put_words(input->words, 3 * (size_t)sizes[1]);
	put_words(reader->work.encoder.x, sizes[0] * reader->net.encoder.dims);
}

static json_t *request_json(const struct px_marked *request)
{
	json_t *spans = json_array();

	for (size_t i = 0; i < request->mark_count; i++) {
		const struct px_mark *mark = &request->marks[i];
		json_array_append_new(spans, json_pack("[s,i,i,f]", px_mark_tag_name(mark->tag), (int)mark->begin, (int)mark->end,
						       (double)mark->confidence));
	}
	return json_pack("{s:s,s:f,s:i,s:i,s:o}", "intent", px_mark_intent_name(request->intent), "confidence",
			 (double)request->confidence, "begin", (int)request->begin, "end", (int)request->end, "spans", spans);
}

static void print_marks(struct reader *reader, bool readable)
{
	struct px_marks marks = { .count = 0 };
	json_t *requests = json_array();

	if (readable) {
		px_specialist_net_run(&reader->net, &reader->input, &reader->work);
		px_specialist_decode(&reader->input, reader->work.scores, &reader->net.temperatures, &marks);
	}
	for (size_t i = 0; i < marks.count; i++)
		json_array_append_new(requests, request_json(&marks.requests[i]));
	char *text = json_dumps(requests, JSON_COMPACT | JSON_REAL_PRECISION(4));
	puts(text);
	free(text);
	json_decref(requests);
}

static double microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void print_time(struct reader *reader, const struct px_nlu_context *context, struct px_str text)
{
	double best = 1e9;
	struct px_marks marks;

	for (int run = 0; run < RUNS; run++) {
		double start = microseconds();
		px_arena_clear(&reader->arena);
		if (px_specialist_input(&reader->net.wordpiece, context, text, &reader->arena, &reader->input)) {
			px_specialist_net_run(&reader->net, &reader->input, &reader->work);
			px_specialist_decode(&reader->input, reader->work.scores, &reader->net.temperatures, &marks);
		}
		double took = microseconds() - start;
		best = took < best ? took : best;
	}
	printf("%zu\t%.0f\n", reader->input.length, best);
}

static void answer(struct reader *reader, const char *what, struct px_str row)
{
	static struct px_nlu_item items[ITEMS_MAX];
	struct px_error error;
	json_t *line = NULL;

	if (px_json_parse(row, &line, &error) != PX_OK)
		die(error.message);
	struct px_nlu_context context = context_of(line, items);
	struct px_str text = px_json_string(json_object_get(line, "text"));
	px_arena_clear(&reader->arena);
	if (strcmp(what, "time") == 0) {
		print_time(reader, &context, text);
	} else {
		bool readable = px_specialist_input(&reader->net.wordpiece, &context, text, &reader->arena, &reader->input);
		(strcmp(what, "inputs") == 0 ? print_input : print_marks)(reader, readable);
	}
	json_decref(line);
}

/* The file in aligned memory, which stays. */
static void *read_weights(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	void *data = aligned_alloc(PX_WEIGHTS_ALIGN, 1 << 24);

	if (!file || !data)
		die("can't read the weight file");
	*size = fread(data, 1, 1 << 24, file);
	fclose(file);
	return data;
}

int main(int argc, char **argv)
{
	static struct reader reader;
	struct px_error error;
	void *own = NULL;
	size_t size = 0, room = 0;
	char *line = NULL;
	ssize_t n;

	bool inputs = argc == 3 && strcmp(argv[1], "inputs") == 0;
	if (!inputs && (argc != 4 || (strcmp(argv[1], "marks") != 0 && strcmp(argv[1], "time") != 0)))
		die("usage: inputs ENCODER | marks ENCODER WEIGHTS | time ENCODER WEIGHTS");
	if (!inputs)
		own = read_weights(argv[3], &size);
	if (px_specialist_net_open(&reader.net, argv[2], own, size, &error) != PX_OK)
		die(error.message);
	px_arena_init(&reader.arena);
	while ((n = getline(&line, &room, stdin)) > 0)
		answer(&reader, argv[1], px_str_trim(px_str_n(line, (size_t)n)));
	free(line);
	px_arena_release(&reader.arena);
	px_specialist_work_release(&reader.work);
	px_specialist_net_close(&reader.net);
	free(own);
	return 0;
}
