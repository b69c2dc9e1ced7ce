#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Memory of the server: idle with the model loaded, with many memories of one user, with many users under the cap.

usage: bench/memory/footprint.py [--pixie build/release/pixie] [--memories 10000] [--users 100] [--each 1000]
                                 [--embedder auto|local|static] [--cap 256] [--json FILE]

Texts are made: a dozen common words each.  Figures are MB of resident memory: all, and without what is mapped from
files (the program, the model's weights), which the kernel may drop.  "kept" is what the server says that shards keep, under
the cap in MB (`--recall-mb`).  At the end each user asks for one of their own texts: those whose index had to go wait until it
is loaded again; what they find must be theirs.  The last line is the figures as JSON.
"""
import argparse
import json
import os
import random
import re
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

WORDS = ("boat cellar garden aunt paint dentist train ticket winter summer bicycle kitchen school doctor lamp river bread "
         "coffee window market letter neighbour street piano holiday cheque passport meeting shelf roof").split()


class Server:
    def __init__(self, args, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            [args.pixie, "serve", "--data", folder, "--port", "0", "--log-level", "error", "--rate-api", "10000000",
             "--rate-login", "10000000", "--embedder", args.embedder, "--recall-mb", str(args.cap)], stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            found = re.search(r"ready at (\S+)", line)
            if found:
                self.url = found.group(1)
                break
        with open(os.path.join(folder, "token")) as file:
            self.token = file.read().strip()

    def call(self, method, path, body=None, token=None):
        request = urllib.request.Request(self.url + path, method=method, data=json.dumps(body).encode() if body else None, headers={
            "authorization": "Bearer " + (token or self.token), "content-type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.startswith("{") else text

    def memory(self):
        with open("/proc/%d/status" % self.process.pid) as file:
            fields = dict(re.findall(r"^(\w+):\s+(\d+) kB", file.read(), re.M))
        return {"all_mb": round(int(fields["VmRSS"]) / 1024, 1), "own_mb": round(int(fields["RssAnon"]) / 1024, 1)}

    def kept(self):
        text = self.call("GET", "/metrics")
        return {name: int(float(re.search(r'^pixie_kept_%s\{part="memory"\} (\S+)' % name, text, re.M).group(1)))
                for name in ("users", "bytes", "evictions_total")}

    def fill(self, count, token=None, mark="n"):
        for begin in range(0, count, 500):
            items = [{"id": "%s%d" % (mark, i), "kind": "note", "text": " ".join(random.choices(WORDS, k=12)) + " %s%d" % (mark, i)}
                     for i in range(begin, min(begin + 500, count))]
            self.call("POST", "/api/v1/import", {"items": items}, token)
        while self.call("GET", "/api/v1/memory/index", token=token)["pending"]:
            time.sleep(0.05)
        self.search("winter boat", token)

    def search(self, question, token=None):
        began = time.monotonic()
        hits = self.call("GET", "/api/v1/search?q=" + urllib.parse.quote(question), token=token)["hits"]
        return hits, 1000 * (time.monotonic() - began)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def fill_users(server, args):
    """Tokens of users with `each` notes, whose texts have the user's own mark; and the most that was kept at any time."""
    tokens, most = [], 0
    for number in range(args.users):
        tokens.append(server.call("POST", "/api/v1/users", {"name": "User %d" % number})["token"])
        server.fill(args.each, tokens[-1], "u%dx" % number)
        most = max(most, server.kept()["bytes"])
    return tokens, most


def ask_users(server, args, tokens):
    """Everybody asks for one text of theirs, by its mark, in the order in which they came: the first are out long since."""
    found, foreign, waits = 0, 0, []
    for number, token in enumerate(tokens):
        wanted = "u%dx%d" % (number, number * 7 % args.each)
        hits, wait = server.search(wanted, token)
        waits.append(wait)
        found += bool(hits) and hits[0]["external_id"] == wanted
        foreign += sum(not hit["external_id"].startswith("u%dx" % number) for hit in hits)
    waits.sort()
    return {"found": found, "foreign": foreign, "load_p50_ms": round(waits[len(waits) // 2], 1),
            "load_p99_ms": round(waits[len(waits) * 99 // 100], 1)}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--pixie", default="build/release/pixie")
    parser.add_argument("--memories", type=int, default=10000)
    parser.add_argument("--users", type=int, default=100)
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--embedder", default="auto")
    parser.add_argument("--cap", type=int, default=256)
    parser.add_argument("--json")
    args = parser.parse_args()
    random.seed(1)
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        server = Server(args, folder)
        try:
            server.call("GET", "/api/v1/search?q=hello")
            results["idle"] = server.memory()
            print("idle, model loaded:", results["idle"], flush=True)
            if args.memories:
                server.fill(args.memories)
                results["%d memories" % args.memories] = dict(server.memory(), **server.kept())
                print("%d memories of one user:" % args.memories, server.memory(), server.kept(), flush=True)
            if args.users:
                tokens, most = fill_users(server, args)
                asked = ask_users(server, args, tokens)
                kept = server.kept()
                results["users"] = dict(asked, users=args.users, each=args.each, cap_mb=args.cap, kept_most=max(most, kept["bytes"]),
                                        evictions=kept["evictions_total"], **server.memory())
                print(json.dumps(results["users"]), flush=True)
        finally:
            server.stop()
    if args.json:
        with open(args.json, "w") as file:
            json.dump(results, file, indent=1)
            file.write("\n")


main()
