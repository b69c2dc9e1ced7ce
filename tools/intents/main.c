/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trains the intent model and measures it.
 *
 *   train_intents [options] --lexicon FILE [--templates FILE] [--own FILE.jsonl]... DATA.jsonl...
 *     --write FILE.c     train on everything and write the quantised model
 *     --cross N          N-fold cross-validation over the DATA rows
 *     --hold-out NAME    train without that source and measure on it; "each": every source in turn
 *     --errors           print the rows that cross-validation or holding out gets wrong
 *     --test FILE.jsonl  measure the model trained on everything on these rows
 *
 * The same inputs give the same file, byte for byte, on one machine.
 */
#include "report.h"
#include "learner.h"
#include "lexicon.h"
#include "writer.h"

#include "base/mem.h"

#include <getopt.h>

struct job {
	struct corpus corpus;
	struct lexicon lexicon;
	struct learner learner;
	struct learner_options options;
	const char *write, *hold_out, *lexicon_path;
	int folds;
	bool errors;
	size_t test_from; /* examples from here on are only for testing */
	bool *use;
};

static bool is_data(const struct job *job, size_t i)
{
	return i < job->test_from && !job->corpus.own[job->corpus.examples[i].source];
}

static void measure(struct job *job, struct report *report, const bool *test)
{
	float scores[LEARNER_WIDTH];

	for (size_t i = 0; i < job->corpus.count; i++) {
		if (!test[i])
			continue;
		learner_score(&job->learner, &job->corpus.examples[i], 1, scores);
		report_add(report, &job->corpus.examples[i], scores, job->errors);
	}
}

/* The same words in the same order, as the features see them. */
static uint64_t fingerprint(const struct example *example)
{
	return px_str_hash(px_str_n((const char *)example->features,
				    example->feature_count * sizeof *example->features));
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* An example of ours that happens to read like a test row must not teach the answer. */
static void drop_own_copies(struct job *job, const bool *test)
{
	uint64_t *seen = px_alloc((job->corpus.count + 1) * sizeof *seen);
	size_t count = 0;

	for (size_t i = 0; i < job->corpus.count; i++) {
		if (test[i])
			seen[count++] = fingerprint(&job->corpus.examples[i]);
	}
	qsort(seen, count, sizeof *seen, by_value);
	for (size_t i = 0; i < job->corpus.count; i++) {
		uint64_t value = fingerprint(&job->corpus.examples[i]);
		if (job->use[i] && job->corpus.own[job->corpus.examples[i].source] &&
		    bsearch(&value, seen, count, sizeof *seen, by_value))
			job->use[i] = false;
	}
	free(seen);
}

/* A fold by the text, so that it does not depend on the order of the files. */
static int fold_of(const struct example *example, int folds)
{
	return (int)(px_str_hash(example->text) % (uint64_t)folds);
}

static float cross_validate(struct job *job, int folds, bool print)
{
	bool *test = px_calloc(job->corpus.count, sizeof *test);
	struct report report;

	report_init(&report);
	for (int fold = 0; fold < folds; fold++) {
		for (size_t i = 0; i < job->corpus.count; i++) {
			test[i] = is_data(job, i) && fold_of(&job->corpus.examples[i], folds) == fold;
			job->use[i] = i < job->test_from && !test[i];
		}
		drop_own_copies(job, test);
		learner_train(&job->learner, &job->corpus, job->use);
		measure(job, &report, test);
	}
	float temperature = report_temperature(&report);
	if (print) {
		printf("%d-fold cross-validation, best temperature %.2f\n", folds, (double)temperature);
		report_print(&report, &job->corpus);
	}
	report_release(&report);
	free(test);
	return temperature;
}

static void hold_out(struct job *job, int source)
{
	bool *test = px_calloc(job->corpus.count, sizeof *test);
	struct report report;

	report_init(&report);
	for (size_t i = 0; i < job->corpus.count; i++) {
		test[i] = i < job->test_from && job->corpus.examples[i].source == source;
		job->use[i] = i < job->test_from && !test[i];
	}
	drop_own_copies(job, test);
	learner_train(&job->learner, &job->corpus, job->use);
	measure(job, &report, test);
	printf("without %s: ", job->corpus.sources[source]);
	report_print_line(&report);
	report_release(&report);
	free(test);
}

static enum px_err train_all(struct job *job, float temperature, struct px_error *error)
{
	bool *test = px_calloc(job->corpus.count, sizeof *test);
	enum px_err err = PX_OK;
	struct report report;

	for (size_t i = 0; i < job->corpus.count; i++) {
		job->use[i] = i < job->test_from;
		test[i] = !job->use[i];
	}
	learner_train(&job->learner, &job->corpus, job->use);
	if (job->test_from < job->corpus.count) {
		report_init(&report);
		measure(job, &report, test);
		printf("test rows: ");
		report_print_line(&report);
		report_release(&report);
	}
	if (job->write)
		err = writer_write(&job->learner, &job->lexicon, temperature, job->write, error);
	free(test);
	return err;
}

static enum px_err run(struct job *job, struct px_error *error)
{
	float temperature = 1;

	if (job->folds > 1)
		temperature = cross_validate(job, job->folds, true);
	for (int i = 0; job->hold_out && i < job->corpus.source_count; i++) {
		if (!job->corpus.own[i] && (strcmp(job->hold_out, "each") == 0 ||
					    strcmp(job->hold_out, job->corpus.sources[i]) == 0))
			hold_out(job, i);
	}
	if (!job->write && job->test_from == job->corpus.count)
		return PX_OK;
	if (job->write && job->folds < 2)
		temperature = cross_validate(job, 3, false);
	return train_all(job, temperature, error);
}

enum option_code { WRITE = 1, CROSS, HOLD_OUT, ERRORS, TEST, LEXICON, TEMPLATES, OWN, EPOCHS, RATE, DECAY, DROP,
	      BLACKOUT, OWN_WEIGHT, MIN_COUNT, KEEP, STEP };

static const struct option long_options[] = {
	{ "write", 1, NULL, WRITE },       { "cross", 1, NULL, CROSS },
	{ "hold-out", 1, NULL, HOLD_OUT }, { "errors", 0, NULL, ERRORS },
	{ "test", 1, NULL, TEST },         { "lexicon", 1, NULL, LEXICON },
	{ "templates", 1, NULL, TEMPLATES }, { "own", 1, NULL, OWN },
	{ "epochs", 1, NULL, EPOCHS },     { "rate", 1, NULL, RATE },
	{ "decay", 1, NULL, DECAY },       { "drop", 1, NULL, DROP },
	{ "blackout", 1, NULL, BLACKOUT }, { "own-weight", 1, NULL, OWN_WEIGHT },
	{ "min-count", 1, NULL, MIN_COUNT }, { "keep", 1, NULL, KEEP },
	{ "step", 1, NULL, STEP },
	{ NULL, 0, NULL, 0 },
};

struct inputs {
	const char *templates[8], *own[8], *test[8];
	size_t template_count, own_count, test_count;
};

static void set_number(struct learner_options *options, int option, const char *value)
{
	float number = strtof(value, NULL);

	switch (option) {
	case EPOCHS: options->epochs = (int)number; break;
	case RATE: options->rate = number; break;
	case DECAY: options->decay = number; break;
	case DROP: options->drop = number; break;
	case BLACKOUT: options->blackout = number; break;
	case OWN_WEIGHT: options->own_weight = number; break;
	case MIN_COUNT: options->min_count = (int)number; break;
	case KEEP: options->keep = (size_t)number; break;
	case STEP: options->step = number; break;
	default: break;
	}
}

static bool keep_path(const char **list, size_t *count)
{
	if (*count == 8)
		return false;
	list[(*count)++] = optarg;
	return true;
}

static bool parse_options(struct job *job, struct inputs *inputs, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		bool ok = option != '?';
		switch (option) {
		case WRITE: job->write = optarg; break;
		case CROSS: job->folds = (int)strtol(optarg, NULL, 10); break;
		case HOLD_OUT: job->hold_out = optarg; break;
		case ERRORS: job->errors = true; break;
		case LEXICON: job->lexicon_path = optarg; break;
		case TEST: ok = keep_path(inputs->test, &inputs->test_count); break;
		case TEMPLATES: ok = keep_path(inputs->templates, &inputs->template_count); break;
		case OWN: ok = keep_path(inputs->own, &inputs->own_count); break;
		default: set_number(&job->options, option, optarg); break;
		}
		if (!ok)
			return false;
	}
	return job->lexicon_path && optind < argc;
}

static enum px_err read_inputs(struct job *job, const struct inputs *inputs, int argc, char **argv,
			       struct px_error *error)
{
	struct corpus *corpus = &job->corpus;
	enum px_err err = lexicon_read(&job->lexicon, corpus, job->lexicon_path, error);

	for (int i = optind; err == PX_OK && i < argc; i++)
		err = corpus_read_jsonl(corpus, argv[i], false, error);
	size_t own_from = corpus->count;
	for (size_t i = 0; err == PX_OK && i < inputs->template_count; i++)
		err = corpus_read_templates(corpus, inputs->templates[i], error);
	for (size_t i = 0; err == PX_OK && i < inputs->own_count; i++)
		err = corpus_read_jsonl(corpus, inputs->own[i], true, error);
	for (size_t i = own_from; i < corpus->count; i++)
		corpus->examples[i].weight = job->options.own_weight;
	job->test_from = corpus->count;
	for (size_t i = 0; err == PX_OK && i < inputs->test_count; i++)
		err = corpus_read_jsonl(corpus, inputs->test[i], true, error);
	return err;
}

int main(int argc, char **argv)
{
	static struct job job = {
		.options = { .epochs = 14, .rate = 0.2f, .decay = 1e-5f, .drop = 0.25f, .blackout = 0.25f,
			     .own_weight = 1, .min_count = 2, .keep = 60000, .step = 0.7f },
	};
	struct inputs inputs = { 0 };
	struct px_error error = { 0 };

	if (!parse_options(&job, &inputs, argc, argv)) {
		fprintf(stderr, "usage: see the head of tools/intents/main.c\n");
		return 2;
	}
	corpus_init(&job.corpus);
	enum px_err err = read_inputs(&job, &inputs, argc, argv, &error);
	if (err == PX_OK) {
		learner_init(&job.learner, &job.corpus, &job.lexicon.view, &job.options);
		job.use = px_calloc(job.corpus.count + 1, sizeof *job.use);
		fprintf(stderr, "%zu examples, %zu features\n", job.corpus.count, job.learner.feature_count);
		err = run(&job, &error);
	}
	if (err != PX_OK)
		fprintf(stderr, "train_intents: %s\n", error.message);
	free(job.use);
	learner_release(&job.learner);
	corpus_release(&job.corpus);
	return err == PX_OK ? 0 : 1;
}
