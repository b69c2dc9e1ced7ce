/* SPDX-License-Identifier: Apache-2.0 */
/* How people speak of documents: what is kept, read, listed, asked, and what is none of that. */
#include "memory/document_talk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_keep(void **state)
{
	static const struct { const char *said, *title, *text; } rows[] = {
		{ "save this as a document: The rent is due.", NULL, "The rent is due." },
		{ "Please save the following as a document called Lease: Pets are allowed.", "Lease", "Pets are allowed." },
		{ "can you keep this text as a new document named \"House rules\":\nBins on Thursdays.", "House rules", "Bins on Thursdays." },
		{ "Add a document titled “Kita – Regeln”: Abholen bis vier.", "Kita – Regeln", "Abholen bis vier." },
		{ "new document: minutes of the meeting", NULL, "minutes of the meeting" },
		{ "Here is a document for you:\n# Title\n\nBody: more", NULL, "# Title\n\nBody: more" },
		{ "store this under my documents: x y", NULL, "x y" },
		{ "Document: Steam boiler manual. Fill to the mark.", NULL, "Steam boiler manual. Fill to the mark." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_document_kept kept;
		struct px_arena arena;
		px_arena_init(&arena);
		if (px_document_wish_read(px_str(rows[i].said), &arena, &kept) != PX_DOCUMENT_WISH_KEEP)
			fail_msg("not kept: %s", rows[i].said);
		assert_true(px_str_eq(kept.text, px_str(rows[i].text)));
		if (rows[i].title)
			assert_string_equal(kept.title, rows[i].title);
		else
			assert_null(kept.title);
		px_arena_release(&arena);
	}
}

static void test_other_wishes(void **state)
{
	static const struct { const char *said; enum px_document_wish wish; } rows[] = {
		{ "read the file I just gave you", PX_DOCUMENT_WISH_READ },
		{ "Please look at the pdf I've uploaded", PX_DOCUMENT_WISH_READ },
		{ "read this file", PX_DOCUMENT_WISH_READ },
		{ "can you go through the attachment", PX_DOCUMENT_WISH_READ },
		{ "save the file I sent you as a document", PX_DOCUMENT_WISH_READ },
		{ "save this as a document", PX_DOCUMENT_WISH_READ },
		{ "add the last upload to my documents", PX_DOCUMENT_WISH_READ },
		{ "which documents do I have?", PX_DOCUMENT_WISH_LIST },
		{ "show me all my documents", PX_DOCUMENT_WISH_LIST },
		{ "what documents have you got", PX_DOCUMENT_WISH_LIST },
		/* tasks, facts and questions that only speak of documents */
		{ "add review the document: chapter one", PX_DOCUMENT_WISH_NONE },
		{ "read the document tomorrow", PX_DOCUMENT_WISH_NONE },
		{ "read the file", PX_DOCUMENT_WISH_NONE },
		{ "please file the tax documents", PX_DOCUMENT_WISH_NONE },
		{ "store the documents in the cellar", PX_DOCUMENT_WISH_NONE },
		{ "remember: the documents are in the safe", PX_DOCUMENT_WISH_NONE },
		{ "send Anna the document: she waits", PX_DOCUMENT_WISH_NONE },
		{ "which documents do I need for the visa?", PX_DOCUMENT_WISH_NONE },
		{ "show the documents to Ben at 3", PX_DOCUMENT_WISH_NONE },
		{ "the document you sent is great", PX_DOCUMENT_WISH_NONE },
		{ "save this as a document:", PX_DOCUMENT_WISH_NONE },
		{ "read it", PX_DOCUMENT_WISH_NONE },
		{ "", PX_DOCUMENT_WISH_NONE },
		{ ":", PX_DOCUMENT_WISH_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_document_kept kept;
		struct px_arena arena;
		px_arena_init(&arena);
		enum px_document_wish wish = px_document_wish_read(px_str(rows[i].said), &arena, &kept);
		if (wish != rows[i].wish)
			fail_msg("%s: %d, not %d", rows[i].said, wish, rows[i].wish);
		px_arena_release(&arena);
	}
}

static void test_asked(void **state)
{
	static const struct { const char *question, *name, *topic; } rows[] = {
		{ "what does the lease say about pets?", "lease", "pets" },
		{ "What do the house rules say?", "house rules", NULL },
		{ "does the contract mention a notice period?", "contract", "notice period" },
		{ "Does my insurance policy say anything about glass?", "insurance policy", "glass" },
		{ "according to the lease, are dogs allowed?", "lease", "are dogs allowed" },
		{ "are dogs allowed according to the lease?", "lease", "are dogs allowed" },
		{ "what is in the lease?", "lease", NULL },
		{ "how long is the notice period in the lease?", "lease", "how long is the notice period" },
		{ "is there anything in the lease about parking?", "lease", "parking" },
		{ "when does my passport expire?", NULL, NULL },
		{ "in?", NULL, NULL },
		{ "", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_document_asked asked;
		struct px_arena arena;
		px_arena_init(&arena);
		bool read = px_document_asked_read(px_str(rows[i].question), 0, &arena, &asked);
		if (read != (rows[i].name != NULL))
			fail_msg("%s: %s", rows[i].question, read ? asked.name : "not read");
		if (read && strcmp(asked.name, rows[i].name) != 0)
			fail_msg("%s: name %s", rows[i].question, asked.name);
		if (read && (!asked.topic != !rows[i].topic || (asked.topic && strcmp(asked.topic, rows[i].topic) != 0)))
			fail_msg("%s: topic %s", rows[i].question, asked.topic ? asked.topic : "none");
		px_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_keep), cmocka_unit_test(test_other_wishes), cmocka_unit_test(test_asked) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
