"""SVG pictures: a plan, the steps back to the usual run, and the course of pain.

``plan`` draws a plan, placed by ``layout`` and explained by ``key``; ``ladder`` and ``pain`` are pictures within pages.
``marks`` are the shapes that stand for sessions, and ``shapes`` writes SVG.
"""
