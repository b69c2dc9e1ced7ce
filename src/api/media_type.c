/* SPDX-License-Identifier: Apache-2.0 */
#include "api/media_type.h"

#include <string.h>

static const struct {
	const char *begin;
	size_t at, size;
	const char *type;
} signs[] = {
	{ "\xff\xd8\xff", 0, 3, "image/jpeg" },
	{ "\x89PNG\r\n\x1a\n", 0, 8, "image/png" },
	{ "GIF87a", 0, 6, "image/gif" },
	{ "GIF89a", 0, 6, "image/gif" },
	{ "WEBP", 8, 4, "image/webp" },
	{ "ftypheic", 4, 8, "image/heic" },
	{ "ftypavif", 4, 8, "image/avif" },
	{ "II*\0", 0, 4, "image/tiff" },
	{ "MM\0*", 0, 4, "image/tiff" },
	{ "%PDF-", 0, 5, "application/pdf" },
	{ "WAVE", 8, 4, "audio/wav" },
	{ "OggS", 0, 4, "audio/ogg" },
	{ "fLaC", 0, 4, "audio/flac" },
	{ "ID3", 0, 3, "audio/mpeg" },
	{ "ftypM4A", 4, 7, "audio/mp4" },
	{ "ftyp", 4, 4, "video/mp4" },
	{ "\x1a\x45\xdf\xa3", 0, 4, "video/webm" },
	{ "\x1f\x8b", 0, 2, "application/gzip" },
	{ "7z\xbc\xaf\x27\x1c", 0, 6, "application/x-7z-compressed" },
};

static bool claims(const char *declared)
{
	static const char *const kinds[] = { "image/", "audio/", "video/" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(declared, kinds[i], strlen(kinds[i])) == 0)
			return true;
	}
	return false;
}

const char *px_media_type(struct px_str bytes, const char *declared)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (bytes.size >= signs[i].at + signs[i].size && memcmp(bytes.data + signs[i].at, signs[i].begin, signs[i].size) == 0)
			return signs[i].type;
	}
	if (declared[0] && !claims(declared) && strcmp(declared, "application/octet-stream") != 0)
		return declared;
	if (px_str_starts(bytes, PX_STR("PK\3\4")))
		return "application/zip";
	return declared[0] || memchr(bytes.data, '\0', bytes.size) ? "application/octet-stream" : "text/plain";
}
