/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Eight bits are enough: 64 dimensions average their rounding out.
 */
#include "embed/token_vector.h"

#include <math.h>

void px_token_vector(const float in[PX_EMBED_TOKEN_DIMS], int8_t out[PX_EMBED_TOKEN_DIMS])
{
	float squares = 0;

	for (size_t i = 0; i < PX_EMBED_TOKEN_DIMS; i++)
		squares += in[i] * in[i];
	float factor = squares > 0 ? 127 / sqrtf(squares) : 0;
	for (size_t i = 0; i < PX_EMBED_TOKEN_DIMS; i++)
		out[i] = (int8_t)lrintf(in[i] * factor);
}
