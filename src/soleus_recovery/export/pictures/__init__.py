"""SVG pictures: a plan, the steps back to the usual run, and the course of pain.

``plan`` draws the picture of a plan: ``layout`` places its days, and ``key`` explains its marks. ``ladder`` and
``pain`` draw pictures within pages. ``marks`` draws the shapes that stand for sessions, and ``shapes`` writes SVG.
"""
