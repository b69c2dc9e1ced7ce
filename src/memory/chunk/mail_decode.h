/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codings of mail: quoted-printable and base64 of bodies (RFC 2045), and
 * encoded words of headers (RFC 2047).  Character sets are UTF-8 or read as
 * Windows-1252 when blocks are cleaned.
 */
#ifndef PX_MEMORY_CHUNK_MAIL_DECODE_H
#define PX_MEMORY_CHUNK_MAIL_DECODE_H

#include "base/arena.h"
#include "base/str.h"

/* A body by its Content-Transfer-Encoding; others than the two are the body itself. */
struct px_str px_mail_decode(struct px_arena *arena, struct px_str body, struct px_str coding);
/* "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" -> "Grüße". */
struct px_str px_mail_decode_words(struct px_arena *arena, struct px_str value);

#endif
