"""Many frames to columns in one go (批量解析), check code included.

NumPy works on all frames of a chunk at once; what it does not fully understand is marked
irregular and read one by one in the same call, so that the result never differs.
"""

from bihuan.hj212.batch.decoder import Batch, decode_batch

__all__ = ["Batch", "decode_batch"]
