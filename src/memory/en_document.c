/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/en_document.h"

const char px_en_politely[] = "please can could would will you hey hi ok okay so now and then just kindly pixie i want would'd like to let's";
const char px_en_keep_verbs[] = "save keep store add file put take make create archive remember upload import here";
const char px_en_read_verbs[] = "read open look scan index process go check parse";
const char px_en_list_verbs[] = "show list which what display see";
const char px_en_document_nouns[] = "document documents doc docs";
const char px_en_file_nouns[] = "file files attachment attachments pdf upload uploads document documents doc scan letter contract paper it this that";
const char px_en_this[] = "this that following it here new";
const char px_en_naming_document[] = "called named titled title name";
/* What may stand beside verb and noun of "save the following text for me as a new document". */
const char px_en_beside_document[] =
	"this that these the a an following it text note letter as is are new my me for in into to under with of one among here below all words";
const char px_en_handing_over[] = "gave given sent send uploaded upload attached shared handed dropped added";
const char px_en_beside_file[] =
	"i i've have had just you to for me us now again the that this which what at into in my our a an as and it from with above last latest "
	"lately before here newest recent recently through over document documents doc file attachment pdf save keep store add please";
const char px_en_beside_list[] = "my the our all me do i we have you got are there is of any kept saved uploaded stored files and";
const char px_en_document_says[] = "say says said state states mention mentions mentioned specify specifies tell tells contain contains include includes write writes";
const char px_en_about[] = "about on regarding concerning of for";
const char px_en_articles[] = "the my our this that a an his her their";
const char px_en_anything[] = "anything something me us a thing word";
