/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last step to a token's vector, the same for every driver that has them.
 */
#ifndef PX_EMBED_TOKEN_VECTOR_H
#define PX_EMBED_TOKEN_VECTOR_H

#include "embed/embed.h"

/* Unit length times 127, rounded; all zero stays so. */
void px_token_vector(const float in[PX_EMBED_TOKEN_DIMS], int8_t out[PX_EMBED_TOKEN_DIMS]);

#endif
