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
#define P PX_FRAME_PRONOUN
#define T PX_FRAME_TASK
#define U PX_FRAME_UNTIMED

#define THE "(der|den|die|das|dem|meine|meinen|mein|unser|unsere|unseren)?"
#define COULD "(bitte|und)? (könntest|koenntest|kannst|würdest|wuerdest|können|könnt|könnten|koennten|koennen|" \
	"würden|wuerden)"
#define PLEASE "(bitte|und|ok|okay|nein|doch|ach|also)?"

#define PUT "(pack|packe|setz|setze|schreib|schreibe|tu|leg|lege|nimm|gib)"
#define MORE "(auch|noch|auch noch|noch mal|noch schnell)?"

#define MOVE "(verschieb|verschiebe|verschieben sie|verleg|verlege|verlegen sie|leg|lege|schieb|schiebe|rück|" \
	"rücke|zieh|ziehe|shift|shifte)"
#define TO_MOVE "(verschieben|verlegen|schieben|rücken|legen|ziehen|vorziehen|vorverlegen|shiften)"
#define ALONG "(nach hinten|nach vorne|nach vorn|später|spaeter|früher|frueher|vor|zurück|eher)"
#define SAME "((zur|um die|zu der|die|selbe|und)? (gleiche|gleichen|gleicher|selbe|selben|selber|dieselbe) " \
	"(zeit|uhrzeit|uhrzeiten|stunde))?"
/* Why it is so: nothing of it is done. */
#define BECAUSE "({r} (ist|is|sind|war|waren|hat|hatte|haben|kommt|kommen|muss|kann|wird|wurde|klappt|braucht) {r?})?"

#define STEPS_WORD "(unteraufgaben|unteraufgabe|unterpunkten|unterpunkte|unterpunkt|teilaufgaben|teilaufgabe|" \
	"teilschritten|teilschritte|schritten|schritte|subtasks)"
#define GOT "(erledigt|gekauft|besorgt|geholt|gekriegt|bekommen|geschafft|eingekauft|abgehakt|gemacht)"

#define MOVED "(verschoben|verlegt|verlängert|vertagt|vorverlegt|vorgezogen|gelegt|umgelegt|gerutscht)"

static const struct px_frame create[] = {
	{ PLEASE " (mach|mache|leg|lege|erstell|erstelle)? (bitte|mir)? (neue|eine neue|eine)? (aufgabe|todo) "
	  "(an)? {x} (mit|mit den|mit "
	  "diesen|mit folgenden|inklusive|und|plus)? " STEPS_WORD " {t}", B | S, "n", PX_CREATE_STEPS },
	{ "(bitte|und)? (drei|zwei|vier|neue|folgende)? " STEPS_WORD " (zu|zum|zur|für|fuer|bei|beim|von|vom) "
	  "{z}", B | S, "",
	  PX_CREATE_STEPS },
	{ PLEASE " (füg|füge|leg|lege|mach|schreib)? (bitte)? (zu|zum|zur|bei|beim|für|unter) (der|die|das|den|"
	  "dem)? (aufgabe)? {x} "
	  "(bitte)? (folgende|folgenden|die|den|das|eine|einen|drei|zwei|vier)? " STEPS_WORD " (hinzu|an|dazu|anlegen|"
	  "hinzufügen)? {t} (hinzu|an|dazu|auf)?", B | S, "", PX_CREATE_STEPS },
	{ PLEASE " " PUT " (bitte|mal|mir|uns)? " MORE " {t} (auch|noch|auch noch|bitte)? (drauf|dazu|rauf|rein|"
	  "hinzu|mit drauf|"
	  "mit rein|mit dazu)", U | S, "", PX_CREATE_ON_LIST },
	{ PLEASE " " PUT "? (bitte|mal|mir|uns)? " MORE " {t} (auch|noch|auch noch|bitte)? (auf|zu) (die|der|den|"
	  "unsere|meine|meiner) "
	  "{l} (bitte|drauf|dazu|setzen|schreiben|packen)?", U | S, "", PX_CREATE_ON_LIST },
	{ "(und|ach ja|ach und|ah)? (noch|auch|auch noch) {t} (drauf|dazu|rauf|mit drauf|mit rein)", U | S, "",
	  PX_CREATE_ON_LIST },
	{ "(und|ach ja|ach und|ah)? {t} (noch dazu|auch noch drauf|noch drauf|auch drauf|drauf|dazu)", U | S, "",
	  PX_CREATE_ON_LIST },
	{ "(und|ach ja|ach und|ah)? (noch|auch|auch noch) {t} bitte", U | S, "spoken", PX_CREATE_ON_LIST },
	{ "(und|ach ja|ach und|ah)? {t} (auch noch|auch noch bitte|bitte auch|auch)", U | S, "spoken",
	  PX_CREATE_ON_LIST },
	{ "(bitte|und)? (erinner|erinnere|erinnern sie) mich (bitte|mal|noch)? (daran|dran)? (an|ans|dass|daß)? "
	  "(die|den|das|meine|meinen)? {t}", B | S, "",
	  PX_CREATE_TASK },
	{ "(bitte)? (eine|neue|eine neue)? aufgabe (anlegen|erstellen|notieren|eintragen|hinzufügen) {t}", B | S, "",
	  PX_CREATE_TASK },
	{ "(bitte)? (leg|lege|legen sie|mach|mache|machen sie|erstell|erstelle|erstellen sie) (bitte|mir)? "
	  "(bitte|mir)? "
	  "(eine|eine neue) aufgabe (an)? {t}", B | S, "", PX_CREATE_TASK },
	{ "(todo|(neue|eine neue)? aufgabe) {t}", B | S, "", PX_CREATE_TASK },
	{ COULD " (du|sie|ihr|ihr beide) mich (bitte|mal|noch)? (daran|dran)? (bitte)? (an|dass|daß)? " THE
	  " {t} erinnern", B | S, "", PX_CREATE_TASK },
	{ COULD " (du|sie|ihr) mich (bitte|mal|noch)? (daran|dran)? (bitte)? erinnern (dass|"
	  "daß)? " THE " {t}", B | S, "",
	  PX_CREATE_TASK },
	{ COULD " (du|sie|ihr) (bitte|mal|noch)? (mir|uns)? (bitte|mal|noch)? (für|fuer)? " THE
	  " {t} (bitte)? (eintragen|notieren|vermerken|einplanen|in den kalender eintragen|"
	  "in den kalender schreiben)", B | TIME | S,
	  "", PX_CREATE_EVENT },
	{ "ich (möchte|moechte|will|würde gern|würde gerne) (bitte|gern|gerne)? an " THE
	  " {t} erinnert werden", B | S, "", PX_CREATE_TASK },
	{ "(und|und auch)? an (die|den|das) {t}", B | TIME | S, "", PX_CREATE_TASK },
	{ "(bitte|und|dann)? (mich|uns)? (bitte|noch|mal)? (daran|dran)? (an|ans) (die|den|das|meine|meinen)? {t} "
	  "erinnern", B | TIME | S, "", PX_CREATE_TASK },
	{ "(bitte|und|dann)? (mich|uns)? (bitte|noch|mal)? erinnern (an|ans)? (die|den|das|meine|meinen)? {t}",
	  B | TIME | S, "", PX_CREATE_TASK },
	{ "(bitte|und)? (könntest|koenntest|kannst|würdest|wuerdest|können|könnten|koennten|würden|"
	  "wuerden) (du|sie) (bitte|mir|mal)? (bitte|mal)? (eintragen|notieren|vermerken|einplanen) (dass|daß) " THE
	  " {t} (kommt|kommen|stattfindet|ist)?", B | TIME | S, "", PX_CREATE_EVENT },
	{ "ich (muss|muß|sollte|soll) (noch|mal|unbedingt|dringend)? {t}", B | S, "", PX_CREATE_TASK },
	{ "(bitte|und)? (vergiss|vergesst|vergessen sie) (bitte|mir|"
	  "ja)? nicht " THE " {t}", B | S, "", PX_CREATE_TASK },
	{ "(bitte)? {t} nicht vergessen", B | S, ",", PX_CREATE_TASK },
	{ "(bitte|und)? (trag|trage|tragen sie) (mir|bitte|mal)? " MORE " (einen|den|die|das|ein|eine)? {t} "
	  "(in den kalender)? ein",
	  B | TIME | S, "", PX_CREATE_EVENT },
	{ "(bitte)? {t} (in den kalender)? eintragen", B | TIME | S, "", PX_CREATE_EVENT },
	{ "ich habe (einen|ein|eine)? {t}", B | TIME | S, "", PX_CREATE_EVENT },
	{ "(neuer|ein neuer)? termin {t}", B | TIME | S, "", PX_CREATE_EVENT },
};

static const struct px_frame change[] = {
	{ PLEASE " (sag|sage|sagen sie) (bitte|mal)? " THE " {x} (bitte)? ab", K | S, "", PX_CHANGE_DELETE },
	{ PLEASE " (lösch|lösche|loesch|loesche|streich|streiche|storniere|entferne|entfern|cancel|skip|skippe|"
	  "überspring|überspringe) (bitte|mal)? " THE
	  " {x} (bitte|wieder)?", K | S, "", PX_CHANGE_DELETE },
	{ PLEASE " " THE " {x} (bitte|kannst du|kannst|kann man|wieder)? (löschen|loeschen|streichen|"
	  "absagen|stornieren|auslassen|überspringen|skip|skippen|canceln|"
	  "entfernen)", K | S, "", PX_CHANGE_DELETE },
	{ PLEASE " " THE " {x} (bitte|wieder|doch)? (löschen|loeschen|streichen|absagen|stornieren|entfernen) "
	  "(bitte)? (weil|da|denn|die|der|das|hab|habe|ich|wir|er|sie|bin|ist|is|sind|wird|wurde|kein|keine|brauch|"
	  "brauche) {z}", K | S, "", PX_CHANGE_DELETE },
	{ PLEASE " (lösch|lösche|loesch|loesche|streich|streiche|storniere|entferne) (ihn|sie|es|das|den|die|diesen|"
	  "diese)",
	  P | S, "", PX_CHANGE_DELETE },
	{ THE " {x} (fällt|faellt) (leider|doch|jetzt|diesmal)? (aus|weg|flach|"
	  "ins wasser)", K | S, "", PX_CHANGE_DELETE },
	{ THE " {x} (ist|is|wurde|hat|haben|wird|hat leider|ist leider|wurde leider)? (mir|uns)? (abgesagt|"
	  "gecancelt|gecancelled|"
	  "storniert|abgeblasen)", K | S, "guest", PX_CHANGE_DELETE },
	{ THE " {x} (hat|haben) (mir|uns)? (für|fuer)? <time> (abgesagt)", K | S, "guest", PX_CHANGE_DELETE },
	{ THE " {x} (entfällt|entfaellt|findet nicht statt|findet doch nicht statt)", K | S, "", PX_CHANGE_DELETE },
	{ THE " {x} (ist|is|wurde|wird)? (abgesagt|storniert|gestrichen) (von|vom|durch|wegen) "
	  "{r}", K | S, "guest", PX_CHANGE_DELETE },
	{ PLEASE " (ich|wir)? (hab|habe|haben)? (ich|wir)? {x} (schon|jetzt|auch|endlich|ist|sind)? (schon|"
	  "jetzt)? " GOT, T | S, "d",
	  PX_CHANGE_COMPLETE_ALL },
	{ "({r})? (hab|habe|haben)? (ich|wir)? alles (von der liste|auf der liste)? " GOT " "
	  "{r?}", T | S, "d", PX_CHANGE_COMPLETE_ALL },
	{ THE " {x} (ist|is|sind|wurde|wurden|hab ich|habe ich)? "
	  "(schon|jetzt|auch|endlich|auch schon|gerade)? "
	  "(erledigt|fertig|gemacht|"
	  "gekauft|bezahlt|abgeholt|abgegeben|eingereicht|geschrieben|angerufen|geputzt|bestellt|gebracht|geschickt|"
	  "abgeschickt|besorgt|gegossen|repariert|unterschrieben|gefunden|kopiert|umgestellt|gewaschen|"
	  "verschickt|gebucht|"
	  "reserviert|ausgefüllt|verlängert|aufgeräumt|weggebracht|rausgebracht|eingekauft)", T | K | S, "",
	  PX_CHANGE_COMPLETE },
	{ "(ich)? (hab|habe) " THE " {x} (schon|jetzt|auch|endlich|gerade)? (erledigt|fertig|gemacht|gekauft|bezahlt|"
	  "abgeholt|"
	  "abgegeben|eingereicht|geschrieben|angerufen|geputzt|bestellt|gebracht|geschickt|besorgt|gegossen|"
	  "repariert|"
	  "gefunden|gewaschen|gebucht|eingekauft)", T | K | S, "", PX_CHANGE_COMPLETE },
	{ PLEASE " (lösch|lösche|loesch|loesche|streich|streiche|storniere|entferne|entfern)? (bitte)? "
	  "(den|die|das|diesen|diese|meine)? (termin|erinnerung|aufgabe|eintrag) (bitte|wieder)? "
	  "(löschen|loeschen|streichen|absagen|entfernen|weg)", P | S, "", PX_CHANGE_DELETE },
	{ "{x+} {v} (danke)?", T | K | S, "", PX_CHANGE_PASSIVE },
	{ PLEASE " " MOVE " (bitte|mal|nur)? " THE " {x} (von|vom|am) <time> (bitte)? (auf|nach) (den|die)? <time> "
	  "((um)? <time>)? " SAME " (bitte)? " BECAUSE, TIME | S, "", PX_CHANGE_MOVE },
	{ PLEASE " " THE " {x} (von|vom|am) <time> (bitte)? (auf|nach) (den|die)? <time> ((um)? <time>)? " SAME
	  " (bitte)? " TO_MOVE " (bitte)? " BECAUSE, TIME | S, "", PX_CHANGE_MOVE },
	{ PLEASE " " MOVE " (bitte|mal)? {x} (bitte)? (um)? <time> " ALONG "? (bitte)? " BECAUSE, K | TIME | S, "s",
	  PX_CHANGE_SHIFT },
	{ PLEASE " {x} (bitte)? (um)? <time> " ALONG " (bitte)? " TO_MOVE "? (bitte)? " BECAUSE, K | TIME | S, "",
	  PX_CHANGE_SHIFT },
	{ PLEASE " {x} (bitte)? um <time> (bitte)? " TO_MOVE " (bitte)? "
	  "" BECAUSE, K | TIME | S, "", PX_CHANGE_SHIFT },
	{ PLEASE " {x} (bitte)? (bis|bis zum|bis am|auf|auf den) <time> ((um)? <time>)? (bitte)? " TO_MOVE "?",
	  P | TIME | S, "", PX_CHANGE_MOVE },
	{ PLEASE " {x} (bitte|doch)? auf (den|die)? <time> ((um)? <time>)? " SAME " (bitte)? " TO_MOVE "? "
	  "" BECAUSE, K | TIME, "",
	  PX_CHANGE_MOVE },
	{ THE " {x} (ist|is|wurde|wird|sind|wurden|hat sich)? (jetzt|nun|leider)? " MOVED " (auf|bis|bis zum|"
	  "bis am|um) (den|die)? <time> "
	  "((um)? <time>)?", K | TIME | S, "", PX_CHANGE_MOVE },
	{ THE " {x} (ist|is|wurde|wird|sind|wurden|hat sich)? (jetzt|nun|leider)? (auf|bis|bis zum|bis am|um) "
	  "(den|die)? <time> ((um)? "
	  "<time>)? " MOVED, K | TIME | S, "", PX_CHANGE_MOVE },
	{ "(nein|ne|nee|äh|halt|sorry|ups)? (nein|ne)? (ich|ich hab|ich habe)? (mein|meine|meinte|gemeint) "
	  "<time> ((um)? <time>)? "
	  "(für|bei|beim|mit|zum) " THE " {x}", K | TIME | S, "", PX_CHANGE_MOVE },
	{ "({r})? (mach|mache|machen wir|nimm|nehmen wir) (da|bitte|lieber|doch|mal)? (bitte|lieber|doch)? (den|"
	  "die|das|einen|nen|es)? "
	  "<time> ((um)? <time>)? (draus|daraus|drauf|stattdessen)", TIME | S, "", PX_CHANGE_MOVE },
	{ "({r})? (nein|ne|nee|nicht|doch)? (bitte|lieber|doch)? {n} (statt|anstatt|anstelle|anstelle von) (der|"
	  "die|das|den|dem)? {x}",
	  T | K | U | S, "", PX_CHANGE_RENAME },
	{ PLEASE " (verschieb|verschiebe|verschieben sie|verleg|verlege|verlegen sie|leg|lege|schieb|"
	  "schiebe) (bitte|mal|nur)? (bitte|nur)? " THE
	  " {x} (bitte)? (auf|nach|zu)? (den|die)? <time> ((um)? <time>)? (um)?", K | TIME | S, "", PX_CHANGE_MOVE },
	{ PLEASE " (verschieb|verschiebe|verleg|verlege|schieb|schiebe) (ihn|sie|es|das|den|"
	  "die) (bitte)? (auf|nach|zu)? "
	  "(den|die)? <time> "
	  "((um)? <time>)?", P | TIME | S, "", PX_CHANGE_MOVE },
	{ THE " {x} (doch|lieber|bitte|jetzt|erst|doch lieber|doch erst|lieber erst)? (auf|am|um) (den|die)? <time> "
	  "((um)? <time>)? "
	  "(verschieben|verlegen)", K | TIME | S, "", PX_CHANGE_MOVE },
	{ THE " {x} (auf|ist jetzt|ist jetzt am|ist jetzt um|doch|doch erst|doch lieber|lieber|erst|erst um|"
	  "doch erst am|doch am|"
	  "doch um|doch erst um|lieber am|lieber um|lieber schon am|erst am) (den|"
	  "die)? <time> ((um)? <time>)?", K | TIME,
	  "", PX_CHANGE_MOVE },
	{ "(falsch|quatsch|nein|nee|sorry|ups|moment|halt|stopp|korrektur|stimmt nicht|ach|ach nein|ach nee|"
	  "oh nein) " THE
	  " {x} (ist|is|kommt|beginnt|findet|wird)? (doch|erst|schon|jetzt)? (am|um|auf)? (den|"
	  "die)? <time> ((um)? <time>)? (statt)?",
	  K | TIME, "", PX_CHANGE_MOVE },
	{ "(bitte|und)? (notiz|hinweis|anmerkung) (dazu|hierzu)? {n}", 0, ":", PX_CHANGE_NOTES },
	{ "(bitte)? (füg|füge|fügen sie|fuege|fügt|schreib|schreibe|schreiben sie|setz|setze|setzen sie) (bitte)? "
	  "(die|eine|folgende|als)? (notiz|hinweis|anmerkung) (hinzu|dazu|auf)? {n}", 0, ":", PX_CHANGE_NOTES },
	{ THE " {x} (hat|haben|bekommt|kriegt|ist|sind) (jetzt|ab jetzt|ab sofort)? ((der|die|das|weil|da) {r})?",
	  T | K | PX_FRAME_PRIORITY | S, "", PX_CHANGE_PRIORITY },
	{ THE " {x} (ist|hat|bekommt|ist jetzt|jetzt)?", T | K | PX_FRAME_PRIORITY, "", PX_CHANGE_PRIORITY },
	{ PLEASE " (die|deren|seine|ihre)? (priorität|prio|dringlichkeit)? (kann|soll|sollte|bitte|darf)? "
	  "(jetzt|wieder|bitte)? (auf)? "
	  "(gesetzt|zurückgesetzt|setzen|zurücksetzen|stellen|gestellt|geändert|ändern)? "
	  "(werden)?", T | PX_FRAME_PRIORITY | S, "",
	  PX_CHANGE_PRIORITY },
	{ PLEASE " (benenn|benenne|benennen sie|nenn|nenne|nennen sie) " THE " (aufgabe|termin|liste)? (zu|zur|"
	  "zum|mit|mit der|für)? {x} "
	  "(bitte)? (um in|in|zu|um zu|um auf|um) {n}", K, "", PX_CHANGE_RENAME },
	{ PLEASE " (benenn|benenne|nenn|nenne) " THE " {x} (um in|in|zu|um zu) {n}", 0, "", PX_CHANGE_RENAME },
	{ PLEASE " (benenn|benenne|nenn|nenne|nennen sie) " THE " {x} (lieber|jetzt|doch|ab jetzt|künftig|bitte) "
	  "(als|in|zu)? {n}", K | S, "", PX_CHANGE_RENAME },
	{ PLEASE " " THE " {x} (heißt|heisst) (ab)? (<time>|künftig|neu) {n} (bitte umbenennen|"
	  "umbenennen bitte|umbenennen|bitte ändern)?", K | S, "", PX_CHANGE_RENAME },
	{ THE " {x} (umbenennen|umtaufen) (in|zu) {n}", 0, "", PX_CHANGE_RENAME },
};

#define PIXIE "((liebe|lieber|hallo|hi|hey|ok|okay)? pixie|hallo|hi|hey)?"

#define NO_CONDITIONS \
	"Auf Bedingungen kann ich nicht warten; ich habe nichts geändert. Sag mir Bescheid, wenn es so weit ist."

static const struct px_frame memory[] = {
	{ PIXIE " (bitte|und|ok|okay)? (merk|merke|merken sie) (dir|sich|euch) (bitte|mal|noch|noch mal)? (dass|"
	  "daß)? {f}", S, "!",
	  PX_MEMORY_REMEMBER },
	{ PIXIE " (bitte|und)? (vergiss nicht|nicht vergessen) (dass|daß) {f}", S, "!", PX_MEMORY_REMEMBER },
	{ COULD "? (du|sie|ihr)? (dir|sich|euch)? (bitte|mal|das)? (merken|notieren|aufschreiben) (bitte|mal)? "
	  "(dass|daß) {f}", S, "!", PX_MEMORY_REMEMBER },
	{ "(merkst|notierst) du dir (bitte|mal)? (dass|daß) {f}", S, "!", PX_MEMORY_REMEMBER },
	{ PIXIE " (bitte|und|ok|okay)? (vergiss|lösch|lösche) (bitte|mal)? (alles)? (was ich (dir)?)? "
	  "(über|ueber|von|zu|zum|zur) {f} (gesagt|erzählt|gemerkt) (habe|hab|hatte|"
	  "hast)?", S, "", PX_MEMORY_FORGET },
	{ "(falls|sofern|sobald|wenn) (das wetter|es|ich|wir|er|sie|die|der|das) {z} "
	  "(verschieb|verschiebe|lösch|lösche|streich|streiche|absagen|verschieben|verlegen|streichen|löschen|"
	  "ausfallen|aus|ab)", S,
	  NO_CONDITIONS,
	  PX_MEMORY_TALK },
	{ "(falls|sofern|sobald|wenn) (das wetter|es|ich|wir|er|sie|die|der|das) {z} "
	  "(sag|sage|verschieb|verschiebe|lösch|lösche|streich|streiche|verleg|verlege) {z}", S,
	  NO_CONDITIONS,
	  PX_MEMORY_TALK },
	{ PIXIE " (bitte|und|ok|okay)? (vergiss|lösch|lösche) (bitte|mal)? alles (über|"
	  "ueber) {f}", S, "", PX_MEMORY_FORGET },
	{ PIXIE " (und)? was (weißt|weisst|weiß|weiss) du (noch|alles|denn|so|eigentlich)? (alles)? (über|ueber|"
	  "von) {q}", S, "",
	  PX_MEMORY_RECALL },
	{ "({r})? (mach|mache|machen sie) (bitte)? (das|es|des|den|die)? (streichen|löschen|verschieben|letzte|"
	  "ganze|abhaken)? (bitte|wieder|mal)? "
	  "(rückgängig|rueckgängig|rueckgaengig) {r?}", S, "", PX_MEMORY_UNDO },
	{ PLEASE " (mach das|mach es)? (rückgängig|rueckgängig|rueckgaengig|zurücknehmen|zuruecknehmen|nimm das "
	  "zurück|"
	  "nimm es zurück|mach das rückgängig) (bitte|machen|machen bitte)?", 0, "", PX_MEMORY_UNDO },
};

const struct px_frames px_german_create_frames = { create, sizeof(create) / sizeof(create[0]) };
const struct px_frames px_german_change_frames = { change, sizeof(change) / sizeof(change[0]) };
const struct px_frames px_german_memory_frames = { memory, sizeof(memory) / sizeof(memory[0]) };
