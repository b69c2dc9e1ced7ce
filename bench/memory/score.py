#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores the memory of a pixie binary on files of facts, histories, forgetting, dialogues and recall.

    bench/memory/score.py BINARY FILE.jsonl [...] [--verbose] [--json OUT]

The form of a file is told by its first line (see README.md here).  Every fact, story and person starts with an empty
account; times are local to Europe/Berlin.  Nothing here knows anything of the program but its command line.
"""
import argparse, datetime as dt, json, os, re, shutil, subprocess, sys, tempfile
from collections import defaultdict
from zoneinfo import ZoneInfo

ZONE = "Europe/Berlin"
FLAGS = re.IGNORECASE | re.DOTALL


class Pixie:
    def __init__(self, binary):
        self.binary, self.dir = binary, tempfile.mkdtemp(prefix="memory")
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("PIXIE_")}
        self.env.update(PIXIE_DATA=self.dir, PIXIE_ZONE=ZONE, PIXIE_LOCALE="en-GB", PIXIE_SHARDS="1", PIXIE_LOOPS="1",
                        PIXIE_LOG_LEVEL="none", PIXIE_MEMORY_AUTO="on")
        for name in ("PIXIE_EMBED_MODEL", "PIXIE_EMBEDDER"):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def run(self, at, *args, stdin=None):
        env = self.env
        if at:
            utc = dt.datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(ZONE)).astimezone(dt.timezone.utc)
            env = dict(env, PIXIE_NOW=utc.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return subprocess.run([self.binary, *args], env=env, capture_output=True, text=True, timeout=600, input=stdin)

    def ask(self, at, text):
        p = self.run(at, "ask", text, "--json")
        try:
            return json.loads(p.stdout)
        except ValueError:
            return {"reply": {"text": "(no reply) " + (p.stdout + p.stderr)[-300:]}}

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)


def hit(patterns, text):
    return any(re.search(p, text, FLAGS) for p in patterns)


def score_facts(binary, rows, verbose):
    kept_facts = kept = facts = secrets = 0
    for row in rows:
        pixie = Pixie(binary)
        reply = pixie.ask("2026-03-02T10:00:00", row["text"])
        out = pixie.run("2026-03-02T10:01:00", "memories", "--json", "--all").stdout
        pixie.close()
        try:
            data = json.loads(out)["data"]
        except (ValueError, KeyError):
            data = []
        has = any(m["kind"] == "fact" for m in data)
        facts += row["fact"]
        kept += has
        kept_facts += has and row["fact"]
        secrets += row["kind"] == "secret" and bool(data)
        if verbose and has != row["fact"]:
            print("  %s %s: %s (%s) -> %s" % (row["id"], "KEPT" if has else "MISSED", row["text"], row["kind"],
                                             reply.get("reply", {}).get("text", "")[:100]))
    return {"rows": len(rows), "precision": round(100 * kept_facts / max(kept, 1), 1),
            "recall": round(100 * kept_facts / max(facts, 1), 1), "secrets_kept": secrets}


def score_stories(binary, rows, verbose):
    passed, total, whole, kinds = 0, 0, 0, defaultdict(lambda: [0, 0])
    for story in rows:
        pixie, good, said = Pixie(binary), True, []
        for step in story["steps"]:
            text = step.get("say") or step.get("ask")
            answer = pixie.ask(step["at"], text)
            reply = answer.get("reply", {}).get("text", "") if isinstance(answer.get("reply"), dict) else str(answer)
            if "say" in step:
                said.append(text)
                if re.search(r"forget (these|all|this|them)[^.]*\?$", reply.split("\n")[0], re.I):
                    pixie.ask(step["at"], "yes")
                continue
            recital = story["kind"] != "additive" and sum(s.rstrip(".!") in reply for s in said) >= 3
            ok = (not step["any"] or hit(step["any"], reply)) and not hit(step["none"], reply) and not recital
            total += 1
            passed += ok
            good &= ok
            kinds[story["kind"]][0] += ok
            kinds[story["kind"]][1] += 1
            if verbose and not ok:
                print("  %s (%s) %s\n      -> %s" % (story["id"], story["kind"], text, reply[:300].replace("\n", " / ")))
        whole += good
        pixie.close()
    return {"stories": len(rows), "checks": "%d/%d" % (passed, total), "percent": round(100 * passed / max(total, 1), 1),
            "whole": "%d/%d" % (whole, len(rows)), "kinds": {k: "%d/%d" % tuple(v) for k, v in sorted(kinds.items())}}


UNKNOWN = (r"\b(do|did|have|has|can|could)(n['’]?t| not) (\w+ ){0,3}?(know|have|find|remember|say|tell)\b|\bno (record|idea|note|memor)|"
           r"\bnothing\b|\bnot sure\b")


def score_recall(binary, rows, verbose):
    found = defaultdict(lambda: [0.0, 0, 0])
    refused, unanswerable, falsely, answerable, slow = 0, 0, 0, 0, []
    for person in rows:
        pixie = Pixie(binary)
        lines = "".join(json.dumps({k: v for k, v in item.items() if v is not None}) + "\n" for item in person["items"])
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
            f.write(lines)
            f.flush()
            p = pixie.run(person["now"], "import", "--jsonl", f.name)
            if p.returncode:
                print("import failed:", (p.stdout + p.stderr)[-400:])
        asked = "".join(json.dumps({"id": q["id"], "q": q["q"], "now": person["now"]}) + "\n" for q in person["questions"])
        out = {}
        for line in pixie.run(person["now"], "recall", "--jsonl", stdin=asked).stdout.splitlines():
            answer = json.loads(line)
            out[answer["id"]] = answer
        for q in person["questions"]:
            answer = out.get(q["id"], {"hits": [], "answer": None, "ms": 0})
            text = answer.get("answer") or ""
            knows_not = not text or re.search(UNKNOWN, text, FLAGS)
            slow.append(answer.get("ms") or 0)
            if q["unanswerable"]:
                unanswerable += 1
                refused += bool(knows_not)
                if verbose and not knows_not:
                    print("  %s %s (unanswerable): %s\n      -> %s" % (person["id"], q["kind"], q["q"], text[:200]))
                continue
            answerable += 1
            falsely += bool(knows_not) and not hit(q["any"], text)
            five = [h.get("external_id") for h in answer["hits"][:5]]
            share = sum(e in five for e in q["evidence"]) / max(len(q["evidence"]), 1)
            told = hit(q["any"], text) if q["any"] else share > 0
            for kind in (q["kind"], "all"):
                found[kind][0] += share
                found[kind][1] += told
                found[kind][2] += 1
            if verbose and (share < 1 or not told):
                print("  %s %s: %s  [%d%% in 5]\n      -> %s" % (person["id"], q["kind"], q["q"], 100 * share, text[:200]))
        pixie.close()
    slow.sort()
    return {"persons": len(rows), "recall@5": {k: round(100 * v[0] / v[2], 1) for k, v in sorted(found.items())},
            "answered": {k: round(100 * v[1] / v[2], 1) for k, v in sorted(found.items())},
            "abstains": round(100 * refused / max(unanswerable, 1), 1),
            "abstains_wrongly": round(100 * falsely / max(answerable, 1), 1),
            "ms_median": slow[len(slow) // 2] if slow else None}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--json")
    args = parser.parse_args()
    results = {}
    for path in args.files:
        with open(path, encoding="utf-8") as f:
            rows = [json.loads(line) for line in f if line.strip()]
        score = score_facts if "fact" in rows[0] else score_recall if "questions" in rows[0] else score_stories
        results[os.path.basename(path)] = score(os.path.abspath(args.binary), rows, args.verbose)
        print(os.path.basename(path), json.dumps(results[os.path.basename(path)]))
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump(results, f, indent=1)


if __name__ == "__main__":
    main()
