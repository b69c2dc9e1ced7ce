/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is by its first bytes; what is said of it counts where they do not tell. */
#ifndef PX_API_MEDIA_TYPE_H
#define PX_API_MEDIA_TYPE_H

#include "base/str.h"

/*
 * A media type without parameters: static, or `declared`, which is one in lower case or "".  What only claims to be a
 * picture, sound or film is application/octet-stream.
 */
const char *px_media_type(struct px_str bytes, const char *declared);

#endif
