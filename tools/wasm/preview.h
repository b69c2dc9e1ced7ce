/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The WebAssembly module: what the web app shows while a person types, by the
 * same code that the server runs.
 *
 * Texts are UTF-8 in memory got from px_preview_alloc.  Answers are JSON
 * texts, byte for byte those of `pixie nlu --jsonl` and `pixie time --jsonl`
 * without "us" (px_preview_occurrences apart); they stay valid until the next call, and px_preview_size tells
 * their length.  A line that can't be read gives {"error":{"field","message"}}.
 * One thread; not re-entrant but for px_preview_zone.
 */
#ifndef PX_WASM_PREVIEW_H
#define PX_WASM_PREVIEW_H

#include <stddef.h>
#include <stdint.h>

void *px_preview_alloc(size_t size);
void px_preview_free(void *memory);

/*
 * One text at the instant `now` (UTC milliseconds) in the named zone.
 * `context` is a JSON object as in nlu/report/nlu.h, which may also hold the
 * "locale", or is empty.
 */
const char *px_preview(const char *text, size_t text_size, double now, const char *zone,
		       size_t zone_size, const char *context, size_t context_size);
/* One whole line of `pixie nlu --jsonl`; lines with a "session" are one dialogue. */
const char *px_preview_line(const char *line, size_t size);
/* One whole line of `pixie time --jsonl`. */
const char *px_preview_time(const char *line, size_t size);
/*
 * What a rule (RFC 5545) that began at `start` gives after `after`, both UTC milliseconds: a JSON array of
 * at most `count` (10 or less) instants in milliseconds.
 */
const char *px_preview_occurrences(const char *rule, size_t rule_size, const char *zone, size_t zone_size,
				   double start, double after, int32_t count);
size_t px_preview_size(void);
/* Forgets the dialogues. */
void px_preview_reset(void);

/*
 * Makes a zone known by its TZif bytes (RFC 8536).  False if they are none.
 * A zone is parsed once: later bytes for the same name are ignored.
 */
int32_t px_preview_zone(const char *name, size_t name_size, const void *tzif, size_t tzif_size);

/*
 * The one import ("pixie"."zone"): a zone is named that is not known yet.  The
 * host may answer by calling px_preview_zone, now or between calls.
 */
__attribute__((import_module("pixie"), import_name("zone")))
void px_preview_want_zone(const char *name, size_t size);

#endif
