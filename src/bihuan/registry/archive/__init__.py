"""The whole registry as one file (台账档案包), and back again without a loss."""
