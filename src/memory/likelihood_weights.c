/* SPDX-License-Identifier: Apache-2.0 */
/* Written by tools/train_likelihood; don't edit. */
#include "memory/likelihood_weights.h"

const float px_likelihood_weights[2][PX_SIGNS + 1] = {
	{ 0.0000F, 0.0000F, 0.0000F, -3.1877F, 3.1349F, -2.1168F, 0.3638F, -2.5140F, 0.7364F, -0.4851F, 5.1977F, -2.1536F, 2.5560F, -0.7639F, 0.0000F, -1.9039F, -2.1539F, -2.0304F, -1.3090F, 0.3999F, -3.7845F, 6.8067F, -9.6718F, 0.5030F, -3.6775F },
	{ -1.2434F, 3.2928F, 1.6967F, -2.5740F, 3.3303F, -1.3239F, 0.3629F, -1.8431F, 1.8267F, -0.4957F, 1.1082F, -1.4928F, 2.4951F, -1.6849F, 3.2442F, -0.7088F, -2.0792F, -0.6586F, -2.3827F, 0.3553F, -2.5484F, 7.2672F, -9.5858F, 0.0527F, -3.4731F },
};
