/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole parses, measured: `bench_nlu [-n PARSES] FILE.jsonl...` takes the "text"
 * of every line, with the context of a busy person, and prints one JSON object:
 * percentiles of px_nlu_parse over the texts (processor time, the median of several
 * rounds for each), the intent model alone, memory before and after PARSES parses, and the
 * milliseconds that inputs of 10,000 characters take, by what they repeat.
 */
#include "base/arena.h"
#include "base/civil.h"
#include "base/mem.h"
#include "nlu/intent/intent.h"
#include "nlu/nlu.h"
#include "nlu/text/json.h"
#include "sys/zoneinfo.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 7, LONG_INPUT = 10000 };

struct texts {
	char **at;
	size_t count, room;
};

struct memory {
	size_t heap; /* bytes in use */
	size_t resident;
};

/* Processor time of this thread: other programs on the machine don't count. */
static int64_t nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t at(const char *local)
{
	int64_t ms = PX_TIME_NONE;
	bool offset;

	(void)px_civil_parse_ms(px_str(local), &ms, &offset);
	return ms;
}

static struct px_nlu_item task(const char *title, const char *project, const char *due)
{
	struct px_nlu_item item = { .kind = PX_NLU_TASK, .title = title, .project = project, .priority = 1,
				    .start = PX_TIME_NONE, .end = PX_TIME_NONE, .due_day = PX_DAY_NONE };

	if (due)
		(void)px_civil_parse_day(px_str(due), &item.due_day);
	return item;
}

static struct px_nlu_item event(const char *title, const char *start, const char *end)
{
	return (struct px_nlu_item){ .kind = PX_NLU_EVENT, .title = title, .start = at(start), .end = at(end),
				     .due_day = PX_DAY_NONE, .priority = 1 };
}

static struct px_nlu_item project(const char *title)
{
	return (struct px_nlu_item){ .kind = PX_NLU_PROJECT, .title = title, .start = PX_TIME_NONE,
				     .end = PX_TIME_NONE, .due_day = PX_DAY_NONE, .priority = 1 };
}

static size_t busy_person(struct px_nlu_item *items)
{
	const struct px_nlu_item all[] = {
		project("Avenue"), project("Groceries"), project("Home renovation"), project("Work"),
		project("Hiring"), project("Holiday in Italy"),
		task("Fix the auth bug", "Avenue", "2026-01-16"), task("Write Q1 report", "Work", "2026-01-30"),
		task("Water the plants", NULL, "2026-01-18"), task("Buy milk", "Groceries", NULL),
		task("File taxes", NULL, "2026-02-15"), task("Call the plumber", "Home renovation", NULL),
		task("Order tiles", "Home renovation", "2026-01-20"), task("Review CVs", "Hiring", "2026-01-14"),
		task("Book flights", "Holiday in Italy", "2026-01-31"), task("Renew passport", NULL, NULL),
		task("Prepare slides", "Work", "2026-01-15"), task("Buy eggs", "Groceries", NULL),
		task("Return the parcel", NULL, "2026-01-13"), task("Read chapter 4", NULL, NULL),
		event("Dentist", "2026-01-14T11:00", "2026-01-14T11:30"),
		event("Team meeting", "2026-01-15T09:00", "2026-01-15T10:00"),
		event("Lunch with Sam", "2026-01-15T12:30", "2026-01-15T13:30"),
		event("Interview with Priya", "2026-01-16T14:00", "2026-01-16T15:00"),
		event("Yoga", "2026-01-17T08:00", "2026-01-17T09:00"),
		event("Dinner at Anna's", "2026-01-17T19:00", "2026-01-17T22:00"),
	};

	memcpy(items, all, sizeof all);
	return sizeof all / sizeof all[0];
}

static void read_file(const char *path, struct texts *texts, struct px_arena *arena)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t size;
	struct px_value row, value;

	if (!file) {
		perror(path);
		exit(1);
	}
	while ((size = getline(&line, &room, file)) > 0) {
		if (!px_read_check(px_str_trim(px_str_n(line, (size_t)size)), &row) ||
		    !px_read_member(row, "text", &value))
			continue;
		if (texts->count == texts->room) {
			texts->room = texts->room ? 2 * texts->room : 1024;
			texts->at = px_realloc(texts->at, texts->room * sizeof *texts->at);
		}
		texts->at[texts->count++] = px_strdup(px_read_string(value, arena));
		px_arena_clear(arena);
	}
	free(line);
	fclose(file);
}

static double parse_one(const struct px_nlu_context *context, const char *text, struct px_arena *arena)
{
	struct px_nlu_result result;
	int64_t start = nanoseconds();

	px_nlu_parse(context, px_str(text), arena, &result);
	int64_t end = nanoseconds();
	px_arena_clear(arena);
	return (double)(end - start) / 1000;
}

static double classify_one(const char *text)
{
	struct px_intent_hints hints = { 0 };
	struct px_intent_result result;
	int64_t start = nanoseconds();

	px_intent_classify(px_str(text), &hints, &result);
	return (double)(nanoseconds() - start) / 1000;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double percentile(const double *sorted, size_t count, double share)
{
	return sorted[(size_t)(share * (double)(count - 1))];
}

static void percentiles(const struct px_nlu_context *context, const struct texts *texts, struct px_arena *arena)
{
	double *parses = px_calloc(texts->count, sizeof *parses), *models = px_calloc(texts->count, sizeof *models);
	double round[ROUNDS], model[ROUNDS];

	for (size_t i = 0; i < texts->count; i++) {
		for (size_t r = 0; r < ROUNDS; r++) {
			round[r] = parse_one(context, texts->at[i], arena);
			model[r] = classify_one(texts->at[i]);
		}
		qsort(round, ROUNDS, sizeof *round, ascending);
		qsort(model, ROUNDS, sizeof *model, ascending);
		parses[i] = round[ROUNDS / 2];
		models[i] = model[ROUNDS / 2];
	}
	qsort(parses, texts->count, sizeof *parses, ascending);
	qsort(models, texts->count, sizeof *models, ascending);
	printf("{\"texts\":%zu,\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"max_us\":%.1f,\"intent_p50_us\":%.1f",
	       texts->count, percentile(parses, texts->count, 0.5), percentile(parses, texts->count, 0.9),
	       percentile(parses, texts->count, 0.99), parses[texts->count - 1],
	       percentile(models, texts->count, 0.5));
	free(parses);
	free(models);
}

static struct memory memory_now(void)
{
	struct memory memory = { .heap = mallinfo2().uordblks };
	FILE *file = fopen("/proc/self/statm", "r");
	unsigned long total, resident;

	if (file && fscanf(file, "%lu %lu", &total, &resident) == 2)
		memory.resident = resident * (size_t)sysconf(_SC_PAGESIZE);
	if (file)
		fclose(file);
	return memory;
}

static void growth(const struct px_nlu_context *context, const struct texts *texts, struct px_arena *arena,
		   size_t parses)
{
	for (size_t i = 0; i < texts->count; i++)
		(void)parse_one(context, texts->at[i], arena);
	(void)memory_now(); /* what reading it leaves in the allocator's caches */
	struct memory before = memory_now();
	for (size_t i = 0; i < parses; i++)
		(void)parse_one(context, texts->at[i % texts->count], arena);
	struct memory after = memory_now();
	printf(",\"parses\":%zu,\"heap_before\":%zu,\"heap_after\":%zu,\"rss_before\":%zu,\"rss_after\":%zu",
	       parses, before.heap, after.heap, before.resident, after.resident);
}

/* The median of the rounds for each input. */
static void long_inputs(const struct px_nlu_context *context, struct px_arena *arena)
{
	static const char *const units[] = {
		"a", "7", "tomorrow ", "5 ", "remind me to call Sam tomorrow at 5 and ", "every second ",
		"buy milk, ", "to 3 from ", "\"", "#x @y !1 ", "in ", "\xc3\xa9", "monday or ",
		"delete the thing and then ",
		"I met Sam for lunch and we talked about the new office, the budget and who would move first. ",
	};
	char text[LONG_INPUT + 1];
	double round[ROUNDS];

	printf(",\"long_ms\":{");
	for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
		size_t n = strlen(units[u]);
		for (size_t i = 0; i < LONG_INPUT; i++)
			text[i] = units[u][i % n];
		text[LONG_INPUT] = '\0';
		for (size_t r = 0; r < ROUNDS; r++)
			round[r] = parse_one(context, text, arena);
		qsort(round, ROUNDS, sizeof *round, ascending);
		struct px_text quoted = { .arena = arena };
		px_text_quote(&quoted, px_str(units[u]));
		printf("%s%s:%.2f", u ? "," : "", px_text_end(&quoted), round[ROUNDS / 2] / 1000);
	}
	printf("}}\n");
}

int main(int argc, char **argv)
{
	static const char *const people[] = { "Sam", "Priya", "Anna", "Dr Weber", NULL };
	static const char *const tags[] = { "home", "errand", "deep-work", NULL };
	struct px_nlu_item items[64];
	struct px_nlu_context context = { .locale = "en-GB", .items = items, .people = people, .tags = tags,
					  .tz = px_zoneinfo_get("Europe/Berlin"), .find_zone = px_zoneinfo_find };
	struct texts texts = { 0 };
	struct px_arena arena;
	size_t parses = 1000000;
	int option;

	while ((option = getopt(argc, argv, "n:")) != -1) {
		if (option != 'n')
			return 2;
		parses = strtoul(optarg, NULL, 10);
	}
	px_arena_init(&arena);
	for (int i = optind; i < argc; i++)
		read_file(argv[i], &texts, &arena);
	if (!texts.count || !context.tz) {
		fprintf(stderr, "usage: bench_nlu [-n PARSES] FILE.jsonl...\n");
		return 2;
	}
	context.item_count = busy_person(items);
	context.now = px_tz_to_utc(context.tz, at("2026-01-13T10:00"), NULL);
	percentiles(&context, &texts, &arena);
	growth(&context, &texts, &arena, parses);
	long_inputs(&context, &arena);
	for (size_t i = 0; i < texts.count; i++)
		free(texts.at[i]);
	free(texts.at);
	px_arena_release(&arena);
	return 0;
}
