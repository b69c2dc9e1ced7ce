/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what is found in a mail to proposals that the person decides on: with
 * the sentence, a link to the mail, and not what an earlier mail of the thread
 * or of the same sender said already.  "Always for this sender" does what adds
 * something, as an action that can be undone; what changes or removes is asked
 * for in any case.
 */
#ifndef PX_MAIL_PROPOSE_H
#define PX_MAIL_PROPOSE_H

#include "agent/tools.h"
#include "domain/mail.h"
#include "mail/find.h"

/*
 * [tx] `mail` is the row that will be kept: its findings and proposals are set.  What was changed is in `domain`; a
 * finding that can't be proposed is left out.
 */
enum px_err px_mail_propose(const struct px_tool_context *context, struct px_domain *domain, const struct px_mail_parsed *parsed,
			    const struct px_mail_account *account, struct px_mail_row *mail, struct px_error *error) PX_MUST_CHECK;

#endif
