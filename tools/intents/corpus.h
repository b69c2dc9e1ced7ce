/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The examples of the trainer: rows of JSON lines and of template grammars,
 * each with its features already made.  Sources are numbered in the order in
 * which they first appear.
 */
#ifndef PX_TRAIN_CORPUS_H
#define PX_TRAIN_CORPUS_H

#include "base/arena.h"
#include "nlu/intent/intent.h"

enum { CORPUS_SOURCES_MAX = 32 };

struct example {
	struct px_str id;
	struct px_str text;
	enum px_intent intent;
	uint32_t accepted; /* bit per intent that is right, `intent` among them */
	struct px_intent_hints hints;
	int source;
	float weight;
	uint32_t *features; /* borrowed from the arena, set by corpus_index */
	size_t feature_count;
};

struct corpus {
	struct px_arena arena;
	struct example *examples;
	size_t count, capacity;
	const char *sources[CORPUS_SOURCES_MAX];
	bool own[CORPUS_SOURCES_MAX]; /* written by us: always trained on, never held out */
	int source_count;
};

void corpus_init(struct corpus *corpus);
void corpus_release(struct corpus *corpus);

/* Number of the source's name; makes a new one if need be. */
int corpus_source(struct corpus *corpus, const char *name, bool own);

/* A new zeroed example of weight 1; valid until the next call. */
struct example *corpus_add(struct corpus *corpus);

/* Rows {"text", "intent", "id"?, "also"?, "source"?, "hints"?: ["task", ...]}. */
enum px_err corpus_read_jsonl(struct corpus *corpus, const char *path, bool own,
			      struct px_error *error) PX_MUST_CHECK;

/*
 * Lines "intent[/also...] [+hint...] [*count]: pattern" and "$name = pattern";
 * a pattern has (a|b|c) choices, [optional] parts and $names.  `count` random
 * strings (12 if not said) are drawn for each line, the same on every run.
 */
enum px_err corpus_read_templates(struct corpus *corpus, const char *path,
				  struct px_error *error) PX_MUST_CHECK;

/* "task", "event" or "project"; false for any other name. */
bool corpus_set_hint(struct px_intent_hints *hints, struct px_str name);

/* The whole file, in the arena; fails with PX_IO. */
enum px_err corpus_slurp(struct corpus *corpus, const char *path, struct px_str *content,
			 struct px_error *error) PX_MUST_CHECK;

#endif
