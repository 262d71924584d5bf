"""What can be refused here; the sentences go to users as they are."""


class DocumentsError(Exception):
    """Root of this room's errors."""


class RefusedFile(DocumentsError):
    """A file that is not taken: its kind, its size or its content."""


class BrokenUpload(DocumentsError):
    """A piece of an upload that does not fit what was received; nothing was written."""


class AlteredFile(DocumentsError):
    """A kept file whose bytes no longer have its hash."""


class NotStored(DocumentsError):
    """A store of contents that cannot take or give one now; trying again later helps."""


class WrongNumber(DocumentsError):
    """A number that cannot be issued or voided."""
