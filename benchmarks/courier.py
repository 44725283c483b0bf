"""The courier's phone measured: thirty of them sending a day at once, a slow line, the weight of the app.

    python -m benchmarks.courier [sync] [line] [weight]

- sync: 30 couriers x 200 events with 100 photos each, all at once, on PostgreSQL; events against the bare bulk
  statement of the same rows (pgbench), as `benchmarks.run` measures it
- line: 40 deliveries with photos on a phone, from "network is back" (400 kbit/s, 400 ms) to all synced, against the
  bytes that have to go over that line
- weight: what the first opening loads without the scanner's wasm, and until when the app can be used on a CPU slowed
  six times
"""

from __future__ import annotations

import http.client
import io
import json
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks import run
from benchmarks.run import say
from benchmarks.serving import Client, siantar
from benchmarks.table import Row
from siantar import clock
from tests.cluster import cluster
from tests.faults.storm.wire import as_form
from tests.journeys.conftest import CHROMIUM, FLAGS, installed
from tests.journeys.phone import log_in, synced
from tests.journeys.test_dying_phone import LAID_OUT

COURIERS, FILES = 30, 100
KBIT, LATENCY = 400, 400
STAFF = """
import json
from siantar import clock
from siantar.directory.models import User
from siantar.directory.tokens import issue_token
tokens = []
for place in range(30):
    user, _ = User.objects.get_or_create(username=f"kurir-{place}", office_id="36.74.02", roles=["courier"])
    tokens.append(issue_token(user, clock.now()))
print(json.dumps(tokens))
"""


def photo(side: int) -> bytes:
    """A noisy picture, as a photo is."""
    picture = io.BytesIO()
    Image.effect_noise((side, side), 60).convert("RGB").save(picture, "JPEG", quality=75)
    return picture.getvalue()


def event_of(kind: str, number: str) -> dict[str, Any]:
    """An event as a phone tells it."""
    at = clock.now().isoformat()
    data = {} if kind == "loaded" else {"receiver_name": "Siti", "relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}  # fmt: skip
    return {"id": str(uuid.uuid4()), "type": kind, "receipt_number": number, "occurred_at": at, "data": data}


def send_photo(port: int, token: str, event: str, content: bytes) -> None:
    """One photo by the API."""
    upload = as_form("/api/v1/proofs", token, {"event": event}, content)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    line.request(upload.method, upload.path, upload.body, dict(upload.headers))
    answer = line.getresponse()
    assert answer.status == 201, answer.read()[:300]


def sync() -> list[Row]:
    """Thirty couriers at once against the bare bulk statement."""
    with tempfile.TemporaryDirectory(prefix="siantar-bench-") as base, ExitStack() as stack:
        url = stack.enter_context(cluster(durable=True))
        store = run.filled("PostgreSQL", url, Path(base), 6000)
        store.run("benchmarks.peers")
        sample = store.sample()
        bare = 100 * run.replay(store, next(run.parts(store, "hundred")))
        process = subprocess.run([sys.executable, "-m", "siantar.project", "shell", "-c", STAFF], env=store.environment(), capture_output=True, text=True, check=True)  # fmt: skip
        tokens = json.loads(process.stdout.strip().splitlines()[-1])
        numbers = [*sample["waiting"][:2000], *sample["waiting"][3600:]]  # the peer has loaded those between
        content = photo(260)
        events: list[float] = []
        photos: list[float] = []
        with siantar(store.environment()) as port:

            def day(place: int) -> None:
                mine = numbers[place * FILES : (place + 1) * FILES]
                client = Client(port, tokens[place])
                loads, doors = [event_of("loaded", n) for n in mine], [event_of("delivered", n) for n in mine]
                begun = time.perf_counter()
                for together in (loads, doors):
                    answer = client.post("/api/v1/events", {"events": together})
                    assert all(result["outcome"] == "recorded" for result in answer["results"]), answer["results"][:2]
                events.append(time.perf_counter() - begun)
                for event in doors:
                    send_photo(port, tokens[place], event["id"], content)
                photos.append(time.perf_counter() - begun)

            threads = [Thread(target=day, args=(place,)) for place in range(COURIERS)]
            begun = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(photos) == COURIERS
            whole = time.perf_counter() - begun
        rate = COURIERS * 2 * FILES / max(events)
        say(f"events of all {COURIERS} after {max(events):.1f} s, {COURIERS * FILES} photos of {len(content) // 1000} kB after {whole:.1f} s")  # fmt: skip
        what = f"{COURIERS} couriers x {2 * FILES} events at once, photos behind them"
        return [Row(what, f"{rate:,.0f} events/s", f"bare bulk, pgbench {bare:,.0f}/s", rate / bare, None)]


def line() -> list[Row]:
    """A day of forty deliveries over a slow line."""
    with tempfile.TemporaryDirectory(prefix="siantar-bench-") as base, installed(Path(base), applications=0) as home, sync_playwright() as playwright:  # fmt: skip
        stops = json.loads(home.command("shell", "-c", LAID_OUT).strip().splitlines()[-1])
        picture = Path(base) / "amplop.jpg"
        picture.write_bytes(photo(560))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(base_url=home.url, viewport={"width": 360, "height": 740})
        page.goto("/masuk/?next=/kurir/")
        log_in(page, "kurir1")
        synced(page)
        page.context.set_offline(True)
        for place, (number, _proof, old_ktp) in enumerate(stops):
            page.goto(f"{home.url}/kurir/#muat") if page.url.endswith("/kurir/") else page.evaluate("location.hash = 'muat'")
            page.get_by_label("Pindai amplop").fill(number)
            page.keyboard.press("Enter")
            page.locator(".scan-result[data-outcome=ok]").wait_for()
            page.evaluate(f"location.hash = 'antar/{number}'")
            page.get_by_text("Tanpa resi").click()
            page.get_by_label("KTP dilihat").check()
            if old_ktp:
                page.get_by_label("KTP-el lama sudah diserahkan").check()
            page.set_input_files("#photo", picture)
            page.get_by_role("button", name="Serahkan").click()
            page.locator(f".sync[data-waiting='{2 * place + 2}']").wait_for()
            page.locator(".thumb a[aria-current=page]", has_text="Berikutnya").wait_for()
        console = page.context.new_cdp_session(page)
        sent = [0]
        console.on("Network.dataReceived", lambda _: None)
        page.on("request", lambda request: sent.__setitem__(0, sent[0] + len(request.post_data_buffer or b"")))
        console.send("Network.enable")
        speed = KBIT * 1000 / 8
        limits = {"offline": False, "latency": LATENCY, "downloadThroughput": speed, "uploadThroughput": speed}
        page.context.set_offline(False)
        console.send("Network.emulateNetworkConditions", limits)
        begun = time.perf_counter()
        page.evaluate("dispatchEvent(new Event('online'))")
        status = page.locator(".sync[data-waiting='0']")
        status.wait_for(timeout=600_000)
        events = time.perf_counter() - begun
        page.locator(".sync[data-waiting='0'][data-photos='0']").wait_for(timeout=1_800_000)
        whole = time.perf_counter() - begun
        browser.close()
    least = sent[0] / speed
    return [
        Row(f"Slow line ({KBIT} kbit/s, {LATENCY} ms): 80 events sent", f"{events:.1f} s", "", 0, None),
        Row(f"Slow line: all synced with 40 photos, {sent[0] / 1e6:.1f} MB", f"{whole:.0f} s", f"bytes alone {least:.0f} s", whole / least, 2.0, at_least=False),  # fmt: skip
    ]


def weight() -> list[Row]:
    """What the first opening loads, and when the app can be used on a slow phone."""
    with tempfile.TemporaryDirectory(prefix="siantar-bench-") as base, installed(Path(base), applications=0) as home, sync_playwright() as playwright:  # fmt: skip
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(base_url=home.url, viewport={"width": 360, "height": 740})
        page.goto("/masuk/?next=/kurir/")
        page.fill("#id_login", "kurir1")
        page.fill("#id_password", "siantar-demo")
        console = page.context.new_cdp_session(page)
        console.send("Network.enable")
        console.send("Network.setCacheDisabled", {"cacheDisabled": True})
        console.send("Emulation.setCPUThrottlingRate", {"rate": 6})
        names: dict[str, str] = {}
        sizes: dict[str, float] = {}
        console.on("Network.responseReceived", lambda message: names.__setitem__(message["requestId"], message["response"]["url"]))
        console.on("Network.loadingFinished", lambda message: sizes.__setitem__(message["requestId"], message["encodedDataLength"]))
        page.press("#id_password", "Enter")
        page.wait_for_url("**/kurir/")
        page.locator(".sync").wait_for()
        usable = page.evaluate("performance.now()")
        page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        page.wait_for_timeout(500)
        first = {names[request]: size for request, size in sizes.items() if "/masuk/" not in names.get(request, "/masuk/")}
        browser.close()
    total = sum(size for url, size in first.items() if not url.endswith(".wasm"))
    for url, size in sorted(first.items(), key=lambda pair: -pair[1]):
        print(f"  {size / 1000:7.1f} kB {url.removeprefix(home.url)}")
    return [
        Row("Courier app: first opening without the wasm", f"{total / 1000:.0f} kB", "150 kB", total / 150_000, 1.0, at_least=False),  # fmt: skip
        Row("Courier app: first screen, CPU slowed 6 times", f"{usable / 1000:.1f} s", "", 0, None),
    ]


MEASURES = {"sync": sync, "line": line, "weight": weight}


def main() -> None:
    """Print the rows asked for."""
    for name in sys.argv[1:] or MEASURES:
        for row in MEASURES[name]():
            print(row.cells(), flush=True)


if __name__ == "__main__":
    main()
