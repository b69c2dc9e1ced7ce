/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedded vector driver alone, for bench/vector/run, which makes the data
 * and judges the answers.
 *
 *   bench_vector search FOLDER GRAPH_FROM EFFORT...
 *   bench_vector users FOLDER USERS VECTORS
 *
 * FOLDER holds base.f32 and queries.f32, rows of 384 floats.  `search` puts the
 * base in (once: FOLDER/index is used again), then searches by each effort (0:
 * every code) without a filter and with filters that 1% and 0.1% of the rows pass,
 * and prints one JSON object a line; the rows found go to FOLDER/found-*.u32.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "vector/vector.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIMS = 384, TEN = 10, BATCH = 1000, ROUNDS = 3 };

struct matrix {
	const float *rows;
	size_t count;
};

static void check(enum px_err err, const struct px_error *error)
{
	if (err) {
		fprintf(stderr, "bench_vector: %s\n", error->message);
		exit(1);
	}
}

static struct matrix map_matrix(const char *folder, const char *name)
{
	char path[4096];
	struct stat info;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &info) < 0) {
		perror(path);
		exit(1);
	}
	const float *rows = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	return (struct matrix){ rows, (size_t)info.st_size / (DIMS * sizeof(float)) };
}

/* Ids that say their row. */
static struct px_id id_of(uint32_t row)
{
	struct px_id id = { { 1 } };

	for (int i = 0; i < 4; i++)
		id.bytes[12 + i] = (uint8_t)(row >> (24 - 8 * i));
	return id;
}

static uint32_t row_of(struct px_id id)
{
	uint32_t row = 0;

	for (int i = 0; i < 4; i++)
		row = row << 8 | id.bytes[12 + i];
	return row;
}

static struct px_vector_index *open_index(struct px_vectors *vectors, struct px_id user)
{
	struct px_vector_scope scope = { user, PX_STR("bench"), DIMS, NULL, NULL };
	struct px_vector_index *index;
	struct px_error error;

	check(px_vector_open(vectors, &scope, &index, &error), &error);
	return index;
}

/* Kilobytes of a field of /proc/self/status. */
static long status_kb(const char *field)
{
	FILE *file = fopen("/proc/self/status", "re");
	char line[256];
	long kb = 0;

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, field, strlen(field)))
			kb = strtol(line + strlen(field), NULL, 10);
	if (file)
		fclose(file);
	return kb;
}

static void print_memory(const char *what)
{
	printf("{\"part\": \"memory\", \"when\": \"%s\", \"anonymous_kb\": %ld, \"file_kb\": %ld}\n", what,
	       status_kb("RssAnon:"), status_kb("RssFile:"));
	fflush(stdout);
}

static void put_rows(struct px_vector_index *index, const float *rows, size_t count)
{
	struct px_vector_item *items = px_calloc(BATCH, sizeof(*items));
	struct px_error error;

	for (size_t row = 0; row < count; row += BATCH) {
		size_t size = count - row < BATCH ? count - row : BATCH;
		for (size_t i = 0; i < size; i++)
			items[i] = (struct px_vector_item){ id_of((uint32_t)(row + i)), 1, (int64_t)((row + i) % 1000),
							    (row + i) % 100 + 1, rows + (row + i) * DIMS };
		check(px_vector_put(index, items, size, &error), &error);
	}
	free(items);
}

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static void search_all(struct px_vector_index *index, struct matrix queries, unsigned effort, const char *name,
		       const struct px_vector_filter *filter, const char *folder)
{
	int64_t *times = px_calloc(queries.count, sizeof(*times));
	struct px_vector_hit hits[TEN];
	struct px_error error;
	char path[4096];
	size_t count;

	snprintf(path, sizeof(path), "%s/found-%s-%u.u32", folder, name, effort);
	FILE *found = fopen(path, "we");
	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < queries.count; i++) {
			struct px_vector_query query = { .vector = queries.rows + i * DIMS, .limit = TEN,
							 .filter = *filter, .effort = effort, .exact = !effort };
			int64_t begin = px_clock_mono();
			check(px_vector_search(index, &query, hits, &count, &error), &error);
			int64_t time = px_clock_mono() - begin;
			times[i] = round && times[i] < time ? times[i] : time; /* the best of some: others are on this machine */
			for (size_t h = 0; h < TEN && !round && found; h++) {
				uint32_t row = h < count ? row_of(hits[h].id) : UINT32_MAX;
				fwrite(&row, sizeof(row), 1, found);
			}
		}
	}
	if (found)
		fclose(found);
	qsort(times, queries.count, sizeof(*times), by_time);
	printf("{\"part\": \"search\", \"filter\": \"%s\", \"effort\": %u, \"p50_us\": %.1f, \"p99_us\": %.1f}\n", name,
	       effort, (double)times[queries.count / 2] / 1e3, (double)times[queries.count * 99 / 100] / 1e3);
	fflush(stdout);
	free(times);
}

static void run_search(const char *folder, size_t graph_from, char **efforts)
{
	struct matrix base = map_matrix(folder, "base.f32"), queries = map_matrix(folder, "queries.f32");
	const uint64_t tag = 7;
	const struct px_vector_filter all = { 0 }, percent = { .tags = &tag, .tag_count = 1 },
				      permille = { .from = 7, .to = 8 };
	struct px_vectors_config config = { .driver = "embedded", .graph_from = graph_from, .memory = SIZE_MAX };
	struct px_vectors *vectors;
	struct px_vector_stats stats;
	struct px_error error;
	char index_folder[4096];

	snprintf(index_folder, sizeof(index_folder), "%s/index", folder);
	config.folder = index_folder;
	check(px_vectors_new(&config, &vectors, &error), &error);
	struct px_vector_index *index = open_index(vectors, id_of(1));
	check(px_vector_stat(index, &stats, &error), &error);
	if (!stats.items) {
		int64_t begin = px_clock_mono();
		put_rows(index, base.rows, base.count);
		int64_t put = px_clock_mono();
		check(px_vector_maintain(index, true, &error), &error);
		printf("{\"part\": \"build\", \"put_us\": %.2f, \"maintain_us\": %.2f}\n",
		       (double)(put - begin) / 1e3 / (double)base.count,
		       (double)(px_clock_mono() - put) / 1e3 / (double)base.count);
	}
	px_vector_close(index);
	index = open_index(vectors, id_of(1));
	int64_t begin = px_clock_mono();
	check(px_vector_stat(index, &stats, &error), &error);
	printf("{\"part\": \"load\", \"ms\": %.1f, \"graph\": %s, \"file_bytes\": %llu}\n",
	       (double)(px_clock_mono() - begin) / 1e6, stats.graph ? "true" : "false",
	       (unsigned long long)stats.file);
	for (; *efforts; efforts++) {
		unsigned effort = (unsigned)strtoul(*efforts, NULL, 10);
		search_all(index, queries, effort, "all", &all, folder);
		search_all(index, queries, effort, "1%", &percent, folder);
		search_all(index, queries, effort, "0.1%", &permille, folder);
	}
	munmap((void *)(uintptr_t)base.rows, base.count * DIMS * sizeof(float));
	print_memory("searched");
	px_vector_close(index);
	px_vectors_free(vectors);
}

static void run_users(const char *folder, size_t users, size_t each)
{
	struct matrix base = map_matrix(folder, "base.f32");
	struct px_vector_index **indexes = px_calloc(users, sizeof(struct px_vector_index *));
	struct px_vectors_config config = { .driver = "embedded" };
	struct px_vector_hit hits[TEN];
	struct px_vectors *vectors;
	struct px_error error;
	char index_folder[4096];
	size_t count, wrong = 0;

	snprintf(index_folder, sizeof(index_folder), "%s/users", folder);
	config.folder = index_folder;
	check(px_vectors_new(&config, &vectors, &error), &error);
	print_memory("before users");
	int64_t begin = px_clock_mono();
	for (size_t user = 0; user < users; user++) {
		indexes[user] = open_index(vectors, id_of((uint32_t)user + 1));
		put_rows(indexes[user], base.rows + user * 37 % (base.count - each) * DIMS, each);
	}
	int64_t put = px_clock_mono();
	for (size_t user = 0; user < users; user++) {
		size_t row = user % each;
		struct px_vector_query query = {
			.vector = base.rows + (user * 37 % (base.count - each) + row) * DIMS, .limit = TEN };
		check(px_vector_search(indexes[user], &query, hits, &count, &error), &error);
		wrong += count != TEN || row_of(hits[0].id) != row;
	}
	printf("{\"part\": \"users\", \"put_us\": %.2f, \"first_search_us\": %.1f, \"wrong\": %zu}\n",
	       (double)(put - begin) / 1e3 / (double)(users * each),
	       (double)(px_clock_mono() - put) / 1e3 / (double)users, wrong);
	munmap((void *)(uintptr_t)base.rows, base.count * DIMS * sizeof(float));
	print_memory("all users open");
	for (size_t user = 0; user < users; user++)
		px_vector_close(indexes[user]);
	px_vectors_free(vectors);
	free(indexes);
}

int main(int argc, char **argv)
{
	if (argc >= 5 && !strcmp(argv[1], "search")) {
		run_search(argv[2], strtoul(argv[3], NULL, 10), argv + 4);
	} else if (argc == 5 && !strcmp(argv[1], "users")) {
		run_users(argv[2], strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
	} else {
		fprintf(stderr, "usage: bench_vector search FOLDER GRAPH_FROM EFFORT... | users FOLDER USERS VECTORS\n");
		return 2;
	}
	return 0;
}
