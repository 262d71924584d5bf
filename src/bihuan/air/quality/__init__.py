"""Quality control (质控): rules over a network, and whether a find is fault, pollution or dust."""
