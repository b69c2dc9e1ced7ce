/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoding, RFC 3986. */
#ifndef PX_BASE_URI_H
#define PX_BASE_URI_H

#include "base/buf.h"

/*
 * Appends the text so that it stands for itself in a path, a query or a form: all bytes but the unreserved ones
 * (section 2.3: letters, digits, - . _ ~) as %XX.  What does not fit is told by out->overflow.
 */
void px_uri_escape(struct px_buf *out, struct px_str text);
/* Appends name=value, the value escaped; after an & but for the first of a form and of a query. */
void px_uri_add(struct px_buf *out, const char *name, struct px_str value);

#endif
