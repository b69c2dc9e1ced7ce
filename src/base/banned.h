/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions that invite overflow, hidden state or silent failure are compile
 * errors.  The build force-includes this header into every translation unit
 * of ours; the system headers that declare the names are included first, so
 * that only uses are poisoned.
 */
#ifndef PX_BASE_BANNED_H
#define PX_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat stpcpy sprintf vsprintf gets
#pragma GCC poison strtok atoi atol atoll atof
#pragma GCC poison localtime gmtime ctime asctime mktemp tmpnam tempnam

#endif
