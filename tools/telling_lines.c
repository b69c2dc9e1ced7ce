/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `telling_lines [MODEL] < texts > lines`: of each line what the grammar of facts reads
 * in it and what is kept, the features of memory/telling, the sum of its words' vectors and its vector by the
 * language model of the file MODEL, for tools/train_telling.  Apart by tabs; features and numbers apart by spaces.
 */
#include "embed/word_table.h"
#include "memory/statement.h"
#include "memory/telling.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#define NOW INT64_C(1772445600000) /* 2 March 2026, 10:00 in Berlin */

static void print_vector(const float *vector, size_t dims)
{
	putchar('\t');
	for (size_t i = 0; i < dims; i++)
		printf("%s%.6g", i ? " " : "", (double)vector[i]);
}

static void print_meaning(struct px_embed *embed, struct px_str text, struct px_arena *arena)
{
	struct px_embed_request request = { .user = PX_ID_NONE, .texts = &text, .count = 1 };
	struct px_embed_model model;
	struct px_embedding embedding;

	px_embed_model(embed, &model);
	if (px_embed_now(embed, &request, arena, &embedding, NULL) == PX_OK)
		print_vector(embedding.vector, model.dims);
}

static void print_line(const struct px_time_context *time, struct px_embed *embed, struct px_str text, struct px_arena *arena)
{
	static const char *const kinds[] = { "none", "fact", "secret" }, *const readings[] = { "nothing", "judged", "unsure", "sure" };
	struct px_statement_context context = { .time = time, .embed = embed };
	struct px_telling_features features;
	float vector[PX_WORD_TABLE_DIMS];
	struct px_fact facts[PX_FACTS_MAX];
	enum px_grammar grammar;
	const char *why;
	size_t count;

	enum px_statement kind = px_statement_read(&context, text, arena, facts, &count, &why);
	px_statement_features(&context, text, arena, &features, &grammar);
	printf("%s\t%s\t%s\t", readings[grammar], kinds[kind], why);
	for (size_t i = 0; i < features.count; i++)
		printf("%s%u", i ? " " : "", features.at[i]);
	px_word_table_vector(text, vector);
	print_vector(vector, PX_WORD_TABLE_DIMS);
	if (embed)
		print_meaning(embed, text, arena);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct px_embed *embed = NULL;
	struct px_error error;
	const struct px_tz *tz = px_zoneinfo_find(NULL, "Europe/Berlin");
	struct px_time_context time = px_said_context(NOW, tz, px_zoneinfo_find, NULL);
	struct px_arena arena;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (argc > 1 && px_embed_new(&(struct px_embed_config){ .driver = "local", .model_file = argv[1] }, &embed, &error) != PX_OK) {
		fprintf(stderr, "telling_lines: %s\n", error.message);
		return 1;
	}
	while ((n = getline(&line, &room, stdin)) > 0) {
		px_arena_init(&arena);
		print_line(&time, embed, px_str_trim(px_str_n(line, (size_t)n)), &arena);
		px_arena_release(&arena);
	}
	free(line);
	px_embed_free(embed);
	return 0;
}
