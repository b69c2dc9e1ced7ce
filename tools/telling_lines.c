/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `telling_lines < texts > lines`: of each line what the grammar of facts reads
 * in it and what is kept, the features of memory/telling and the sum of its words' vectors, for
 * tools/train_telling.  Apart by tabs; features and numbers apart by spaces.
 */
#include "embed/word_table.h"
#include "memory/statement.h"
#include "memory/telling.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#define NOW INT64_C(1772445600000) /* 2 March 2026, 10:00 in Berlin */

static void print_line(const struct px_time_context *time, struct px_str text, struct px_arena *arena)
{
	static const char *const kinds[] = { "none", "fact", "secret" }, *const readings[] = { "nothing", "judged", "unsure", "sure" };
	struct px_statement_context context = { .time = time };
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
	putchar('\t');
	px_word_table_vector(text, vector);
	for (size_t i = 0; i < PX_WORD_TABLE_DIMS; i++)
		printf("%s%.6g", i ? " " : "", (double)vector[i]);
	putchar('\n');
}

int main(void)
{
	const struct px_tz *tz = px_zoneinfo_find(NULL, "Europe/Berlin");
	struct px_time_context time = px_said_context(NOW, tz, px_zoneinfo_find, NULL);
	struct px_arena arena;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) > 0) {
		px_arena_init(&arena);
		print_line(&time, px_str_trim(px_str_n(line, (size_t)n)), &arena);
		px_arena_release(&arena);
	}
	free(line);
	return 0;
}
