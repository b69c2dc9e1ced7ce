/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words by what they mean for an answer that is given again; each list is in
 * lower case, between spaces.
 */
#include "agent/reply_words.h"

/* About this very moment, or to be new each time. */
const char px_reply_fleeting[] =
	" now right currently present presently next still left remaining soon later ago yet already tonight minute minutes hour hours "
	"moment time clock just joke jokes poem poems story stories random surprise invent brainstorm draft rewrite write compose "
	"suggest suggestion suggestions idea ideas pick choose until till overdue late over past since ahead upcoming following passed "
	"started begun ended ";

/* Pointing to what was said before. */
const char px_reply_pointing[] =
	" it its it's itself that that's this these those they them their theirs he him his she her hers there then another again more else "
	"same other others instead also too previous above before former latter both either neither continue ";

/* Pointing there at the beginning. */
const char px_reply_going_on[] = " and but so or because yes no ok okay ";

/* Of no weight in a question: function words, and those that only ask. */
const char px_reply_light[] =
	" a an the of in on at for with by as is are be been do does have has may might "
	"please kindly just me you your us hey hi hello pixie tell explain describe say show give know wonder "
	"wondering what's how's let about any some really actually exactly quickly briefly short simple terms words detail details ";

/* Question words, and what is asked of a thing. */
const char px_reply_asking[] =
	" what whats wat wats again remind what's who who's whom whose when when's where where's which why how how's long many much called name ";

/* "how ... I": what is to be done. */
const char px_reply_doing[] = " do can could should would must ";
