/* SPDX-License-Identifier: Apache-2.0 */
/* Written by tools/train_likelihood; don't edit. */
#include "memory/likelihood_weights.h"

const float px_likelihood_weights[2][PX_SIGNS + 1] = {
	{ 0.0000F, 0.0000F, 0.0000F, -1.2040F, 1.1063F, -1.3392F, 0.2714F, -2.3250F, 0.0000F, -0.1945F, -0.6706F, 0.5234F, 4.1403F, 0.4484F, -4.0427F },
	{ 1.4951F, -0.0132F, 0.7000F, -1.6197F, 0.3966F, -0.8495F, 0.0189F, -2.5856F, 0.0000F, -0.4151F, -0.0801F, 0.2628F, 3.6332F, 0.0638F, -3.8459F },
};
