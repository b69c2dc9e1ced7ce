/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The assembler takes the file in as it is, as in embed/static/table.c.
 */
#include "specialist/weights.h"

__asm__(".section .rodata\n"
	".balign 64\n"
	".global px_specialist_weights\n"
	"px_specialist_weights:\n"
	".incbin \"" PX_SPECIALIST_WEIGHTS_FILE "\"\n"
	".global px_specialist_weights_end\n"
	"px_specialist_weights_end:\n"
	".byte 0\n"
	".previous\n");
