/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `pixie nlu --jsonl`: one JSON line in, one out, for scripts and for
 * measuring the engine.
 *
 * In: {"id","text","now","tz","context":{"projects","tasks","events","people",
 * "tags"},"session"?,"locale"?,"spans"?: true}.  `now` is local wall-clock time (or carries an
 * offset), `tz` an IANA name or an offset; items of the context are titles or
 * objects with title, project, due, priority, recurrence, start, end, beside (its place and guests).
 * "marks" is the text as a reader would mark it (report/gold.h), with or instead of "text";
 * with "alone": true the marks alone say what to do.  With "act": true the answer names the act that took the last
 * request.
 * With "notes": true, words that no call has go to notes (plan/left_words.h).
 * "said_before" and "replied" are the last message and the answer to it, for the reader; a session knows the first.
 * With "read": true the answer has "marks", what the reader marked (report/marks.h).
 * Out: {"id","intent","slots","calls","confidence","us"} and, where there is
 * one, "question", "say", "unread", "why"; if asked for, "spans": [{"slot",
 * "start","end"}], where each piece of the text went, in UTF-16 code units.
 *
 * Lines of one "session" are one dialogue.  State carries over as if every
 * call had succeeded: a session keeps what was created and forgets what was
 * completed or deleted.
 */
#ifndef PX_NLU_REPORT_NLU_H
#define PX_NLU_REPORT_NLU_H

#include "base/buf.h"
#include "nlu/nlu.h"

/* Dialogues by name; the caller owns the map and its life. */
struct px_nlu_sessions;

struct px_nlu_sessions *px_nlu_sessions_new(void);
void px_nlu_sessions_free(struct px_nlu_sessions *sessions);
/* Leaves "us" out of the answers from now on, so that they depend on the lines alone. */
void px_nlu_sessions_untimed(struct px_nlu_sessions *sessions);

/* A reader for all lines from now on that bring no marks of their own; as in struct px_nlu_context. */
void px_nlu_sessions_read_by(struct px_nlu_sessions *sessions, px_read_fn read, void *arg);

typedef const struct px_tz *(*px_find_zone_fn)(void *arg, const char *name);

/*
 * Appends one line without the line break to `out`.  `find_zone` (may be NULL:
 * then only offsets are known) lends zones that must live as long as
 * `sessions`.  PX_INVALID, with the field in `error`, for a line that can't be
 * read; then nothing is appended.
 */
enum px_err px_nlu_report_line(struct px_nlu_sessions *sessions, struct px_str line,
			       px_find_zone_fn find_zone, void *find_zone_arg, struct px_buf *out,
			       struct px_error *error) PX_MUST_CHECK;

#endif
