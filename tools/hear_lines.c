/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `hear_lines [ENCODER] < texts > lines`: of each line what the reader of requests makes of it, what it tells, and what
 * comes of both (agent/hear), for choosing the bars between them.  Apart by tabs: calls of the reader, its trust, its
 * explanation; what is told (none, fact, secret), whether surely, log odds; the calls in the end.  ENCODER is the
 * embedding model, with which the trained reader reads and sentences are weighed; without it rules and words do.
 */
#include "agent/hear.h"
#include "memory/said_times.h"
#include "memory/statement.h"
#include "specialist/specialist.h"
#include "sys/zoneinfo.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#define NOW INT64_C(1772445600000) /* 2 March 2026, 10:00 in Berlin */

static void print_calls(const struct px_nlu_result *parsed)
{
	for (size_t i = 0; i < parsed->call_count; i++)
		printf("%s%s", i ? " " : "", parsed->calls[i].tool);
	if (!parsed->call_count)
		printf("%s", parsed->question ? "asks" : parsed->smalltalk ? "says" : "nothing");
	putchar('\t');
}

static void print_told(struct px_embed *embed, struct px_str text, struct px_arena *arena)
{
	static const char *const kinds[] = { "none", "fact", "secret" };
	struct px_time_context time = px_said_context(NOW, px_zoneinfo_find(NULL, "Europe/Berlin"), px_zoneinfo_find, NULL);
	struct px_statement_context context = { .time = &time, .embed = embed };
	struct px_fact facts[PX_FACTS_MAX];
	bool sure = false;
	float telling = 0;
	size_t count;

	enum px_statement kind = px_statement_read(&context, text, arena, facts, &count, NULL);
	for (size_t i = 0; i < count; i++) {
		sure |= facts[i].sure;
		telling = i && telling > facts[i].telling ? telling : facts[i].telling;
	}
	printf("%s\t%s\t%.2f\t", kinds[kind], sure ? "surely" : "-", (double)telling);
}

static void print_line(const struct px_nlu_context *context, struct px_embed *embed, struct px_str text, struct px_arena *arena)
{
	const struct px_hear_with with = { PX_MEMORY_AUTO_ON, embed, NULL };
	struct px_nlu_result parsed;

	px_nlu_parse(context, text, arena, &parsed);
	print_calls(&parsed);
	printf("%.2f\t%s\t", (double)parsed.trust, parsed.why ? parsed.why : "");
	print_told(embed, text, arena);
	px_hear(context, text, &with, arena, &parsed);
	print_calls(&parsed);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct px_specialist *specialist = NULL;
	struct px_embed *embed = NULL;
	struct px_error error;
	struct px_arena arena;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (argc > 1 && (px_specialist_open(argv[1], &specialist, &error) != PX_OK ||
			 px_embed_new(&(struct px_embed_config){ .driver = "local", .model_file = argv[1] }, &embed, &error) != PX_OK)) {
		fprintf(stderr, "hear_lines: %s\n", error.message);
		return 1;
	}
	struct px_nlu_context context = { .now = NOW, .tz = px_zoneinfo_find(NULL, "Europe/Berlin"), .locale = "en-GB",
					  .find_zone = px_zoneinfo_find, .read = px_specialist_reader(specialist), .read_arg = specialist };
	while ((n = getline(&line, &room, stdin)) > 0) {
		px_arena_init(&arena);
		print_line(&context, embed, px_str_trim(px_str_n(line, (size_t)n)), &arena);
		px_arena_release(&arena);
	}
	free(line);
	px_embed_free(embed);
	px_specialist_close(specialist);
	return 0;
}
