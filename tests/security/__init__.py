"""The control points of 等保二级, one test each, and the matrix of who may open what."""
