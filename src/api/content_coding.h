/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the forms that a file is kept in a client takes: Accept-Encoding
 * (RFC 9110, section 12.5.3).  Packs nothing itself.
 */
#ifndef PX_API_CONTENT_CODING_H
#define PX_API_CONTENT_CODING_H

#include "base/str.h"

/* From the largest form to the smallest. */
enum px_coding { PX_CODING_IDENTITY, PX_CODING_GZIP, PX_CODING_BR, PX_CODINGS };

/* As written in Content-Encoding; "identity" is never written there. */
const char *px_coding_name(enum px_coding coding);
/*
 * The coding that the client weighs most, the smallest form among equals, of those whose bit (1 << coding) is
 * set in `kept`.  Identity is always kept and given where nothing else is taken, even if the client refuses it.
 * `accept`: the header's value; without data: absent.
 */
enum px_coding px_coding_choose(struct px_str accept, unsigned kept);

#endif
