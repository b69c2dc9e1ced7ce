/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Noun phrases and attributes: who or what a clause is about, and what of it,
 * in words that are the same for statements and for questions.
 */
#ifndef PX_MEMORY_PHRASE_H
#define PX_MEMORY_PHRASE_H

#include "memory/clause.h"

struct px_en_verb;

/* The canonical name of an attribute: "address" is "home". */
const char *px_attribute_canonical(const char *attribute, struct px_arena *arena);
/* Whether it is an attribute that has other names, rather than a thing: "address", "plate". */
bool px_attribute_known(const char *phrase, struct px_arena *arena);
/* Whether it has one value at a time. */
bool px_attribute_single(const char *canonical);

/*
 * The thing a noun phrase names: words [from, to) before a verb.  "my sister's
 * phone number" is subject "sister", attribute "phone number"; "my dentist" is
 * subject "me", attribute "dentist"; "I" is subject "me".
 */
struct px_named {
	const char *subject;   /* NULL: nothing of the person's own */
	const char *attribute; /* NULL: the subject itself */
	const char *relation;  /* "my brother Sander": "brother" */
	bool own;              /* began with my or our */
	bool definite;         /* "the cleaner" */
	bool pronoun;          /* he, she, it, they: the subject before */
};
bool px_named_read(struct px_str text, const struct px_clause *clause, size_t from, size_t to, struct px_arena *arena,
		   struct px_named *named);
/* The row of a verb's form, or NULL. */
const struct px_en_verb *px_verb_find(const char *word);
/* Whether a word looks like the name of somebody or something. */
bool px_is_name(const struct px_cword *word);
/* Whether a name or a number stands from `at` on, "called" and "named" apart: what one value may be put for another. */
bool px_gives_name(const struct px_clause *clause, size_t at);

#endif
