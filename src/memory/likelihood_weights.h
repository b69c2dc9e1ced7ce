/* SPDX-License-Identifier: Apache-2.0 */
/* The weights of memory/likelihood, as tools/train_likelihood wrote them. */
#ifndef PX_MEMORY_LIKELIHOOD_WEIGHTS_H
#define PX_MEMORY_LIKELIHOOD_WEIGHTS_H

#include "memory/likelihood.h"

/* Without and with the vectors of a language model; the last of each is added as it is. */
extern const float px_likelihood_weights[2][PX_SIGNS + 1];

#endif
