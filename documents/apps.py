"""Files and papers: the vault, intake of uploads, printed forms. Knows nothing of cases."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Documents"
