"""The printed papers: typed contents (`parts`, `contexts`), their list (`registry`), labels in other tongues."""
