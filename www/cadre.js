// Host side of the framed planner. Classic script without imports; the height protocol comes with the frame's own side.
