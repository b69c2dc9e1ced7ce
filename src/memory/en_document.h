/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The English words by which people speak of documents.  Lists are words apart
 * by spaces.
 */
#ifndef PX_MEMORY_EN_DOCUMENT_H
#define PX_MEMORY_EN_DOCUMENT_H

extern const char px_en_keep_verbs[], px_en_read_verbs[], px_en_list_verbs[], px_en_document_nouns[], px_en_file_nouns[],
	px_en_this[], px_en_naming_document[], px_en_beside_document[], px_en_handing_over[], px_en_beside_file[],
	px_en_beside_list[], px_en_politely[], px_en_document_says[], px_en_about[], px_en_articles[], px_en_anything[];

#endif
