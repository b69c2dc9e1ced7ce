/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was said in a conversation, in short (agent/summing.h makes it).
 *
 * A conversation has one at most.  It goes with its conversation.  All of a
 * person's go when something has to be forgotten: they may tell it in other
 * words.  Not part of undo.
 */
#ifndef PX_DOMAIN_TALK_SUMMARY_H
#define PX_DOMAIN_TALK_SUMMARY_H

#include "domain/domain.h"

/* PX_NOT_FOUND if there is none. */
enum px_err px_talk_summary_of(struct px_domain *domain, struct px_id conversation, struct px_talk_summary *summary,
			       struct px_error *error) PX_MUST_CHECK;
/* In the place of the one that there is.  Sets id, user, time and version; PX_INVALID without a text or with more than PX_TALK_SUMMARY_MAX bytes. */
enum px_err px_talk_summary_keep(struct px_domain *domain, struct px_talk_summary *summary, struct px_error *error) PX_MUST_CHECK;
enum px_err px_talk_summary_drop(struct px_domain *domain, struct px_id conversation, struct px_error *error) PX_MUST_CHECK;
/* Of all the person's conversations. */
enum px_err px_talk_summary_drop_all(struct px_domain *domain, struct px_error *error) PX_MUST_CHECK;

#endif
