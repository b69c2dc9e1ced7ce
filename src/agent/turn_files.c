/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that are sent with a message: they must be the person's, and the
 * message keeps what they are.  Whether they are looked at is a thinker's
 * matter; without one it is said that they were only kept.
 */
#include "agent/turn_internal.h"

#include "domain/file.h"

enum { TOLD = 3 /* names; of more, how many there are */ };

enum px_err px_turn_load_files(struct px_turn_work *work)
{
	const struct px_turn_input *input = work->input;

	if (input->file_count > PX_MESSAGE_FILES_MAX)
		return px_fail(work->error, PX_TOO_LARGE, "files", "files takes %d at most", PX_MESSAGE_FILES_MAX);
	return px_files_of_message(&work->domain, input->files, input->file_count, &work->message.files, work->error);
}

enum px_err px_turn_count_pictures(struct px_turn_work *work, size_t *pictures)
{
	struct px_file files[PX_MESSAGE_FILES_MAX];
	size_t count = 0;
	enum px_err err = px_files_read(&work->domain, work->message.files, files, PX_MESSAGE_FILES_MAX, &count, work->error);

	*pictures = 0;
	for (size_t i = 0; !err && i < count; i++)
		*pictures += files[i].shown != NULL;
	return err;
}

static void write_names(struct px_buf *out, const struct px_file *files, size_t count)
{
	for (size_t i = 0; i < count && i < TOLD; i++)
		(void)px_buf_printf(out, "%s“%s”", i == 0 ? "" : i + 1 == count ? " and " : ", ", files[i].name);
	if (count > TOLD)
		(void)px_buf_printf(out, " and %zu more", count - TOLD);
}

/* "I have kept “photo.jpg”, but could not look at it: looking at pictures takes a language model." */
static void say_kept(struct px_buf *out, const struct px_file *files, size_t count)
{
	size_t pictures = 0;

	for (size_t i = 0; i < count; i++)
		pictures += files[i].shown != NULL;
	if (out->size)
		(void)px_buf_char(out, ' ');
	(void)px_buf_text(out, "I have kept ");
	write_names(out, files, count);
	if (pictures == count)
		(void)px_buf_printf(out, ", but could not look at %s: looking at pictures takes a language model.", count > 1 ? "them" : "it");
	else
		(void)px_buf_printf(out, ", but have not looked into %s: what I am to read and find again belongs under Documents.",
				    count > 1 ? "them" : "it");
}

enum px_err px_turn_say_files(struct px_turn_work *work)
{
	struct px_file files[PX_MESSAGE_FILES_MAX];
	size_t count = 0;

	if (!work->message.files)
		return PX_OK;
	enum px_err err = px_files_read(&work->domain, work->message.files, files, PX_MESSAGE_FILES_MAX, &count, work->error);
	if (!err && count)
		say_kept(&work->reply, files, count);
	return err;
}
