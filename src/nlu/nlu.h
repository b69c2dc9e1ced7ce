/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The built-in engine: what a person typed -> ordered tool calls.
 *
 * Pure like the rest of nlu/: no I/O, no clock, no globals with state.  The
 * caller gives everything that is known (context), gets calls or one precise
 * question, and a new dialogue state to keep with the conversation.  Arguments
 * are JSON objects with the names of the tool schemas (agent/tools); instants
 * are local ISO texts in the user's zone ("2026-01-16", "2026-01-16T17:00").
 * Targets of update/complete/delete are words; when they name an item of the
 * context beyond doubt, `target` carries its title as it stands there.
 */
#ifndef PX_NLU_NLU_H
#define PX_NLU_NLU_H

#include "base/arena.h"
#include "base/id.h"
#include "base/tz.h"
#include "nlu/marks.h"

enum px_nlu_kind { PX_NLU_TASK, PX_NLU_EVENT, PX_NLU_PROJECT };

/* The words of titles in the form in which targets are found; see px_nlu_titles_new. */
struct px_nlu_titles;
struct px_nlu_title;

/* Something of the user's that a text may refer to. */
struct px_nlu_item {
	enum px_nlu_kind kind;
	struct px_id id;       /* may be none (scripting) */
	const char *title;
	const char *project;   /* of a task, or NULL */
	int64_t start, end;    /* local milliseconds: event span, or a task's due instant (end absent); PX_TIME_NONE */
	int32_t due_day;       /* PX_DAY_NONE */
	const char *recurrence; /* or NULL */
	int priority;          /* enum px_priority; 1 = normal */
	const struct px_nlu_title *words; /* of `title`, by the context's `titles`; else not looked at */
	const char *beside;    /* where an event takes place and who comes: "Costa, Sam"; or NULL */
};

struct px_nlu_context;
/* A trained reader (marks.h): marks `text`, whose bytes the marks count; false if it can't. */
typedef bool (*px_read_fn)(void *arg, const struct px_nlu_context *context, struct px_str text, struct px_marks *marks);
/* Somebody else answers this text, whatever is read in it, unless it names a time. */
typedef bool (*px_passes_fn)(void *arg, struct px_str text);

struct px_readings;
/* Hears of a message that both frames and reader read, before one of the readings is taken (plan/choice_features.h). */
typedef void (*px_weighs_fn)(void *arg, const struct px_readings *readings);

struct px_nlu_context {
	int64_t now;           /* UTC milliseconds */
	const struct px_tz *tz;
	const char *locale;    /* "en-GB", "en-US": day-first, week start, holidays */
	const struct px_nlu_item *items; /* open tasks, near events, projects */
	size_t item_count;
	const struct px_nlu_titles *titles; /* that every item's `words` came from, or NULL */
	const char *const *tags;   /* the user's own, NULL-terminated or NULL */
	const char *const *people; /* known names, NULL-terminated or NULL */
	const char *state;     /* dialogue state of the last turn (JSON), or NULL */
	const char *said_before; /* the person's message before this one in the conversation, or NULL */
	const char *replied;     /* Pixie's answer to it, or NULL */
	const struct px_tz *(*find_zone)(void *arg, const char *name); /* may be NULL */
	void *find_zone_arg;
	px_read_fn read;       /* or NULL; asked at most once a message, and not where the rules are sure */
	void *read_arg;
	px_passes_fn passes;   /* or NULL; the reader, which takes milliseconds, is not asked about what passes */
	void *passes_arg;
	bool notes_left;       /* words that no call has are noted with the thing beside them (plan/left_words.h) */
	bool read_alone;       /* its marks alone say what to do: for measuring */
	px_weighs_fn weighs;   /* or NULL; for measuring */
	void *weighs_arg;
	const struct px_language *says_in; /* what replies are written in, or NULL: English */
};

struct px_nlu_call {
	const char *tool;      /* a name of the tool table; static */
	const char *arguments; /* JSON object text, in the arena */
	float confidence;      /* 0..1, calibrated */
	struct px_id item;     /* the known thing that "target" names, or none */
	/*
	 * What the answer is to say, of list_events ("free", "busy", "place", "people", "next", "days", "when", "end",
	 * "until", "length") or of list_tasks ("first", "top", "soonest", "when", "until", "done"); static, or NULL.
	 */
	const char *asks;
};

/* Where a piece of the text went; for explanations and for measuring. */
struct px_nlu_span {
	const char *slot;      /* "title", "date", "time", "project", "person", "place", ...; static */
	size_t begin, end;
};

enum { PX_NLU_MAX_CALLS = 32, PX_NLU_MAX_SPANS = 32, PX_NLU_TEXT_MAX = 32768 };

struct px_nlu_result {
	const char *intent;    /* of the first call, or "none"; static */
	float confidence;
	struct px_nlu_call calls[PX_NLU_MAX_CALLS];
	size_t call_count;     /* 0: nothing to do (none), or a question */
	const char *question;  /* what to ask instead, in the arena, or NULL */
	const struct px_nlu_item *choices; /* of the question, to be shown numbered, or NULL */
	size_t choice_count;
	const char *unread;    /* words that were not understood and stayed in the title, or NULL */
	const char *smalltalk; /* a short answer for greetings and thanks, or NULL */
	bool greets;           /* `smalltalk` answers a greeting or thanks, which may be a part of what was said */
	struct px_nlu_span spans[PX_NLU_MAX_SPANS];
	size_t span_count;
	const char *pending;   /* with a question: what px_nlu_next_state keeps to read the answer; opaque */
	const void *dialogue;  /* the context's state as it was read, for px_nlu_next_state; opaque */
	bool unsure;           /* `question` asks what was meant, not for something that is missing */
	bool passed;           /* the reader was not asked, as the text passes */
	float trust;           /* of the reader in its least sure request, if its marks count or agree; else 0 */
	const char *act;       /* that took the last request, by its name in plan/; static, or NULL */
	const char *why;       /* one line for people: rule or model, and its score */
};

/*
 * A caller that keeps items between parses may keep the words of their titles
 * as well, which spares each parse from reading all titles anew: one `titles`
 * for all of them, and px_nlu_titles_add for each.  All lives in the arena
 * and dies with it; what is added stays.  Without them a parse makes its own.
 */
struct px_nlu_titles *px_nlu_titles_new(struct px_arena *arena);
const struct px_nlu_title *px_nlu_titles_add(struct px_nlu_titles *titles, const char *title);

/* Never fails: what it can't read is intent "none" with confidence 0.  All text lives in `arena`. */
void px_nlu_parse(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena,
		  struct px_nlu_result *result);

/* What words of a call name: the one thing, or several that are equally meant. */
enum { PX_NLU_FOUND_MAX = 8 };

struct px_nlu_found {
	const struct px_nlu_item *items[PX_NLU_FOUND_MAX]; /* of the context, best first */
	size_t count;
	int64_t day; /* the day that the words named (local ms of its midnight), or PX_TIME_NONE */
};

/* Which of the context's items are meant by `words` ("the auth bug"); bits of `kinds`: 1 << enum px_nlu_kind. */
void px_nlu_find(const struct px_nlu_context *context, unsigned kinds, struct px_str words, struct px_arena *arena,
		 struct px_nlu_found *found);

/* What became of one call; the caller reports it so that the dialogue can go on. */
struct px_nlu_outcome {
	const char *tool;
	bool ok;
	struct px_nlu_item touched[8]; /* created, changed, completed or listed, in shown order */
	size_t touched_count;
	/* Several equally good targets: the numbered question that was asked; touched[] are the candidates. */
	bool ambiguous;
	const char *arguments; /* those of the call, to complete it with the answer */
};

/*
 * The state to store with the conversation after the calls ran (or the
 * question was asked): a JSON text of at most 4 KiB in the arena.
 */
const char *px_nlu_next_state(const struct px_nlu_context *context, struct px_str text,
			      const struct px_nlu_result *result,
			      const struct px_nlu_outcome *outcomes, size_t outcome_count,
			      struct px_arena *arena);

#endif
