"""From a case snapshot to documents: `build.build` makes a `document.ReportDocument`, a writer per format writes it."""
