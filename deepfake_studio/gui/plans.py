"""How much of a clip is examined, in words. When adding a plan: one line here, after `inference` knows it."""

from __future__ import annotations

from deepfake_studio.gui.language import tr

PLANS = (
    ("quick", tr("Quick: 16 frames"), tr("16 frames evenly spread over the clip")),
    ("spread", tr("Spread: 32 frames"), tr("32 frames evenly spread over the clip, as DFSpot takes them")),
    ("standard", tr("Standard: 4 frames a second"), tr("4 frames a second, at least 32 and at most 512")),
    ("full", tr("Full: every frame"), tr("Every frame, in float32, so that a second laboratory can repeat it")),
)
