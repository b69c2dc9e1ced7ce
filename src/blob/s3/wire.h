/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What S3 answers: XML, of which a few elements are read.  Pure.  Private to blob/s3/.
 */
#ifndef PX_BLOB_S3_WIRE_H
#define PX_BLOB_S3_WIRE_H

#include "base/err.h"
#include "base/str.h"

/* The text of the first such element from *at on, which moves behind it; false if there is none. */
bool px_s3_element(struct px_str *at, const char *name, struct px_str *text);

struct px_s3_object {
	struct px_str key; /* as it is in the answer: our keys have nothing that XML would escape */
	int64_t size, modified; /* UTC milliseconds */
};
/* The next object of a ListObjectsV2 answer from *at on.  False at the end, and for one that can't be read. */
bool px_s3_next_object(struct px_str *at, struct px_s3_object *object);
/* Whether there are more of them than the answer has. */
bool px_s3_is_truncated(struct px_str answer);
/* "Code: Message" of an error's answer, or "". */
void px_s3_reason(struct px_str answer, char *text, size_t size);

#endif
