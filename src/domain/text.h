/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that people type, brought into the form rows keep: valid UTF-8,
 * trimmed, without control characters, within a limit; and comparison without
 * case (Unicode case folding, NFKC).
 */
#ifndef PX_DOMAIN_TEXT_H
#define PX_DOMAIN_TEXT_H

#include "base/arena.h"
#include "base/json.h"
#include "base/fold.h"

enum px_text_form {
	PX_TEXT_LINE,   /* control characters and line ends become single spaces */
	PX_TEXT_BLOCK,  /* keeps line ends and tabs */
};

/*
 * *text becomes the cleaned copy in the arena, NULL if nothing is left.
 * PX_INVALID (not UTF-8) and PX_TOO_LARGE (over `max` bytes) name `field`.
 */
enum px_err px_text_clean(struct px_arena *arena, const char *field, size_t max,
			  enum px_text_form form, const char **text,
			  struct px_error *error) PX_MUST_CHECK;
/* The same, and PX_INVALID if nothing is left. */
enum px_err px_text_require(struct px_arena *arena, const char *field, size_t max,
			    const char **text, struct px_error *error) PX_MUST_CHECK;

/* Case-folded copy in the arena. */
static inline struct px_str px_text_fold(struct px_arena *arena, struct px_str text)
{
	return px_fold(arena, text);
}
bool px_text_same(struct px_arena *scratch, struct px_str a, struct px_str b);
/* Whether `text` (may be NULL) holds the folded `needle`. */
bool px_text_holds(struct px_arena *scratch, const char *text, struct px_str folded_needle);

/*
 * A field that keeps a JSON array of texts, brought into its one form: `add`
 * appends each value to the new list, or leaves it out; what is no array gets
 * refuse's error.  An empty list becomes NULL, and NULL stays.
 */
struct px_text_list_rule {
	enum px_err (*add)(struct px_arena *arena, json_t *list, const json_t *value, struct px_error *error);
	enum px_err (*refuse)(struct px_error *error);
};
enum px_err px_text_list(struct px_arena *arena, const struct px_text_list_rule *rule, const char **text,
			 struct px_error *error) PX_MUST_CHECK;
/* Tags: a JSON array of strings, cleaned, without doubles; empty becomes NULL. */
enum px_err px_text_tags(struct px_arena *arena, const char **tags, struct px_error *error) PX_MUST_CHECK;

#endif
