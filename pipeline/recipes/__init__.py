"""Recipes that make the models again; never imported by a run."""
