/* SPDX-License-Identifier: Apache-2.0 */
/* A table of short ways: rows that meet in one push each other out, which costs time and nothing else. */
#include "agent/text_marks.h"

#include "base/mem.h"
#include "memory/question.h"
#include "memory/secret.h"

#include <stdlib.h>

enum { SETS = 128, WAYS = 4 };

enum mark { SECRET = 1, QUESTION = 2 };

struct entry {
	struct px_id row;
	uint64_t text;         /* its hash */
	uint8_t known, marks;  /* bits of enum mark: looked at, found */
};

struct px_text_marks {
	struct entry sets[SETS][WAYS];
	size_t next; /* way to be given to a new row */
};

const struct px_shard_part px_text_marks_part = { "text_marks", sizeof(struct px_text_marks), 16 << 20, free };

struct px_text_marks *px_text_marks_open(const struct px_memory_keep *keep, struct px_id user)
{
	if (!keep || !keep->parts)
		return NULL;
	struct px_text_marks *marks = px_shard_part_get(keep->parts, &px_text_marks_part, user, keep->epoch);
	if (marks)
		return marks;
	marks = px_calloc(1, sizeof(*marks));
	return px_shard_part_put(keep->parts, &px_text_marks_part, user, keep->epoch, marks, sizeof(*marks)) ? marks : NULL;
}

static struct entry *entry_of(struct px_text_marks *marks, struct px_id row, struct px_str text)
{
	uint64_t hash = px_str_hash(text);
	struct entry *set = marks->sets[px_id_hash(row) % SETS];

	for (size_t i = 0; i < WAYS; i++) {
		if (px_id_eq(set[i].row, row) && set[i].text == hash)
			return &set[i];
	}
	struct entry *entry = &set[marks->next++ % WAYS];
	*entry = (struct entry){ .row = row, .text = hash };
	return entry;
}

static bool look(enum mark mark, struct px_str text, struct px_arena *arena)
{
	return mark == SECRET ? px_is_secret(text, arena) : px_question_is(text, arena);
}

static bool has(struct px_text_marks *marks, enum mark mark, struct px_id row, struct px_str text, struct px_arena *arena)
{
	if (!marks || px_id_is_none(row))
		return look(mark, text, arena);
	struct entry *entry = entry_of(marks, row, text);
	if (!(entry->known & mark)) {
		entry->marks |= look(mark, text, arena) ? mark : 0;
		entry->known |= mark;
	}
	return entry->marks & mark;
}

bool px_text_marks_secret(struct px_text_marks *marks, struct px_id row, struct px_str text, struct px_arena *arena)
{
	return has(marks, SECRET, row, text, arena);
}

bool px_text_marks_question(struct px_text_marks *marks, struct px_id row, struct px_str text, struct px_arena *arena)
{
	return has(marks, QUESTION, row, text, arena);
}
