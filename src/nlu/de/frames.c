/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commonest sentences that ask for something, where their words leave no
 * doubt: one row per way to say it.  All others are for the trained reader.
 */
#include "nlu/de/german.h"

#define B PX_FRAME_BARE
#define K PX_FRAME_KNOWN
#define TIME PX_FRAME_TIME
#define S PX_FRAME_SURE

static const struct px_frame create[] = {
	{ "(bitte|und)? (erinner|erinnere|erinnern sie) mich (bitte|mal|noch)? (daran|dran)? (an|dass)? "
	  "(die|den|das|meine|meinen)? {t}", B | S, "",
	  PX_CREATE_TASK },
	{ "(neue|eine neue)? aufgabe {t}", B | S, "", PX_CREATE_TASK },
	{ "ich (muss|muß|sollte|soll) (noch|mal|unbedingt|dringend)? {t}", B | S, "", PX_CREATE_TASK },
	{ "(bitte)? {t} nicht vergessen", B | S, "", PX_CREATE_TASK },
	{ "(bitte)? (trag|trage) (mir|bitte|mal)? (einen|den|die|das|ein|eine)? {t} (in den kalender)? ein",
	  B | TIME | S, "", PX_CREATE_EVENT },
	{ "(bitte)? {t} (in den kalender)? eintragen", B | TIME | S, "", PX_CREATE_EVENT },
	{ "ich habe (einen|ein|eine)? {t}", B | TIME | S, "", PX_CREATE_EVENT },
	{ "(neuer|ein neuer)? termin {t}", B | TIME | S, "", PX_CREATE_EVENT },
};

static const struct px_frame change[] = {
	{ "(bitte)? (sag|sage|sagen sie) (bitte|mal)? (den|die|das|meinen|meine|mein)? "
	  "{x} (bitte)? ab", K | S, "", PX_CHANGE_DELETE },
	{ "(bitte)? (lösch|lösche|loesch|loesche|streich|streiche) (bitte|mal)? "
	  "(den|die|das|meinen|meine|mein)? {x}", K | S, "", PX_CHANGE_DELETE },
	{ "(den|die|das|meinen|meine|mein)? {x} (bitte)? (löschen|loeschen|streichen|absagen)", K | S, "",
	  PX_CHANGE_DELETE },
	{ "(der|die|das|mein|meine)? {x} (ist|sind)? (schon|jetzt)? (erledigt|fertig)", K | S, "",
	  PX_CHANGE_COMPLETE },
};

const struct px_frames px_german_create_frames = { create, sizeof(create) / sizeof(create[0]) };
const struct px_frames px_german_change_frames = { change, sizeof(change) / sizeof(change[0]) };
