"""Renderers: chosen by setting, built once per process on first use."""
