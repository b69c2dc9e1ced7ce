/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings by their first bytes. */
#include "speech/speech.h"

static bool has(struct px_str bytes, size_t at, const char *what)
{
	size_t size = strlen(what);

	return bytes.size >= at + size && memcmp(bytes.data + at, what, size) == 0;
}

/* A frame of MPEG audio: eleven bits of sync, no reserved version, layer III, no reserved rate or frequency. */
static bool is_mpeg_frame(struct px_str bytes)
{
	const unsigned char *b = (const unsigned char *)bytes.data;

	return bytes.size >= 4 && b[0] == 0xff && (b[1] & 0xe0) == 0xe0 && (b[1] & 0x18) != 0x08 && (b[1] & 0x06) == 0x02 &&
	       (b[2] & 0xf0) != 0xf0 && (b[2] & 0xf0) != 0 && (b[2] & 0x0c) != 0x0c;
}

enum px_speech_format px_speech_format_of(struct px_str bytes)
{
	struct px_str start = px_str_n(bytes.data, bytes.size < PX_SPEECH_SNIFF ? bytes.size : PX_SPEECH_SNIFF);

	if (has(start, 0, "RIFF") && has(start, 8, "WAVE"))
		return PX_SPEECH_WAV;
	if (has(start, 0, "OggS") && (px_str_find(start, PX_STR("OpusHead")) < start.size || px_str_find(start, PX_STR("vorbis")) < start.size))
		return PX_SPEECH_OGG;
	if (has(start, 0, "\x1a\x45\xdf\xa3") && px_str_find(start, PX_STR("webm")) < start.size)
		return PX_SPEECH_WEBM;
	if (has(start, 4, "ftyp") && (has(start, 8, "M4A") || has(start, 8, "mp4") || has(start, 8, "isom") || has(start, 8, "iso") ||
				      has(start, 8, "dash")))
		return PX_SPEECH_M4A;
	return has(start, 0, "ID3") || is_mpeg_frame(start) ? PX_SPEECH_MP3 : PX_SPEECH_UNKNOWN;
}
