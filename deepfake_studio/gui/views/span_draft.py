"""A finding about a span, prefilled: which frames, what every detector said there, and what that cannot say."""

from __future__ import annotations

import numpy as np

from deepfake_studio.gui.figures import figures
from deepfake_studio.gui.items import FindingForm, ItemState
from deepfake_studio.gui.language import told, tr
from deepfake_studio.gui.widgets import words
from deepfake_studio.gui.widgets.measures import FrameClock
from deepfake_studio.report import scale
from deepfake_studio.vocabulary import DetectorResult, Examination, Floats

_LOOKING = tr(
    "Per-frame values are for looking: frames depend on one another, so the span has no likelihood ratio of its own."
)
_RAW = tr("Raw logits have no fixed meaning and are no strength of evidence.")
_PLACE = tr("That values stand out in a span does not prove that it was manipulated, nor where in the picture.")


def from_span(item: ItemState, start: float, stop: float, clock: FrameClock | None = None) -> FindingForm:
    """Basis and limitations of a finding about a span; the statement is the examiner's alone."""
    examination = item.examination
    if clock is None:
        clock = FrameClock(None, examination)
    return FindingForm(
        basis="\n".join(_basis(item, start, stop, clock)),
        limitations=" ".join(_limits(examination, start, stop, clock)),
        start_seconds=start,
        stop_seconds=stop,
        track_id=_only_track(item, start, stop),
    )


def _basis(item: ItemState, start: float, stop: float, clock: FrameClock) -> list[str]:
    lines = [
        tr(
            "Span {moment} to {moment2} ({value:.3f} s){frames}.",
            moment=words.moment(start),
            moment2=words.moment(stop),
            value=stop - start,
            frames=_frames(clock, start, stop),
        )
    ]
    examination = item.examination
    if examination is None:
        return [*lines, tr("The item was not examined; no figures exist.")]
    timeline = examination.timeline
    if timeline is not None and np.isfinite(timeline.log10_lr).any():
        lines.append(_calibrated(tr("All detectors"), timeline.pts_seconds, timeline.log10_lr, start, stop))
    lines += [_detector(result, examination, start, stop) for result in examination.detectors]
    people = [p.title for p in item.people if p.start_seconds <= stop and p.stop_seconds >= start]
    lines.append(tr("Faces in the span: {value}.", value=", ".join(people) if people else tr("none")))
    if examination.lr is not None:
        lines.append(
            tr(
                "Whole item: log10 LR {ratio}, {support}.",
                ratio=figures(scale.ratio(examination.lr)),
                support=scale.support(examination.lr.log10),
            )
        )
    return lines


def _frames(clock: FrameClock, start: float, stop: float) -> str:
    found = clock.between(start, stop)
    if found is None:
        return tr(", between examined frames")
    which = tr("frames") if clock.exact else tr("examined frames")
    return tr(", {which} {value:,} to {value2:,}", which=which, value=found[0], value2=found[1])


def _detector(result: DetectorResult, examination: Examination, start: float, stop: float) -> str:
    own = examination.timeline.per_detector if examination.timeline is not None else {}
    if result.status == "unavailable":
        return tr(
            "{detector_id}: unavailable ({value}).",
            detector_id=result.detector_id,
            value=told(result.reason or tr("reason not stated")),
        )
    if result.detector_id in own and np.isfinite(own[result.detector_id][1]).any():
        return _calibrated(result.detector_id, *own[result.detector_id], start, stop)
    series = [s.logits[(s.pts_seconds >= start) & (s.pts_seconds <= stop)] for s in result.series]
    values = np.concatenate(series) if series else np.empty(0)
    return tr(
        "{detector_id}: {figures} (not calibrated).",
        detector_id=result.detector_id,
        figures=_figures(values, tr("raw logit")),
    )


def _calibrated(name: str, pts: Floats, values: Floats, start: float, stop: float) -> str:
    inside = values[(pts >= start) & (pts <= stop)]
    return f"{name}: {_figures(inside, tr('per-frame log10 LR'))}."


def _figures(values: Floats, what: str) -> str:
    found = values[np.isfinite(values)]
    if not len(found):
        return tr("no score in the span")
    low, high = words.signed(float(found.min())), words.signed(float(found.max()))
    return tr(
        "{what} mean {signed}, from {low} to {high}, {found:,} scores",
        what=what,
        signed=words.signed(float(found.mean())),
        low=low,
        high=high,
        found=len(found),
    )


def _limits(examination: Examination | None, start: float, stop: float, clock: FrameClock) -> list[str]:
    if examination is None:
        return [tr("Nothing was measured here.")]
    out = [_LOOKING, _PLACE]
    if any(d.status == "not_calibrated" for d in examination.detectors):
        out.append(_RAW)
    sampled = sum(start <= f.pts_seconds <= stop for f in examination.frames)
    found = clock.between(start, stop) if clock.exact else None
    if found is not None and sampled < found[1] - found[0] + 1:
        out.append(
            tr(
                "{sampled:,} of the {value:,} frames of the span were examined.",
                sampled=sampled,
                value=found[1] - found[0] + 1,
            )
        )
    return out


def _only_track(item: ItemState, start: float, stop: float) -> int | None:
    """The one face that is there, where there is one."""
    there = [p for p in item.people if p.start_seconds <= stop and p.stop_seconds >= start and not p.excluded]
    ids = {t.id for t in item.examination.tracks} if item.examination is not None else set()
    return there[0].key if len(there) == 1 and there[0].key in ids else None
