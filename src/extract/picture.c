/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture by gdk-pixbuf: decoded, turned as its camera was held, made small
 * enough and written anew as JPEG on white.  Nothing of the file but its
 * pixels goes along: no EXIF, no place, no preview, no profile.
 *
 * Only the loader that the first bytes call for is used; the size is looked at
 * before anything is decoded.
 */
#include "extract/extract.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

enum { BYTES_MAX = 32 << 20, PIXELS_MAX = 64000000, SIDE_LEAST = 64, PIECE = 65536 };

struct sizes {
	int side;       /* the longest that is wanted */
	bool too_large; /* more pixels than are decoded */
};

static const char *loader_of(const guchar *bytes, size_t size)
{
	static const struct {
		const char *begin;
		size_t size;
		const char *loader;
	} known[] = { { "\xff\xd8\xff", 3, "jpeg" }, { "\x89PNG\r\n\x1a\n", 8, "png" }, { "GIF87a", 6, "gif" }, { "GIF89a", 6, "gif" } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (size >= known[i].size && memcmp(bytes, known[i].begin, known[i].size) == 0)
			return known[i].loader;
	}
	return size >= 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WEBP", 4) == 0 ? "webp" : NULL;
}

/* A loader that is told to make it nothing gives up before it decodes. */
static void prepare(GdkPixbufLoader *loader, int width, int height, gpointer arg)
{
	struct sizes *sizes = arg;
	int longest = width > height ? width : height;

	sizes->too_large = (int64_t)width * height > PIXELS_MAX;
	if (sizes->too_large) {
		gdk_pixbuf_loader_set_size(loader, 0, 0);
	} else if (longest > sizes->side) {
		int w = (int)((int64_t)width * sizes->side / longest), h = (int)((int64_t)height * sizes->side / longest);
		gdk_pixbuf_loader_set_size(loader, w > 0 ? w : 1, h > 0 ? h : 1);
	}
}

static const char *why_not(const struct sizes *sizes, const GError *error)
{
	if (sizes->too_large)
		return "it has more than 64 million pixels";
	if (error && g_error_matches(error, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
		return "it needs more than 512 MB of memory";
	return "it is damaged";
}

/* NULL: *why says why. */
static GdkPixbuf *decode(const guchar *bytes, size_t size, struct sizes *sizes, const char **why)
{
	const char *name = loader_of(bytes, size);
	GError *error = NULL;
	GdkPixbufLoader *loader = name ? gdk_pixbuf_loader_new_with_type(name, &error) : NULL;
	GdkPixbuf *picture = NULL;
	bool good = loader != NULL;

	if (!loader) {
		*why = name ? "this kind of picture can't be read here: its loader is not installed" : "it is no JPEG, PNG, GIF or WebP";
		return NULL;
	}
	g_signal_connect(loader, "size-prepared", G_CALLBACK(prepare), sizes);
	for (size_t at = 0; good && at < size && !sizes->too_large; at += PIECE)
		good = gdk_pixbuf_loader_write(loader, bytes + at, size - at < PIECE ? size - at : PIECE, &error);
	good = gdk_pixbuf_loader_close(loader, good ? &error : NULL) && good && !sizes->too_large;
	if (good && gdk_pixbuf_loader_get_pixbuf(loader))
		picture = gdk_pixbuf_apply_embedded_orientation(gdk_pixbuf_loader_get_pixbuf(loader));
	if (!picture)
		*why = why_not(sizes, error);
	return picture;
}

/* On white: JPEG has no transparency. */
static GdkPixbuf *flatten(GdkPixbuf *picture)
{
	int width = gdk_pixbuf_get_width(picture), height = gdk_pixbuf_get_height(picture);

	if (!gdk_pixbuf_get_has_alpha(picture))
		return picture;
	return gdk_pixbuf_composite_color_simple(picture, width, height, GDK_INTERP_NEAREST, 255, 16, 0xffffffff, 0xffffffff);
}

static const char *write_jpeg(GdkPixbuf *picture, FILE *out)
{
	static const char *const qualities[] = { "85", "70", "50", "30" };

	for (size_t i = 0; i < sizeof(qualities) / sizeof(qualities[0]); i++) {
		gchar *bytes = NULL;
		gsize size = 0;
		if (!gdk_pixbuf_save_to_buffer(picture, &bytes, &size, "jpeg", NULL, "quality", qualities[i], NULL))
			return "it can't be written anew";
		if (size <= PX_EXTRACT_PICTURE_MAX) {
			fprintf(out, "%d %d\n", gdk_pixbuf_get_width(picture), gdk_pixbuf_get_height(picture));
			return fwrite(bytes, 1, size, out) == size ? NULL : "it can't be written anew";
		}
		g_free(bytes);
	}
	return "it can't be made smaller than 1 MB";
}

const char *px_extract_picture(FILE *out, const char *side)
{
	struct sizes sizes = { (int)g_ascii_strtoll(side ? side : "", NULL, 10), false };
	guchar *bytes = g_malloc(BYTES_MAX + 1);
	const char *why = NULL;
	size_t size = 0;
	ssize_t got;

	if (sizes.side < SIDE_LEAST)
		return "the longest side of a picture is at least 64";
	while (size <= BYTES_MAX && (got = read(STDIN_FILENO, bytes + size, BYTES_MAX + 1 - size)) > 0)
		size += (size_t)got;
	if (size > BYTES_MAX)
		return "it is larger than 32 MB";
	GdkPixbuf *picture = decode(bytes, size, &sizes, &why);
	if (!picture)
		return why;
	picture = flatten(picture);
	return picture ? write_jpeg(picture, out) : "it needs more than 512 MB of memory";
}
