#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Qdrant's REST API, as far as Pixie uses it, over Qdrant's own engine (PyPI qdrant-edge-py).

    qdrant_double.py FOLDER KEY [CERTIFICATE PRIVATE_KEY]

Prints its URL once it listens, at QDRANT_DOUBLE_HOST (127.0.0.1) and QDRANT_DOUBLE_PORT (a free one), and ends when its standard input does.  Filters run in the engine; answers
and errors have the form of the server 1.18.  `GET /fail?status=503&times=2` makes the next two calls fail.  With --prove
instead of FOLDER it runs the official qdrant-client against itself: what that reads and writes is Qdrant's wire.
"""
import json
import os
import ssl
import sys
import tempfile
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".test-tools", "qdrant")
sys.path.insert(0, TOOLS)
import qdrant_edge as edge  # noqa: E402


class Problem(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


class Collection:
    def __init__(self, folder, spec):
        self.size = spec["vectors"]["size"]
        distance = getattr(edge.Distance, spec["vectors"]["distance"])
        os.makedirs(folder, exist_ok=True)
        self.shard = edge.EdgeShard.create(folder, edge.EdgeConfig(vectors=edge.EdgeVectorParams(self.size, distance)))
        self.spec = spec
        self.indexes = {}
        self.strict = spec.get("strict_mode_config") or {}
        self.operations = 0

    def update(self, operation):
        self.shard.update(operation)
        self.operations += 1
        return {"operation_id": self.operations, "status": "completed"}

    def condition(self, given):
        if "has_id" in given:
            return edge.HasIdCondition(set(given["has_id"]))
        key = given["key"]
        if self.strict.get("enabled") and key not in self.indexes:
            raise Problem(400, 'Bad request: Index required but not found for "%s" of one of the following types: [keyword]. '
                               "Help: Create an index for this key or use a different filter." % key)
        if given.get("range"):
            wanted = given["range"]
            return edge.FieldCondition(key, range=edge.RangeFloat(gte=wanted.get("gte"), lt=wanted.get("lt")))
        match = given["match"]
        value = edge.MatchAny(match["any"]) if "any" in match else edge.MatchValue(match["value"])
        return edge.FieldCondition(key, match=value)

    def filter(self, given):
        if not given:
            return None
        return edge.Filter(must=[self.condition(c) for c in given.get("must") or []],
                           must_not=[self.condition(c) for c in given.get("must_not") or []])


STORE = {}
LOCK = threading.RLock()
FAILING = {"status": 503, "times": 0, "after": 0}
TOLD = {"upserted": 0, "created": 0}


def find(name):
    if name not in STORE:
        raise Problem(404, "Not found: Collection `%s` doesn't exist!" % name)
    return STORE[name]


def create(folder, name, spec):
    if name in STORE:
        raise Problem(409, "Wrong input: Collection `%s` already exists!" % name)
    TOLD["created"] += 1
    STORE[name] = Collection(os.path.join(folder, "%s.%d" % (name, TOLD["created"])), spec)
    return True


def index(collection, spec):
    schema = spec["field_schema"]
    kind = schema if isinstance(schema, str) else schema["type"]
    if isinstance(schema, dict) and schema.get("is_tenant"):
        made = edge.KeywordIndexParams(is_tenant=True)
    else:
        made = getattr(edge.PayloadSchemaType, kind.capitalize())
    collection.indexes[spec["field_name"]] = kind
    return collection.update(edge.UpdateOperation.create_field_index(spec["field_name"], made))


def upsert(collection, body):
    points = body["points"]
    TOLD["upserted"] += len(points)
    for point in points:
        if len(point["vector"]) != collection.size:
            raise Problem(400, "Wrong input: Vector dimension error: expected dim: %d, got %d" %
                          (collection.size, len(point["vector"])))
    return collection.update(edge.UpdateOperation.upsert_points(
        [edge.Point(p["id"], p["vector"], p.get("payload")) for p in points]))


def delete(collection, body):
    if "filter" in body:
        return collection.update(edge.UpdateOperation.delete_points_by_filter(collection.filter(body["filter"])))
    return collection.update(edge.UpdateOperation.delete_points(body["points"]))


def point_of(record, with_vector):
    point = {"id": str(record.id) if not isinstance(record.id, int) else record.id, "payload": record.payload or {}}
    if with_vector:
        point["vector"] = list(record.vector)
    return point


def query(collection, body):
    params = body.get("params") or {}
    vector = body["query"]["nearest"] if isinstance(body["query"], dict) else body["query"]
    found = collection.shard.query(edge.QueryRequest(
        limit=body.get("limit", 10), query=edge.Query.Nearest(vector), filter=collection.filter(body.get("filter")),
        with_payload=bool(body.get("with_payload")), with_vector=False,
        params=edge.SearchParams(hnsw_ef=params.get("hnsw_ef"), exact=bool(params.get("exact")))))
    return {"points": [dict(point_of(p, False), score=p.score, version=p.version) for p in found]}


def scroll(collection, body):
    points, after = collection.shard.scroll(edge.ScrollRequest(
        offset=body.get("offset"), limit=body.get("limit", 10), filter=collection.filter(body.get("filter")),
        with_payload=body.get("with_payload", True), with_vector=bool(body.get("with_vector"))))
    return {"points": [point_of(p, body.get("with_vector")) for p in points],
            "next_page_offset": str(after) if after is not None else None}


def count(collection, body):
    return {"count": collection.shard.count(edge.CountRequest(exact=body.get("exact", True),
                                                             filter=collection.filter(body.get("filter"))))}


def info(collection):
    schema = {name: {"data_type": kind, "points": 0} for name, kind in collection.indexes.items()}
    vectors = collection.spec["vectors"]
    return {"status": "green", "optimizer_status": "ok", "segments_count": 1, "points_count": count(collection, {})["count"],
            "config": {"params": {"vectors": vectors}, "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000},
                       "optimizer_config": {"deleted_threshold": 0.2, "vacuum_min_vector_number": 1000,
                                            "default_segment_number": 0, "flush_interval_sec": 5}},
            "payload_schema": schema}


def run(folder, method, path, body):
    parts = path.strip("/").split("/")
    if parts[0] == "readyz":
        return "all shards are ready"
    if path == "/":
        return {"title": "qdrant - vector search engine", "version": "1.18.3"}
    if parts[0] != "collections":
        raise Problem(404, "Not found")
    if len(parts) == 1:
        return {"collections": [{"name": name} for name in STORE]}
    name, rest = parts[1], "/".join(parts[2:])
    if (method, rest) == ("PUT", ""):
        return create(folder, name, body)
    if (method, rest) == ("GET", "exists"):
        return {"exists": name in STORE}
    if (method, rest) == ("DELETE", ""):
        return STORE.pop(name, None) is not None
    collection = find(name)
    calls = {("GET", ""): lambda: info(collection), ("PUT", "index"): lambda: index(collection, body),
             ("PUT", "points"): lambda: upsert(collection, body), ("POST", "points/delete"): lambda: delete(collection, body),
             ("POST", "points/query"): lambda: query(collection, body),
             ("POST", "points/scroll"): lambda: scroll(collection, body),
             ("POST", "points/count"): lambda: count(collection, body)}
    if (method, rest) not in calls:
        raise Problem(404, "Not found")
    return calls[method, rest]()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    folder, key = None, None

    def log_message(self, *_):
        pass

    def send(self, status, data, kind="application/json"):
        text = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def allowed(self):
        bearer = self.headers.get("Authorization") or ""
        return not self.key or self.headers.get("api-key") == self.key or bearer == "Bearer " + self.key

    def answer(self):
        begin = time.time()
        url = urllib.parse.urlsplit(self.path)
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if url.path == "/fail":
            FAILING.update({name: int(values[0]) for name, values in urllib.parse.parse_qs(url.query).items()})
            return self.send(200, TOLD)
        if not self.allowed():
            return self.send(401, b"Must provide an API key or an Authorization bearer token", "text/plain")
        with LOCK:
            if FAILING["times"] and FAILING["after"]:
                FAILING["after"] -= 1
            elif FAILING["times"]:
                FAILING["times"] -= 1
                return self.send(FAILING["status"], {"status": {"error": "Service internal error"}, "time": 0})
            try:
                result = run(self.folder, self.command, url.path, json.loads(text) if text else {})
            except Problem as problem:
                return self.send(problem.status, {"status": {"error": str(problem)}, "time": time.time() - begin})
            except (KeyError, TypeError, ValueError) as problem:
                return self.send(400, {"status": {"error": "Format error in JSON body: %s" % problem}, "time": 0})
        if url.path == "/":
            return self.send(200, result)
        return self.send(200, {"result": result, "status": "ok", "time": time.time() - begin})

    do_GET = do_PUT = do_POST = do_DELETE = answer


def serve(folder, key, certificate=None):
    Handler.folder, Handler.key = folder, key
    server = ThreadingHTTPServer((os.environ.get("QDRANT_DOUBLE_HOST", "127.0.0.1"), int(os.environ.get("QDRANT_DOUBLE_PORT", 0))), Handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return "%s://%s:%d" % ("https" if certificate else "http", *server.server_address[:2])


def prove():
    from qdrant_client import QdrantClient, models
    from qdrant_client.http.exceptions import UnexpectedResponse
    with tempfile.TemporaryDirectory() as folder:
        url = serve(folder, "secret")
        client = QdrantClient(url=url, api_key="secret")
        assert not client.collection_exists("c")
        client.create_collection("c", vectors_config=models.VectorParams(size=3, distance=models.Distance.COSINE))
        client.create_payload_index("c", "user_id", models.KeywordIndexParams(type="keyword", is_tenant=True))
        points = [models.PointStruct(id=n, vector=[1, n, 0], payload={"user_id": "u%d" % (n % 2), "kind": n}) for n in range(1, 7)]
        assert client.upsert("c", points).status == "completed"
        mine = models.Filter(must=[models.FieldCondition(key="user_id", match=models.MatchValue(value="u1"))])
        hits = client.query_points("c", query=[1.0, 3.0, 0.0], query_filter=mine, limit=2).points
        assert [h.id for h in hits] == [3, 5] and hits[0].score > 0.999 and hits[0].payload["kind"] == 3
        assert client.count("c", count_filter=mine).count == 3
        assert {r.id for r in client.scroll("c", scroll_filter=mine, with_vectors=True)[0]} == {1, 3, 5}
        client.delete("c", points_selector=models.FilterSelector(filter=mine))
        assert client.count("c").count == 3 and client.get_collection("c").points_count == 3
        for wrong, status in ((QdrantClient(url=url, api_key="other"), 401), (client, 404)):
            try:
                wrong.count("none")
                raise AssertionError("no error")
            except UnexpectedResponse as problem:
                assert problem.status_code == status, problem
    print("qdrant-client reads and writes the double")


if __name__ == "__main__":
    if sys.argv[1] == "--prove":
        prove()
    else:
        print(serve(sys.argv[1], sys.argv[2], sys.argv[3:5] if len(sys.argv) > 4 else None), flush=True)
        sys.stdin.read()
        os._exit(0)
