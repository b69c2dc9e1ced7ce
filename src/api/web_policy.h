/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a file of the web app may do in a browser: Content-Security-Policy and
 * the headers beside it.  Scripts come from our own files; those that a page
 * carries inside itself run because the policy names their hashes.
 */
#ifndef PX_API_WEB_POLICY_H
#define PX_API_WEB_POLICY_H

#include "base/buf.h"

/* Adds header lines.  `page`: the HTML whose own scripts may run; without data: the file is no page. */
void px_web_policy_write(struct px_str page, struct px_buf *headers);

#endif
