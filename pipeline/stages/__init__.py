"""The stages, one module each; `pipeline.flow` shows their order."""
