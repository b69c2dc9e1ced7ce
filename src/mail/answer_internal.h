/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of an answer share: the run of the job "mail.reply". */
#ifndef PX_MAIL_ANSWER_INTERNAL_H
#define PX_MAIL_ANSWER_INTERNAL_H

#include "agent/tools.h"
#include "domain/notification.h"
#include "domain/user.h"
#include "mail/answer.h"
#include "proactive/words.h"

struct answer {
	struct px_arena arena;
	struct px_user user;
	struct px_domain domain;
	struct px_notification about; /* what the mail that was answered told */
	struct px_nlu_context nlu;
	struct px_memory_keep memory;
	struct px_words words;
	struct px_buf said;           /* what was done, a line each */
	json_t *payload;
};

/* answer_do.c: does what the text says, each command by itself, and says what came of each. */
enum px_err answer_obey(struct answer *answer, struct px_str text, struct px_error *error) PX_MUST_CHECK;
/* A line of the answer, about that number of the mail (0: about no number). */
void answer_say(struct answer *answer, int number, enum px_saying saying, int64_t count, const struct px_filler *parts);

#endif
