"""What this room keeps."""

from bihuan.documents.models.attachment import Attachment
from bihuan.documents.models.file import PhotoPrint, StoredFile, Upload
from bihuan.documents.models.number import IssuedNumber, NumberSeries

__all__ = ["Attachment", "IssuedNumber", "NumberSeries", "PhotoPrint", "StoredFile", "Upload"]
