"""A studio whose examination processes are made up: they answer at once, from the prepared examination."""

import hashlib
import importlib.util
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from deepfake_studio import wire
from deepfake_studio.errors import MediaError, NotApplicable, UsageError
from deepfake_studio.settings import Settings
from deepfake_studio.vocabulary import Exhibit, FrameRef
from deepfake_studio.worker_client import Reply

_spec = importlib.util.spec_from_file_location("gui_prepared", Path(__file__).with_name("gui_prepared.py"))
prepared_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(prepared_module)


def pytest_collection_modifyitems(items):
    """The platform without a screen says so at each window with a least size and at each menu."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore(
                    "does not support (propagateSizeHints|raise|grabbing the keyboard)", extend=True
                )
            )


class FakeClient:
    """Answers like the examination process; ``hold`` keeps examinations under way until they are cancelled."""

    def __init__(self, script):
        self.script, self.calls, self.closed = script, [], False

    def start(self):
        """Nothing to start."""

    def kill(self):
        self.calls.append(("kill", {}))

    def close(self):
        self.closed = True

    def call(self, op, params, *, job, timeout_seconds=None):
        params = dict(params)
        self.calls.append((op, params))
        value, blob = getattr(self, f"_{op}")(params, job)
        return Reply(wire.to_plain(value), blob)

    def _path(self, params):
        path = Path(params["path"] if "path" in params else wire.to_plain(params["exhibit"])["path"])
        if "broken" in path.name or not path.exists():
            raise MediaError(f"{path} cannot be opened; check the file.")
        return path

    def _devices(self, params, job):
        return ["cpu", "cuda:0"], b""

    def _acquire(self, params, job):
        return prepared_module.exhibit(self._path(params)), b""

    def _probe(self, params, job):
        self._path(params)
        return prepared_module.media(), b""

    def _index(self, params, job):
        self._path(params)
        return {"pts_seconds": [i / 25 for i in range(100)]}, b""

    def _frame(self, params, job):
        index, width = params["index"], min(params["max_width"] or 480, 480)
        pixels = np.full((width, width, 3), index % 256, np.uint8)
        facts = {
            "width": width, "height": width, "frame_width": 480, "frame_height": 480,
            "pts_seconds": index / 25, "decode_index": index, "sha256": f"{index:064x}",
            "copy": bool(params.get("exact")),
        }  # fmt: skip
        return facts, pixels.tobytes()

    def _picture_lanes(self, params, job):
        self._path(params)
        return prepared_module.picture_lanes()

    def _sound_level(self, params, job):
        self._path(params)
        return prepared_module.sound_level()

    # ---- the player: proxies, layers, faces -------------------------------------------------------------------

    def _proxy_build(self, params, job):
        self._path(params)
        self.script.folders.append(params["folder"])
        exact = {"exact_through": self.script.exact, "exact_bytes": 1, "exact_reason": ""}
        self.script.exact_folders.append(params["exact_folder"])
        return {"through": 99, "total": 100, "stride": 1, "complete": True, "size_bytes": 1, **exact}, b""

    def _proxy_stop(self, params, job):
        return None, b""

    def _proxy_frame(self, params, job):
        index = params["index"]
        return {"index": index, "width": 16, "height": 16}, bytes([index % 256]) * (3 * 16 * 16)

    def _layer(self, params, job):
        while self.script.hold.is_set() and params["kind"] == "flow":
            time.sleep(0.002)
            job.progress(1, 2, "flow")
        if params["kind"] == "qp":
            return {"kind": "qp", "status": "not_applicable", "reason": "No quantisers."}, b""
        legend = {
            "low": 0.0,
            "high": 4.0,
            "unit": "levels",
            "stops": ["#000000", "#ffffff"],
            "entries": [],
            "note": "N",
        }
        facts = {"status": "drawn", "place": params.get("box"), "shares": False, "width": 4, "height": 4}
        return {**facts, "kind": params["kind"], "legend": legend}, bytes([255, 0, 0, 255]) * 16

    _heat = _layer

    def _pair(self, params, job):
        facts = {"decode_index": round(params["seconds"] * 25), "count": 100, "pts_seconds": params["seconds"]}
        facts |= {"sha256": "c" * 64, "frame_width": 8, "frame_height": 8, "width": 8, "height": 8}
        if params["mode"] == "difference":
            facts |= {"resized": True, "mean_levels": 1.25, "most_levels": 9}
        return facts, bytes([7]) * (3 * 8 * 8)

    def _sound(self, params, job):
        if "two" in params["path"]:
            raise NotApplicable("clip two.mp4 holds no sound.")
        facts = {"bins": 400, "bin_seconds": 0.01, "rows": 4, "columns": 200, "column_seconds": 0.02}
        facts |= {"start_seconds": 0.0, "duration_seconds": 4.0, "codec": "aac", "damaged": 0}
        return facts, bytes([200]) * 400 + bytes([60]) * 400 + bytes(range(200)) * 4

    def _pcm(self, params, job):
        if "two" in params["path"]:
            raise NotApplicable("clip two.mp4 holds no sound.")
        left = max(4.0 - params["seconds"], 0.0)  # four seconds of sound
        samples = np.zeros((round(48_000 * min(left, params["length_seconds"])), 2), np.int16)
        return {"rate_hz": 48_000, "channels": 2, "ended": left <= params["length_seconds"]}, samples.tobytes()

    def _crops(self, params, job):
        side, indices = params["side"], [w["index"] for w in params["wanted"]]
        return {"indices": indices, "side": side}, b"".join(bytes([i % 256]) * (3 * side * side) for i in indices)

    def _examine(self, params, job):
        self._path(params)
        job.progress(1, 4, "examining")
        while self.script.hold.is_set():
            time.sleep(0.002)
            job.progress(2, 4, "examining")
        exhibit = wire.from_plain(Exhibit, wire.to_plain(params["exhibit"]))
        return self.script.answer(exhibit), b""

    def _keyframes(self, params, job):
        self._path(params)
        picture, told = prepared_module.png(64, 48), []
        for wish in params["wanted"]:
            index = wish["index"]
            frame = FrameRef(
                pts_seconds=index / 25, decode_index=index, stream_index=0, pts=index * 512, sha256=wish["sha256"]
            )
            told.append({"frame": wire.to_plain(frame), "bytes": len(picture), "caption": wish["caption"]})
        return told, picture * len(told)

    # ---- models ------------------------------------------------------------------------------------------------

    def _explain(self, params, job):
        if "mute" in params["detector"] or params["index"] == 99:
            reason = f"No face was found in frame {params['index']}, so there is no crop to explain."
            return {"status": "not_applicable", "reason": reason, "detector": params["detector"]}, b""
        facts = {"method": "Grad-CAM", "layer": "last", "logit": 1.5, "detector": params["detector"]}
        words = {"sanity": {"words": "The map changes with random weights."}, "sentence": "It does not prove where."}
        return {"status": "explained", **facts, **words}, prepared_module.png(900, 460)

    def _annotate(self, params, job):
        job.progress(1, 4, "drawing")
        while self.script.hold.is_set():
            time.sleep(0.002)
            job.progress(2, 4, "drawing")
        Path(params["out"]).write_bytes(b"drawn")
        return {"suffix": ".mp4", "sha256": "5" * 64, "notes": ["The sound was left out."]}, b""

    def _calibrate(self, params, job):
        if "one class" in Path(params["list"]).stem:
            raise UsageError(f"{params['detector']} cannot be calibrated: a class is missing.")
        self.script.fitted = params
        return prepared_module.calibration(params["detector"]), b""

    # ---- social networks --------------------------------------------------------------------------------------

    def _method(self, params, job):
        weights = dict.fromkeys(params["detectors"] or (), "ab" * 32)
        return {
            "recipe": prepared_module.examination(prepared_module.exhibit(__file__)).recipe,
            "weights": weights,
        }, b""

    def _sn_profiles(self, params, job):
        known = {f"/profiles/{name}.toml": f"{name} (from documentation, not measured)" for name in ("app", "web")}
        return {"known": known, "profiles": [prepared_module.sn_profile(n) for n in params.get("names", ())]}, b""

    def _sn_pairs(self, params, job):
        return prepared_module.sn_pairs(), b""

    def _sn_read(self, params, job):
        if "broken" in params["path"]:
            raise MediaError(f"{params['path']} holds no video stream; choose another file.")
        return prepared_module.SN_READING, b""

    def _sn_estimate(self, params, job):
        found = prepared_module.sn_estimate(params["shared"])
        for count in (1, 2):
            job.partial({"curve": found["curve"][:count]})
            job.progress(count, 3, "encoding")
        while self.script.hold.is_set():
            time.sleep(0.002)
            job.progress(2, 3, "encoding")
        return found, b""

    def _sn_profile(self, params, job):
        return {"file": f"/profiles/{params['name']}.toml"}, b""

    def _sn_emulate(self, params, job):
        failed = {"name": "b.mp4", "status": "failed", "said": "b.mp4 is empty; choose another file."}
        return {"summary": f"3 files written to {params['output']}, 1 skipped.", "files": [failed]}, b""

    def _sn_copy(self, params, job):
        recipe = params["recipe"]
        if recipe["name"] == "half size, CRF 43":
            raise MediaError("the encoder ran out of memory; close other programs.")
        Path(params["out"]).write_text(recipe["name"])
        return {"crf": recipe["crf"]}, b""


@pytest.fixture
def script():
    """How the made-up examination answers."""
    return SimpleNamespace(
        answer=prepared_module.examination, hold=threading.Event(), clients=[], folders=[], exact=-1, exact_folders=[]
    )


@pytest.fixture
def prepared():
    """The module that makes examinations and cases."""
    return prepared_module


@pytest.fixture
def make_studio(qapp, script):
    """Studios with made-up processes, shut down at the end."""
    from deepfake_studio.gui.studio import Studio

    made = []

    def client():
        script.clients.append(FakeClient(script))
        return script.clients[-1]

    def make():
        made.append(Studio(client=client, settings=Settings(examiner="A. Examiner")))
        return made[-1]

    yield make
    script.hold.clear()
    ended = [studio.shutdown() for studio in made]
    assert all(ended)


@pytest.fixture
def window(qtbot, make_studio):
    """A window that is shown, with made-up processes."""
    from deepfake_studio.gui.main_window import MainWindow

    made = MainWindow(make_studio())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    yield made
    made._may_go = True  # nobody is there to be asked about a clip without a case
    made.close()  # with the windows beside it, which would lie over those of the next test


@pytest.fixture
def installed(user_folder):
    """Two models of faces and one of speech in the user's folder."""
    return prepared_module.install_models(user_folder / "models")


@pytest.fixture
def clip(tmp_path):
    """Two files that can be examined."""
    file = tmp_path / "clip one.mp4"
    file.write_bytes(b"not really a film")
    (tmp_path / "clip two.mp4").write_bytes(b"another one")
    return file


@pytest.fixture
def sha256():
    return lambda data: hashlib.sha256(data).hexdigest()


@pytest.fixture(autouse=True)
def _no_loudspeaker(monkeypatch):
    """Whether this machine has a sound output does not matter."""
    from deepfake_studio.gui.widgets import speakers

    def none(_parent):
        raise speakers.Silent("Nothing is heard here.")

    monkeypatch.setattr(speakers, "open_sink", none)


@pytest.fixture(autouse=True)
def _no_window_stays_on_screen():
    """A window that a test leaves open lies over those of later tests and takes their mouse."""
    yield
    from PySide6.QtWidgets import QApplication

    for window in QApplication.topLevelWidgets() if QApplication.instance() is not None else ():
        if window.isVisible():
            window.hide()
