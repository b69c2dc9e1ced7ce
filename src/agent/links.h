/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Links and images in a model's answer are shown as text: their addresses could
 * carry private data out, an image by merely being shown.  Only an address that
 * the person wrote, to the letter, stays a link.  Markdown is read as CommonMark
 * and GitHub's autolinks have it; what stands in code is text already.  Pure.
 */
#ifndef PX_AGENT_LINKS_H
#define PX_AGENT_LINKS_H

#include "base/arena.h"

/* In the arena, or `text` itself if there was nothing to do.  `own`: what the person wrote.  *count: addresses that were taken the link from. */
struct px_str px_links_tame(struct px_str text, const struct px_str *own, size_t own_count, struct px_arena *arena, size_t *count);

#endif
