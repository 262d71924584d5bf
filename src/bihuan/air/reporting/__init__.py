"""The county's air on paper (空气质量报告): figures, pictures, texts and kinds of documents.

Everything that a document prints is asked of a registered query, so it can be asked again.
"""
