/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How surely a sentence tells something that lasts, by a linear model over its
 * words, their order and their meaning.
 *
 * The grammar (memory/statement) reads what a sentence says, but knows only
 * the sentences that somebody thought of.  This knows none of them: it was
 * trained on labelled sentences of many voices (tools/train_telling), with
 * what the grammar made of each, so it knows how far the grammar is to be
 * trusted: it takes back what the grammar read in a joke and keeps what the
 * grammar couldn't read.  No I/O, no state; the same on every machine.
 */
#ifndef PX_MEMORY_TELLING_H
#define PX_MEMORY_TELLING_H

#include "embed/embed.h"
#include "memory/predicate.h"
#include "memory/said_times.h"

enum { PX_TELLING_BUCKETS = 8192, PX_TELLING_FEATURES_MAX = 1024 };

/* What the grammar made of a sentence. */
enum px_grammar {
	PX_GRAMMAR_NOTHING, /* it couldn't read it */
	PX_GRAMMAR_JUDGED,  /* it read it, and found nothing that lasts */
	PX_GRAMMAR_UNSURE,  /* a fact that may be a request as well */
	PX_GRAMMAR_SURE,    /* a fact */
};

struct px_telling_sentence {
	const struct px_clause *words;
	const struct px_predicate *predicate; /* NULL: no verb was found */
	const char *refused;                  /* memory/refusal's reason, or NULL */
	enum px_grammar grammar;
};

/*
 * What the vectors of the sentences of one turn came to: a text is read before the turn's transaction and once more in it,
 * and is embedded the first time only.  Begins as zeros; one thread.
 */
enum { PX_MEANINGS_MAX = 8 };
struct px_meanings {
	size_t count;
	struct { uint64_t words; float meaning; } of[PX_MEANINGS_MAX]; /* by the hash of the sentence */
};

/* The buckets of features, each once. */
struct px_telling_features {
	uint16_t at[PX_TELLING_FEATURES_MAX];
	size_t count;
	uint64_t seen[PX_TELLING_BUCKETS / 64];
};

/* Adds the features of a sentence to a set that began as zeros; for the trainer and for the model. */
void px_telling_add(struct px_telling_features *features, const struct px_said_times *when,
		    const struct px_telling_sentence *sentence);
/* Whether the language model of the weights tells what sentences mean: it is the surer judge. */
bool px_telling_has_model(struct px_embed *embed);
/*
 * Log odds that a sentence with these features and these words tells something that lasts; above 0: rather than not.
 * `embed` tells what the words mean, if it is the language model that the weights were trained with; else, and for NULL,
 * the built-in table of words does.  Embeds on this thread, but not what is in `meanings` (may be NULL), which remembers
 * what it embeds; never waits for another machine.
 */
float px_telling_score(const struct px_telling_features *features, struct px_str words, struct px_embed *embed,
		       struct px_meanings *meanings, struct px_arena *arena);

#endif
