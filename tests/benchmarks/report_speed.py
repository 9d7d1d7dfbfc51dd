"""How long reports take: ``python tests/benchmarks/report_speed.py [--exhibits 1 100] [--forms pdf html ...]``.

Invented snapshots: per exhibit one examination of 40 frames, two face tracks, four detectors, a timeline, two
anomalies, one finding, six audit entries and one key frame of 640x360.

Asked for: 3 s for 1 exhibit, 30 s for 100. Processor time
beside wall-clock time, since the first hardly depends on what else the machine does.
"""

import argparse
import gc
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "test_report"))
import conftest as make

from deepfake_studio.report import csv_writer, docx_writer, html, json_writer, pdf
from deepfake_studio.report.build import build

FORMS = {"pdf": pdf, "html": html, "docx": docx_writer, "json": json_writer, "csv": csv_writer}


def snapshot(count):
    """A case of that many examined exhibits."""
    records = [make.exhibit_record(i) for i in range(1, count + 1)]
    found = [make.examination_record(r, make.examination(r)) for r in records]
    image = make.png(640, 360)
    return make.snapshot(
        exhibits=records,
        examinations=found,
        findings=tuple(make.finding(i, exhibit_id=i) for i in range(1, count + 1)),
        key_frames=tuple(replace(make.key_frame(i), image=image + b"") for i in range(1, count + 1)),
        detectors=(make.spec(), make.spec("residual.freq")),
        audit=make.audit(6 * count),
    )


def main():
    """Print a line per form and size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--exhibits", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=list(FORMS))
    args = parser.parse_args()
    print("exhibits  form  wall s  processor s   bytes")
    for count in args.exhibits:
        taken = snapshot(count)
        for name in args.forms:
            gc.collect()
            wall, cpu = time.perf_counter(), time.process_time()
            data = FORMS[name].render(build(taken))
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            print(f"{count:8d}  {name:4s}  {wall:6.2f}  {cpu:11.2f}  {len(data):9,d}", flush=True)


if __name__ == "__main__":
    main()
