/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences about projects themselves, not about what is in them.  {n}: a
 * new name, {x}: one that there is.
 */
#include "nlu/en/english.h"

#define LEAD "(please|can you|could you|can i|could we|i want to|i'd like to|i need to|let's|now)? "
#define MAKE "(create|make|start|open|set up|add|begin) (me|us)? "
#define ARTICLE "(the|my|our|that|this)? "

static const struct px_frame project[] = {
	{ LEAD MAKE "(a|an|another|the)? (new)? (project|list) (called|named|titled|by the name of) {n}", 0, "",
	  PX_PROJECT_MAKE },
	{ LEAD "(new|another) (project|list) (called|named|titled) {n}", 0, "", PX_PROJECT_MAKE },
	{ LEAD "(create|make|start|open|set up|add|new) (me|us)? (a|an|another)? (new)? project {n}", 0, "?",
	  PX_PROJECT_MAKE },
	{ "(show|list|give|tell|read|display|see) (me|us)? (a list of)? (all)? (of)? (my|the|our)? (current|open|"
	  "active)? projects (please)?", 0, "", PX_PROJECT_LIST },
	{ "(what|which|how many) (are)? (all)? (of)? (my|the|our)? (current|open|active)? projects (do i have|do we "
	  "have|are there|have i got|am i working on|exist|i have)? (at the moment|right now|now|open)?", 0, "",
	  PX_PROJECT_LIST },
	{ "(do i have|have i got|are there) (any|some)? (open|active)? projects", 0, "", PX_PROJECT_LIST },
	{ "(all)? (my|our) projects (please)?", 0, "", PX_PROJECT_LIST },
	{ LEAD "(rename|change the name of) " ARTICLE "project {x} (to|into|as) {n}", 0, "", PX_PROJECT_RENAME },
	{ LEAD "(rename|change the name of) " ARTICLE "{x} project (to|into|as) {n}", 0, "=", PX_PROJECT_RENAME },
	{ LEAD "(call|rename) " ARTICLE "project {x} {n} (instead|from now on)", 0, "=", PX_PROJECT_RENAME },
	{ LEAD "rename " ARTICLE "{x} (to|into|as) {n}", 0, "=", PX_PROJECT_RENAME },
	/* "of the Work project" is read as a project's name already, and is no more among the words */
	{ LEAD "change (the)? name (to|into) {n}", PX_FRAME_PROJECT, "=", PX_PROJECT_RENAME },
	{ LEAD "(archive|put away) " ARTICLE "project {x}", 0, "", PX_PROJECT_ARCHIVE },
	{ LEAD "(archive|put away) " ARTICLE "{x} (project)?", 0, "=", PX_PROJECT_ARCHIVE },
	{ LEAD "(delete|remove|drop|get rid of|scrap) " ARTICLE "project (called|named)? {x}", 0, "",
	  PX_PROJECT_DELETE },
	{ LEAD "(delete|remove|drop|get rid of|scrap) " ARTICLE "{x} project", 0, "=", PX_PROJECT_DELETE },
	{ LEAD "(get rid|dispose)", PX_FRAME_PROJECT, "=", PX_PROJECT_DELETE },
};

const struct px_frames px_english_project_frames = { project, sizeof(project) / sizeof(project[0]) };
