/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lists.
 */
#include "memory/terms_data.h"

const char *const px_term_stop_words[] = {
	"a", "aber", "about", "above", "after", "again", "against", "all", "alle", "allem", "allen", "aller", "alles",
	"als", "also", "am", "an", "and", "ander", "andere", "anderem", "anderen", "anderer", "anderes", "any", "are",
	"aren", "as", "at", "auch", "auf", "aus", "be", "because", "been", "before", "bei", "being", "below",
	"between", "bis", "bist", "both", "but", "by", "can", "cannot", "could", "couldn", "d", "da", "damit", "dann",
	"das", "dass", "dein", "deine", "deinem", "deinen", "deiner", "dem", "den", "denn", "der", "des", "dessen",
	"did", "didn", "dies", "diese", "diesem", "diesen", "dieser", "dieses", "do", "doch", "does", "doesn",
	"doing", "don", "dort", "down", "du", "durch", "during", "each", "ein", "eine", "einem", "einen", "einer",
	"eines", "er", "es", "euch", "euer", "eure", "few", "for", "from", "further", "hab", "habe", "haben", "had",
	"hadn", "has", "hasn", "hatte", "hatten", "have", "haven", "having", "he", "her", "here", "hers", "herself",
	"hier", "him", "himself", "his", "how", "i", "ich", "id", "if", "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem",
	"ihren", "ihrer", "im", "in", "ins", "into", "is", "isn", "ist", "it", "its", "itself", "ive", "ja", "jede",
	"jedem", "jeden", "jeder", "jedes", "jetzt", "just", "kann", "kein", "keine", "keinem", "keinen", "keiner",
	"konnen", "konnte", "let", "ll", "m", "me", "mein", "meine", "meinem", "meinen", "meiner", "mich", "mir",
	"mit", "more", "most", "my", "myself", "nach", "nicht", "no", "noch", "nor", "not", "now", "nun", "nur", "ob",
	"oder", "of", "off", "ohne", "on", "once", "only", "or", "other", "our", "ours", "ourselves", "out", "over",
	"own", "re", "s", "same", "sehr", "sein", "seine", "seinem", "seinen", "seiner", "selbst", "shan", "she",
	"should", "shouldn", "sich", "sie", "sind", "so", "soll", "sollte", "some", "sonst", "such", "t", "than",
	"that", "thats", "the", "their", "theirs", "them", "themselves", "then", "there", "these", "they", "this",
	"those", "through", "to", "too", "uber", "um", "und", "under", "uns", "unser", "unsere", "unserem", "unseren",
	"unter", "until", "up", "us", "ve", "very", "vom", "von", "vor", "wann", "waren", "warum", "was", "wasn",
	"we", "weil", "welche", "welchem", "welchen", "welcher", "welches", "wenn", "wer", "werde", "werden", "were",
	"weren", "what", "whats", "when", "where", "which", "while", "who", "whom", "why", "wie", "wieder", "will",
	"wir", "wird", "wirst", "with", "wollen", "wollte", "won", "would", "wouldn", "wurde", "wurden", "you",
	"your", "youre", "yours", "yourself", "yourselves", "zu", "zum", "zur", "zwar", "zwischen", NULL,
};
const size_t px_term_stop_word_count = sizeof(px_term_stop_words) / sizeof(px_term_stop_words[0]) - 1;

const char *const px_term_german_stop_words[] = {
	"bin", "die", "fur", "hat", "hin", "war", "wo", NULL,
};
const size_t px_term_german_stop_word_count =
	sizeof(px_term_german_stop_words) / sizeof(px_term_german_stop_words[0]) - 1;

const char *const px_term_german_marks[] = {
	"aber", "als", "auch", "auf", "aus", "bei", "bis", "das", "dass", "dem", "den", "der", "des", "dies", "diese",
	"dieser", "doch", "durch", "ein", "eine", "einem", "einen", "einer", "es", "fur", "gibt", "habe", "haben",
	"hatte", "heute", "ich", "ihr", "im", "ins", "ist", "kann", "kein", "keine", "mein", "meine", "meinen",
	"meiner", "mich", "mir", "mit", "morgen", "muss", "nach", "nicht", "noch", "nur", "oder", "sehr", "sich",
	"sie", "sind", "uber", "um", "und", "uns", "unser", "unsere", "vom", "von", "vor", "wann", "warum", "weil",
	"wenn", "wer", "werden", "wie", "wir", "wird", "wo", "wurde", "zu", "zum", "zur", NULL,
};
const size_t px_term_german_mark_count = sizeof(px_term_german_marks) / sizeof(px_term_german_marks[0]) - 1;
