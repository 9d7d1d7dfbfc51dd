"""From raw logits to strength of evidence: calibration, fusion, timeline, outcome, validation figures. numpy only."""
