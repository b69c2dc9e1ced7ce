/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The local embedder's side of bench/embed/run, which gives orders on
 * standard input and times the peer in between:
 *
 *   load FILE            -> milliseconds to map, check and open the model
 *   time TOKENS REPEATS  -> milliseconds of this thread's processor time for the fastest forward pass of one text
 *   batch THREADS ROUNDS -> milliseconds of the fastest round of 8 requests with 32 texts of about 32 tokens
 *   cpu                  -> milliseconds of processor time of this process so far
 *   rss                  -> kilobytes of this process
 */
#include "base/clock.h"
#include "base/mem.h"
#include "embed/embed.h"
#include "embed/local/encoder.h"

#include <pthread.h>
#include <stdlib.h>

enum { REQUESTS = 8, TEXTS = 32 };

struct waiting {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int open;
};

static char path[4096];
static struct px_weights weights;
static struct px_encoder encoder;

static double ms_since(int64_t started)
{
	return (double)(px_clock_mono() - started) / 1e6;
}

/* Processor time: what others do on the machine counts as little as it can. */
static int64_t cpu_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void require(enum px_err err, const struct px_error *error)
{
	if (err) {
		fprintf(stderr, "bench_embed: %s\n", error->message);
		exit(1);
	}
}

static double load(void)
{
	struct px_embed_config config = { .driver = "local", .model_file = path };
	struct px_embed *embed;
	struct px_error error;
	int64_t started = px_clock_mono();

	require(px_embed_new(&config, &embed, &error), &error);
	double ms = ms_since(started);
	px_embed_free(embed);
	require(px_weights_map(path, &weights, &error), &error);
	require(px_encoder_init(&encoder, &weights, &error), &error);
	return ms;
}

static double time_text(size_t tokens, int repeats)
{
	static struct px_encoder_work work;
	uint32_t *ids = px_alloc(tokens * sizeof(*ids));
	double best = 1e9;

	for (size_t i = 0; i < tokens; i++)
		ids[i] = (uint32_t)(2000 + 7 * i);
	while (repeats-- > 0) {
		int64_t started = cpu_ns(CLOCK_THREAD_CPUTIME_ID);
		px_encoder_run(&encoder, px_kernel_best(), ids, &tokens, NULL, 1, &work);
		double ms = (double)(cpu_ns(CLOCK_THREAD_CPUTIME_ID) - started) / 1e6;
		best = ms < best ? ms : best;
	}
	free(ids);
	return best;
}

static void done(void *arg, enum px_err err, const struct px_error *error, const struct px_embedding *results,
		 size_t count)
{
	struct waiting *waiting = arg;

	(void)results;
	(void)count;
	require(err, error);
	pthread_mutex_lock(&waiting->lock);
	waiting->open--;
	pthread_cond_signal(&waiting->changed);
	pthread_mutex_unlock(&waiting->lock);
}

static double time_batches(unsigned threads, int rounds)
{
	static const struct px_str text = PX_STR("We moved the weekly meeting with the design team to Thursday at ten, "
						 "because Anna is on holiday and the room was taken by the board until noon");
	struct px_embed_config config = { .driver = "local", .model_file = path, .threads = threads };
	struct waiting waiting = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };
	struct px_str texts[TEXTS];
	struct px_embed *embed;
	struct px_error error;
	double best = 1e9;

	for (size_t i = 0; i < TEXTS; i++)
		texts[i] = text;
	require(px_embed_new(&config, &embed, &error), &error);
	while (rounds-- > 0) {
		int64_t started = px_clock_mono();
		waiting.open = REQUESTS;
		for (int i = 0; i < REQUESTS; i++) {
			struct px_embed_request request = { .texts = texts, .count = TEXTS, .done = done, .arg = &waiting };
			require(px_embed_submit(embed, &request, &error), &error);
		}
		pthread_mutex_lock(&waiting.lock);
		while (waiting.open > 0)
			pthread_cond_wait(&waiting.changed, &waiting.lock);
		pthread_mutex_unlock(&waiting.lock);
		double ms = ms_since(started);
		best = ms < best ? ms : best;
	}
	px_embed_free(embed);
	return best;
}

static long rss(void)
{
	char line[256];
	long kb = 0;
	FILE *status = fopen("/proc/self/status", "r");

	while (status && fgets(line, sizeof(line), status)) {
		if (sscanf(line, "VmRSS: %ld", &kb) == 1)
			break;
	}
	if (status)
		fclose(status);
	return kb;
}

int main(void)
{
	char order[4200];
	unsigned a;
	int b;

	while (fgets(order, sizeof(order), stdin)) {
		if (sscanf(order, "load %4095s", path) == 1)
			printf("%.3f\n", load());
		else if (sscanf(order, "time %u %d", &a, &b) == 2)
			printf("%.4f\n", time_text(a, b));
		else if (sscanf(order, "batch %u %d", &a, &b) == 2)
			printf("%.3f\n", time_batches(a, b));
		else if (strcmp(order, "cpu\n") == 0)
			printf("%.3f\n", (double)cpu_ns(CLOCK_PROCESS_CPUTIME_ID) / 1e6);
		else
			printf("%ld\n", rss());
		fflush(stdout);
	}
	return 0;
}
