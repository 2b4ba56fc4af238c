"""Slides: a scene or a deck as a PowerPoint file with native shapes, tables and charts."""
