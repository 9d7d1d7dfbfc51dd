"""One file per schema, numbered; see the recipe at the top of `deepfake_studio.case.schema`."""
