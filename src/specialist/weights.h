/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trained part of the reader, as it was in weights.bin when the program
 * was built (tools/specialist/train makes that file; specialist/net.h names its sections).
 */
#ifndef PX_SPECIALIST_WEIGHTS_H
#define PX_SPECIALIST_WEIGHTS_H

#include <stdint.h>

extern const uint8_t px_specialist_weights[], px_specialist_weights_end[];

#endif
